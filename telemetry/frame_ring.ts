import { FLOATER_COLUMNS } from "../engine/terms/mod.ts";
import { type Frame, type Status, STATUSES } from "./frame.ts";
import { copyQuality, type FrameQuality } from "./quality.ts";

/** Frames that may be under way at once: 2 s at 30 frames per second. A power of two. */
export const FRAME_SLOTS = 64;

/** Most floaters a plant can have, as in the parameter dictionary. */
export const MAX_FLOATERS = 500;

/** Size of a {@linkcode FrameRing}. */
export interface FrameRingShape {
  /** Values in a frame. */
  readonly channelCount: number;
  /** Most floaters a frame can carry. */
  readonly maxFloaters: number;
  /** Frames that may be under way at once; a power of two. */
  readonly slots: number;
}

/** Shared memory that carries frames from one thread to another; can be posted to a Worker. */
export interface FrameRing {
  readonly shape: FrameRingShape;
  /** Words of both sides, then `slots` slots of numbers, see {@linkcode slotLength}. */
  readonly memory: SharedArrayBuffer;
}

/**
 * Room for one frame, lent to the writer between `reserve` and `commit`. Shapes: values
 * [channelCount], floaters [maxFloaters x FLOATER_COLUMNS], of which `floaterCount` rows are sent.
 */
export interface FrameSlot {
  /** The number after the last; a relay writes the number of the frame it passes on over it. */
  frameId: number;
  timestamp: number;
  simulationTime: number;
  status: Status;
  readonly values: Float64Array<SharedArrayBuffer>;
  readonly quality: FrameQuality;
  floaterCount: number;
  readonly floaters: Float64Array<SharedArrayBuffer>;
}

/** What a writer does when every slot is taken: give the frame up, or sleep until one is free. */
export type WhenFull = "drop" | "wait";

/** Frames committed and frames released, both modulo 2^32. */
const WRITTEN = 0;
const RELEASED = 1;
/** 1 once the writer has ended, or the reader has closed, the ring. */
const ENDED = 2;
const CLOSED = 3;
/** Frames given up since the start. */
const DROPPED = 4;
/** Counted up whenever the reader, or the writer, has reason to look again. */
const FOR_READER = 5;
const FOR_WRITER = 6;
/** Bytes of the words above, rounded up to a cache line. */
const HEADER_BYTES = 64;

/** Numbers at the start of a slot. */
const FRAME_ID = 0;
const TIMESTAMP = 1;
const SIMULATION_TIME = 2;
const STATUS = 3;
const FLOATER_COUNT = 4;
const STALE = 5;
const BAD = 6;
const HEAD_LENGTH = 7;

const COLUMNS = FLOATER_COLUMNS.length;

/**
 * Memory for a ring.
 *
 * @throws {RangeError} `slots` is no power of two.
 */
export function createFrameRing(shape: FrameRingShape): FrameRing {
  const { slots } = shape;
  if (!(slots >= 1 && Math.log2(slots) % 1 === 0)) {
    throw new RangeError(
      `Cannot carry frames as slots must be a power of two: current value is ${slots}`,
    );
  }
  const bytes = HEADER_BYTES + slots * slotLength(shape) * Float64Array.BYTES_PER_ELEMENT;
  return { shape, memory: new SharedArrayBuffer(bytes) };
}

/** Numbers in a slot. */
function slotLength({ channelCount, maxFloaters }: FrameRingShape): number {
  return HEAD_LENGTH + 3 * channelCount + maxFloaters * COLUMNS + qualityLength(channelCount);
}

/** Numbers in a slot that quality and reason of every channel, a byte each, take the room of. */
function qualityLength(channelCount: number): number {
  return Math.ceil(2 * channelCount / Float64Array.BYTES_PER_ELEMENT);
}

function wordsOf({ memory }: FrameRing): Int32Array<SharedArrayBuffer> {
  return new Int32Array(memory, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
}

/** Views of one slot. */
class SlotMemory {
  readonly head: Float64Array<SharedArrayBuffer>;
  readonly values: Float64Array<SharedArrayBuffer>;
  readonly floaters: Float64Array<SharedArrayBuffer>;
  readonly quality: FrameQuality;

  constructor({ shape, memory }: FrameRing, index: number) {
    const length = slotLength(shape);
    const start = HEADER_BYTES + index * length * Float64Array.BYTES_PER_ELEMENT;
    const all = new Float64Array(memory, start, length);
    const valuesEnd = HEAD_LENGTH + shape.channelCount;
    this.head = all.subarray(0, HEAD_LENGTH);
    this.values = all.subarray(HEAD_LENGTH, valuesEnd);
    const goodEnd = valuesEnd + 2 * shape.channelCount;
    const floatersEnd = goodEnd + shape.maxFloaters * COLUMNS;
    this.floaters = all.subarray(goodEnd, floatersEnd);
    const bytes = new Uint8Array(memory, all.byteOffset + floatersEnd * all.BYTES_PER_ELEMENT);
    this.quality = {
      stale: 0,
      bad: 0,
      quality: bytes.subarray(0, shape.channelCount),
      reason: bytes.subarray(shape.channelCount, 2 * shape.channelCount),
      goodAt: all.subarray(valuesEnd, valuesEnd + shape.channelCount),
      goodValue: all.subarray(valuesEnd + shape.channelCount, goodEnd),
    };
  }
}

function slotsOf<Slot>(ring: FrameRing, create: (memory: SlotMemory) => Slot): Slot[] {
  return Array.from(
    { length: ring.shape.slots },
    (_, index) => create(new SlotMemory(ring, index)),
  );
}

/** Tells a sleeping thread that the counter at `word` moved on. */
function signal(words: Int32Array<SharedArrayBuffer>, word: number): void {
  Atomics.add(words, word, 1);
  Atomics.notify(words, word);
}

class WriterSlot implements FrameSlot {
  readonly #memory: SlotMemory;
  readonly values: Float64Array<SharedArrayBuffer>;
  readonly floaters: Float64Array<SharedArrayBuffer>;
  readonly quality: FrameQuality;
  frameId = NaN;
  timestamp = NaN;
  simulationTime = NaN;
  status: Status = "starting";
  floaterCount = 0;

  constructor(memory: SlotMemory) {
    this.#memory = memory;
    this.quality = memory.quality;
    this.values = memory.values;
    this.floaters = memory.floaters;
  }

  store(): void {
    const { head } = this.#memory;
    head[FRAME_ID] = this.frameId;
    head[TIMESTAMP] = this.timestamp;
    head[SIMULATION_TIME] = this.simulationTime;
    head[STATUS] = STATUSES.indexOf(this.status);
    head[FLOATER_COUNT] = this.floaterCount;
    head[STALE] = this.quality.stale;
    head[BAD] = this.quality.bad;
  }
}

/** The one writer of a ring, in a thread that may sleep. Allocates nothing per frame. */
export class FrameWriter {
  /** Most floaters a frame can carry. */
  readonly maxFloaters: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #slots: WriterSlot[];
  #frameId: number;

  /** @param firstFrameId Number of the first frame. */
  constructor(ring: FrameRing, firstFrameId = 0) {
    this.#frameId = firstFrameId;
    this.maxFloaters = ring.shape.maxFloaters;
    this.#words = wordsOf(ring);
    this.#slots = slotsOf(ring, (memory) => new WriterSlot(memory));
  }

  /** Number of the next frame. */
  get nextFrameId(): number {
    return this.#frameId;
  }

  /** Frames that the reader has not released. */
  get waiting(): number {
    return (this.#words[WRITTEN] - Atomics.load(this.#words, RELEASED)) | 0;
  }

  /** Whether the reader takes no more frames. */
  get closed(): boolean {
    return Atomics.load(this.#words, CLOSED) === 1;
  }

  /**
   * The slot of the next frame. A frame that is given up was never sampled, so that frame ids stay
   * without gaps; it is counted.
   *
   * @returns `undefined` when the frame is given up, or the reader has closed the ring.
   */
  reserve(whenFull: WhenFull): FrameSlot | undefined {
    for (;;) {
      const seen = Atomics.load(this.#words, FOR_WRITER);
      if (this.closed) return undefined;
      if (this.waiting < this.#slots.length) {
        const slot = this.#slots[this.#words[WRITTEN] & (this.#slots.length - 1)];
        slot.frameId = this.#frameId;
        return slot;
      }
      if (whenFull === "drop") {
        Atomics.add(this.#words, DROPPED, 1);
        return undefined;
      }
      Atomics.wait(this.#words, FOR_WRITER, seen);
    }
  }

  /** Sends the frame in the slot last reserved. */
  commit(): void {
    const written = this.#words[WRITTEN];
    const slot = this.#slots[written & (this.#slots.length - 1)];
    slot.store();
    this.#frameId = slot.frameId + 1;
    Atomics.store(this.#words, WRITTEN, (written + 1) | 0);
    signal(this.#words, FOR_READER);
  }

  /**
   * Sends a copy of a frame under its own number, unless every slot is taken.
   *
   * @returns Whether it was sent; otherwise it is counted as dropped.
   */
  relay(frame: Frame): boolean {
    const slot = this.reserve("drop");
    if (slot === undefined) return false;
    slot.frameId = frame.frameId;
    slot.timestamp = frame.timestamp;
    slot.simulationTime = frame.simulationTime;
    slot.status = frame.status;
    slot.values.set(frame.values);
    if (frame.quality) copyQuality(frame.quality, slot.quality);
    else slot.quality.stale = slot.quality.bad = 0;
    slot.floaters.set(frame.floaters);
    slot.floaterCount = frame.floaterCount;
    this.commit();
    return true;
  }

  /** Says that no more frames will come. */
  end(): void {
    Atomics.store(this.#words, ENDED, 1);
    signal(this.#words, FOR_READER);
  }
}

/** A frame as it lies in a slot. */
class LentFrame implements Frame {
  readonly #memory: SlotMemory;
  readonly values: Float64Array<SharedArrayBuffer>;
  floaters: Float64Array<SharedArrayBuffer>;
  readonly quality: FrameQuality;
  frameId = NaN;
  timestamp = NaN;
  simulationTime = NaN;
  status: Status = "starting";
  floaterCount = 0;

  constructor(memory: SlotMemory) {
    this.#memory = memory;
    this.quality = memory.quality;
    this.values = memory.values;
    this.floaters = memory.floaters.subarray(0, 0);
  }

  load(): void {
    const { head, floaters } = this.#memory;
    this.frameId = head[FRAME_ID];
    this.timestamp = head[TIMESTAMP];
    this.simulationTime = head[SIMULATION_TIME];
    this.status = STATUSES[head[STATUS]];
    this.quality.stale = head[STALE];
    this.quality.bad = head[BAD];
    if (this.floaterCount === head[FLOATER_COUNT]) return;
    this.floaterCount = head[FLOATER_COUNT];
    this.floaters = floaters.subarray(0, this.floaterCount * COLUMNS);
  }
}

/** The one reader of a ring, in a thread with an event loop. Lends frames without copying them. */
export class FrameReader implements Disposable {
  readonly #ring: FrameRing;
  /** Frames that count, modulo 2^32, once no more do. */
  #sealedAt: number | undefined;
  readonly #words: Int32Array<SharedArrayBuffer>;
  /** Ends the wait for an arrival at once. */
  #wake: () => void = () => {};
  readonly #frames: LentFrame[];

  constructor(ring: FrameRing) {
    this.#ring = ring;
    this.#words = wordsOf(ring);
    this.#frames = slotsOf(ring, (memory) => new LentFrame(memory));
  }

  /** Frames the writer gave up because every slot was taken. */
  get dropped(): number {
    return Atomics.load(this.#words, DROPPED);
  }

  /** Whether every slot is taken, so that a writer may be waiting. */
  get full(): boolean {
    return ((this.#sent - this.#words[RELEASED]) | 0) >= this.#frames.length;
  }

  /** Number and simulated time, s, of the newest frame sent; nothing before the first. */
  get newest(): { readonly frameId: number; readonly simulationTime: number } | undefined {
    const sent = this.#sent;
    if (sent === 0) return undefined;
    const { head } = new SlotMemory(this.#ring, (sent - 1) & (this.#frames.length - 1));
    return { frameId: head[FRAME_ID], simulationTime: head[SIMULATION_TIME] };
  }

  /** Frames that were sent, of those that count, modulo 2^32. */
  get #sent(): number {
    return this.#sealedAt ?? Atomics.load(this.#words, WRITTEN);
  }

  /** The oldest frame not yet released, lent until it is; `undefined` when there is none now. */
  peek(): Frame | undefined {
    const released = this.#words[RELEASED];
    if (this.#sent === released) return undefined;
    const frame = this.#frames[released & (this.#frames.length - 1)];
    frame.load();
    return frame;
  }

  /** Gives the slot of the frame last peeked at back to the writer. */
  release(): void {
    const released = (this.#words[RELEASED] + 1) | 0;
    Atomics.store(this.#words, RELEASED, released);
    // A writer that waits is woken when half is free, not once for every frame.
    const taken = (Atomics.load(this.#words, WRITTEN) - released) | 0;
    if (taken <= this.#frames.length / 2) signal(this.#words, FOR_WRITER);
  }

  /** Resolves with true when there is a frame to peek at, with false when none will come. */
  async arrival(): Promise<boolean> {
    for (;;) {
      const seen = Atomics.load(this.#words, FOR_READER);
      const isSealed = this.#sealedAt !== undefined;
      if (!isSealed && Atomics.load(this.#words, CLOSED) === 1) return false;
      if (this.#sent !== this.#words[RELEASED]) return true;
      if (isSealed) return false;
      if (Atomics.load(this.#words, ENDED) === 1) return false;
      const waiting = Atomics.waitAsync(this.#words, FOR_READER, seen);
      if (!waiting.async) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        waiting.value.then(() => resolve());
      });
    }
  }

  /** Takes the frames sent so far and no more, whatever the writer does. */
  seal(): void {
    this.#sealedAt = Atomics.load(this.#words, WRITTEN);
    this.#close();
  }

  /** Takes no more frames: wakes a writer that waits, and whoever awaits an arrival. */
  [Symbol.dispose](): void {
    this.#sealedAt = undefined;
    this.#close();
  }

  #close(): void {
    Atomics.store(this.#words, CLOSED, 1);
    signal(this.#words, FOR_WRITER);
    signal(this.#words, FOR_READER);
    // Without the thread that writes nothing keeps this one alive until Atomics.waitAsync is woken.
    this.#wake();
  }
}
