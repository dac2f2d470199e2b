/**
 * Moments of a run, kept in shared memory, from which another thread can go on.
 *
 * @module
 */

import type { PlantParameters } from "../engine/mod.ts";
import type { FaultsState } from "./plant_faults.ts";
import type { WatchMemory } from "./plant_watch.ts";
import { type Column, exactJson, parseExactJson, type Stepping } from "../telemetry/mod.ts";

/**
 * Bytes of the largest checkpoint: the snapshot of a plant with 500 floaters and the longest
 * history has 0.11 MB, what the alarms of the longest rules look back on 2.9 MB. What is never
 * written to takes no memory.
 */
const CHECKPOINT_BYTES = 1 << 22;

/** How far a plant that went back has come since. */
export interface RollbackState {
  /** How often in a row it went back. */
  readonly inRow: number;
  /** When it failed last, s; -Infinity for never. */
  readonly failedAt: number;
}

/** A moment of a run, at a step of its grid. */
export interface Checkpoint extends Stepping {
  /** All that decides how the plant goes on. */
  readonly snapshot: Uint8Array;
  /** Parameters in force. */
  readonly parameters: PlantParameters;
  readonly fps: number;
  readonly speed: number;
  readonly isHeld: boolean;
  /** When it is, s of simulated time: so many steps after the origin of the grid, s. */
  readonly time: number;
  readonly origin: number;
  readonly step: number;
  readonly rollback: RollbackState;
  readonly faults: FaultsState;
  /** Alarms and qualities, as they have been told. */
  readonly watch: WatchMemory;
  /** Frames that had been sent, and the simulated time of the last, s; NaN for none. */
  readonly frames: number;
  readonly shownTime: number;
}

/** Shared memory with the newest checkpoint of a run; can be posted to a Worker. */
export interface CheckpointBoard {
  readonly memory: SharedArrayBuffer;
}

/** How many were written: the newest lies in the second place when that is even. */
const WRITTEN = 0;
const HEADER_BYTES = 64;
/** At the start of a place: bytes of the text, and of the columns behind it. */
const LENGTHS_BYTES = 2 * Uint32Array.BYTES_PER_ELEMENT;

/** Memory without a checkpoint. */
export function createCheckpointBoard(): CheckpointBoard {
  return { memory: new SharedArrayBuffer(HEADER_BYTES + 2 * CHECKPOINT_BYTES) };
}

function wordsOf({ memory }: CheckpointBoard): Int32Array<SharedArrayBuffer> {
  return new Int32Array(memory, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
}

/** The place of a checkpoint by its number: lengths, and the bytes that follow them. */
function placeOf({ memory }: CheckpointBoard, number: number) {
  const start = HEADER_BYTES + (number & 1) * CHECKPOINT_BYTES;
  return {
    lengths: new Uint32Array(memory, start, 2),
    bytes: new Uint8Array(memory, start + LENGTHS_BYTES, CHECKPOINT_BYTES - LENGTHS_BYTES),
  };
}

/**
 * Writes a checkpoint over the last but one: whenever the thread ends, the newest is whole.
 *
 * @throws {RangeError} It has more bytes than there is room for.
 */
export function writeCheckpoint(board: CheckpointBoard, checkpoint: Checkpoint): void {
  const columns: Column[] = [];
  const text = new TextEncoder().encode(exactJson(checkpoint, columns));
  const number = (wordsOf(board)[WRITTEN] + 1) | 0;
  const { lengths, bytes } = placeOf(board, number);
  const length = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (text.length + length > bytes.length) {
    throw new RangeError(
      `Cannot keep a checkpoint as it must have at most ${bytes.length} bytes: ` +
        `current value is ${text.length + length}`,
    );
  }
  lengths[0] = text.length;
  lengths[1] = length;
  bytes.set(text);
  let at = text.length;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  Atomics.store(wordsOf(board), WRITTEN, number);
}

/** The newest checkpoint, once no thread writes any more; `undefined` when there is none. */
export function readCheckpoint(board: CheckpointBoard): Checkpoint | undefined {
  const number = Atomics.load(wordsOf(board), WRITTEN);
  if (number === 0) return undefined;
  const { lengths: [textLength, length], bytes } = placeOf(board, number);
  const text = new TextDecoder().decode(bytes.slice(0, textLength));
  const columns = bytes.subarray(textLength, textLength + length);
  return parseExactJson(text, columns) as Checkpoint;
}
