import type { ParameterValue } from "../engine/mod.ts";
import type { Command } from "./command.ts";
import { type Mode, MODE_NAMES } from "./modes.ts";
import { PARAMETERS } from "./parameters.ts";

/** Commands that may wait to be heard: every parameter four times over. A power of two. */
export const COMMAND_SLOTS = 256;

/** Longest text a parameter can be set to, UTF-16 code units. */
export const MAX_COMMAND_TEXT = 60;

/** Shared memory that carries commands from one thread to another; can be posted to a Worker. */
export interface CommandRing {
  readonly memory: SharedArrayBuffer;
}

const KINDS: readonly Command["kind"][] = [
  "set",
  "hold",
  "resume",
  "step",
  "speed",
  "mode",
  "reset",
  "stop",
];

const TYPES = ["number", "boolean", "string"] as const;

/** Commands sent and commands received, both modulo 2^32. */
const SENT = 0;
const RECEIVED = 1;
const HEADER_BYTES = 64;

/** Words of a slot, after its number: indices, then a text. */
const KIND = 0;
/** Of the parameter, or of the mode. */
const NAME = 1;
const TYPE = 2;
const TEXT_LENGTH = 3;
const TEXT = 4;
const WORDS_BYTES = (TEXT + MAX_COMMAND_TEXT) * Uint16Array.BYTES_PER_ELEMENT;
const SLOT_BYTES = Float64Array.BYTES_PER_ELEMENT + WORDS_BYTES;

/** Memory for a ring. */
export function createCommandRing(): CommandRing {
  return { memory: new SharedArrayBuffer(HEADER_BYTES + COMMAND_SLOTS * SLOT_BYTES) };
}

function countsOf({ memory }: CommandRing): Int32Array<SharedArrayBuffer> {
  return new Int32Array(memory, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
}

/** One command in shared memory: kinds, parameters and modes by index, a number bit by bit. */
class CommandSlot {
  readonly #number: Float64Array;
  readonly #words: Uint16Array;

  constructor({ memory }: CommandRing, index: number) {
    const start = HEADER_BYTES + index * SLOT_BYTES;
    this.#number = new Float64Array(memory, start, 1);
    const wordsStart = start + Float64Array.BYTES_PER_ELEMENT;
    this.#words = new Uint16Array(memory, wordsStart, TEXT + MAX_COMMAND_TEXT);
  }

  /** Writes a command, or throws without having written one. */
  write(command: Command): void {
    this.#words[KIND] = KINDS.indexOf(command.kind);
    if (command.kind === "speed") this.#number[0] = command.speed;
    if (command.kind === "mode") this.#words[NAME] = modeIndex(command.mode);
    if (command.kind !== "set") return;
    const { parameter, value } = command;
    const index = PARAMETERS.findIndex(({ name }) => name === parameter);
    if (index < 0) {
      throw new RangeError(`Cannot set "${parameter}" as no parameter is called that`);
    }
    this.#words[NAME] = index;
    this.#writeValue(value);
  }

  read(): Command {
    const kind = KINDS[this.#words[KIND]];
    if (kind === "speed") return { kind, speed: this.#number[0] };
    if (kind === "mode") return { kind, mode: MODE_NAMES[this.#words[NAME]] };
    if (kind !== "set") return { kind };
    const parameter = PARAMETERS[this.#words[NAME]].name;
    return { kind, parameter, value: this.#readValue() };
  }

  #writeValue(value: ParameterValue): void {
    const type = typeof value as (typeof TYPES)[number];
    this.#words[TYPE] = TYPES.indexOf(type);
    if (typeof value !== "string") {
      this.#number[0] = Number(value);
      return;
    }
    if (value.length > MAX_COMMAND_TEXT) {
      throw new RangeError(
        `Cannot send a text as it must be at most ${MAX_COMMAND_TEXT} code units long: ` +
          `current value is ${value.length} long`,
      );
    }
    this.#words[TEXT_LENGTH] = value.length;
    for (let i = 0; i < value.length; i++) this.#words[TEXT + i] = value.charCodeAt(i);
  }

  #readValue(): ParameterValue {
    const type = TYPES[this.#words[TYPE]];
    if (type === "number") return this.#number[0];
    if (type === "boolean") return this.#number[0] === 1;
    return String.fromCharCode(...this.#words.subarray(TEXT, TEXT + this.#words[TEXT_LENGTH]));
  }
}

function modeIndex(mode: Mode): number {
  const index = MODE_NAMES.indexOf(mode);
  if (index < 0) throw new RangeError(`Cannot take "${mode}" as no mode is called that`);
  return index;
}

function slotsOf(ring: CommandRing): CommandSlot[] {
  return Array.from({ length: COMMAND_SLOTS }, (_, index) => new CommandSlot(ring, index));
}

/** The one sender of a ring. */
export class CommandSender {
  readonly #counts: Int32Array<SharedArrayBuffer>;
  readonly #slots: CommandSlot[];

  constructor(ring: CommandRing) {
    this.#counts = countsOf(ring);
    this.#slots = slotsOf(ring);
  }

  /** Whether as many commands wait as there is room for. */
  get full(): boolean {
    return ((this.#counts[SENT] - Atomics.load(this.#counts, RECEIVED)) | 0) >= COMMAND_SLOTS;
  }

  /**
   * Sends a command and wakes the receiver.
   *
   * @throws {RangeError} The ring is full, no parameter or mode is called that, or the text is too
   * long; nothing is sent.
   */
  send(command: Command): void {
    if (this.full) {
      throw new RangeError(
        `Cannot send "${command.kind}" as fewer than ${COMMAND_SLOTS} commands must be waiting: ` +
          `current value is ${COMMAND_SLOTS}`,
      );
    }
    const sent = this.#counts[SENT];
    this.#slots[sent & (COMMAND_SLOTS - 1)].write(command);
    Atomics.store(this.#counts, SENT, (sent + 1) | 0);
    Atomics.notify(this.#counts, SENT);
  }
}

/**
 * The one receiver of a ring. Is what wakes a sleep, see Wake in clock/: the word `words[index]`
 * differs from `expected` as long as there are commands to receive.
 */
export class CommandReceiver {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly index = SENT;
  readonly #slots: CommandSlot[];

  constructor(ring: CommandRing) {
    this.words = countsOf(ring);
    this.#slots = slotsOf(ring);
  }

  /** Commands received so far, modulo 2^32. */
  get expected(): number {
    return this.words[RECEIVED];
  }

  /** The oldest command not yet received; `undefined` when there is none now. */
  receive(): Command | undefined {
    const received = this.words[RECEIVED];
    if (Atomics.load(this.words, SENT) === received) return undefined;
    const command = this.#slots[received & (COMMAND_SLOTS - 1)].read();
    Atomics.store(this.words, RECEIVED, (received + 1) | 0);
    return command;
  }
}
