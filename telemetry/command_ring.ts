import type { Command } from "./command.ts";
import { exactJson, parseExactJson } from "./exact_json.ts";
import { MODE_NAMES } from "./modes.ts";
import { PARAMETERS } from "./parameters.ts";

/**
 * Bytes of the commands that may wait to be heard: a rules file of the longest kind, and every
 * parameter set four times over. A power of two.
 */
export const COMMAND_BYTES = 1 << 19;

/** Room for any command but one with a long text, bytes. */
const SHORT = 256;

/** Shared memory that carries commands from one thread to another; can be posted to a Worker. */
export interface CommandRing {
  readonly memory: SharedArrayBuffer;
}

/** Bytes sent and bytes received, both modulo 2^32. */
const SENT = 0;
const RECEIVED = 1;
const HEADER_BYTES = 64;

/** Bytes of the length before each command. */
const LENGTH_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** Memory for a ring. */
export function createCommandRing(): CommandRing {
  return { memory: new SharedArrayBuffer(HEADER_BYTES + COMMAND_BYTES) };
}

function countsOf({ memory }: CommandRing): Int32Array<SharedArrayBuffer> {
  return new Int32Array(memory, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
}

/** Bytes one after the other in shared memory, from the end back to the start. */
class RingBytes {
  readonly #bytes: Uint8Array<SharedArrayBuffer>;

  constructor({ memory }: CommandRing) {
    this.#bytes = new Uint8Array(memory, HEADER_BYTES, COMMAND_BYTES);
  }

  /** @param at Bytes before the first one, modulo 2^32. */
  write(at: number, bytes: Uint8Array): void {
    const start = at & (COMMAND_BYTES - 1);
    const first = bytes.subarray(0, COMMAND_BYTES - start);
    this.#bytes.set(first, start);
    this.#bytes.set(bytes.subarray(first.length), 0);
  }

  /** @param at Bytes before the first one, modulo 2^32. */
  read(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    const start = at & (COMMAND_BYTES - 1);
    const first = this.#bytes.subarray(start, start + length);
    bytes.set(first);
    bytes.set(this.#bytes.subarray(0, length - first.length), first.length);
    return bytes;
  }
}

/** A command behind its length, as JSON. */
function encode(command: Command): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(exactJson(command));
  const record = new Uint8Array(LENGTH_BYTES + bytes.length);
  new DataView(record.buffer).setInt32(0, bytes.length);
  record.set(bytes, LENGTH_BYTES);
  return record;
}

function decode(bytes: Uint8Array<ArrayBuffer>): Command {
  return parseExactJson(new TextDecoder().decode(bytes)) as Command;
}

function check(command: Command): void {
  if (command.kind === "set" && !PARAMETERS.some(({ name }) => name === command.parameter)) {
    throw new RangeError(`Cannot set "${command.parameter}" as no parameter is called that`);
  }
  if (command.kind === "mode" && !MODE_NAMES.includes(command.mode)) {
    throw new RangeError(`Cannot take "${command.mode}" as no mode is called that`);
  }
}

/** The one sender of a ring. */
export class CommandSender {
  readonly #counts: Int32Array<SharedArrayBuffer>;
  readonly #bytes: RingBytes;

  constructor(ring: CommandRing) {
    this.#counts = countsOf(ring);
    this.#bytes = new RingBytes(ring);
  }

  /** Whether so much waits that not even a short command has room. */
  get full(): boolean {
    return this.#room < SHORT;
  }

  get #room(): number {
    const waiting = (this.#counts[SENT] - Atomics.load(this.#counts, RECEIVED)) | 0;
    return COMMAND_BYTES - waiting;
  }

  /** Whether the command after which so many bytes had been sent was received. */
  isReceived(end: number): boolean {
    return ((end - Atomics.load(this.#counts, RECEIVED)) | 0) <= 0;
  }

  /**
   * Sends a command and wakes the receiver.
   *
   * @returns Bytes sent so far, modulo 2^32, for {@linkcode CommandSender.isReceived}.
   * @throws {RangeError} There is no room for it, or no parameter or mode is called that; nothing
   * is sent.
   */
  send(command: Command): number {
    check(command);
    const record = encode(command);
    if (record.length > this.#room) {
      throw new RangeError(
        `Cannot send "${command.kind}" as it must have at most ${this.#room} bytes, the room ` +
          `that is left: current value has ${record.length}`,
      );
    }
    const sent = this.#counts[SENT];
    this.#bytes.write(sent, record);
    const end = (sent + record.length) | 0;
    Atomics.store(this.#counts, SENT, end);
    Atomics.notify(this.#counts, SENT);
    return end;
  }
}

/**
 * The one receiver of a ring. Is what wakes a sleep, see Wake in clock/: the word `words[index]`
 * differs from `expected` as long as there are commands to receive.
 */
export class CommandReceiver {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly index = SENT;
  readonly #bytes: RingBytes;

  constructor(ring: CommandRing) {
    this.words = countsOf(ring);
    this.#bytes = new RingBytes(ring);
  }

  /** Bytes received so far, modulo 2^32. */
  get expected(): number {
    return this.words[RECEIVED];
  }

  /** Bytes of the commands that have not been received. */
  get waiting(): number {
    return (Atomics.load(this.words, SENT) - this.words[RECEIVED]) | 0;
  }

  /** The oldest command not yet received; `undefined` when there is none now. */
  receive(): Command | undefined {
    if (this.waiting === 0) return undefined;
    const received = this.words[RECEIVED];
    const head = this.#bytes.read(received, LENGTH_BYTES);
    const length = new DataView(head.buffer).getInt32(0);
    const command = decode(this.#bytes.read(received + LENGTH_BYTES, length));
    Atomics.store(this.words, RECEIVED, (received + LENGTH_BYTES + length) | 0);
    return command;
  }
}
