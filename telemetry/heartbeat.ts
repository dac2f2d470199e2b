/** Shared memory in which a thread counts that it lives; can be posted to a Worker. */
export type Heartbeat = Int32Array<SharedArrayBuffer>;

/** A heart that has not beaten. */
export function createHeartbeat(): Heartbeat {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** The thread says that it lives. To be called several times a second. */
export function beat(heart: Heartbeat): void {
  Atomics.add(heart, 0, 1);
}
