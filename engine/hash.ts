/**
 * Hash of bytes as 16 hexadecimal digits: two lanes of Murmur3's 32-bit mixing with different
 * seeds. For telling states apart, not for security. Source: Appleby, MurmurHash3, 2011.
 */
export function hashBytes(bytes: Uint8Array): string {
  return [0x9747b28c, 0x3c6ef372].map((seed) => hex(murmur(bytes, seed))).join("");
}

/** 32-bit hash of bytes. */
export function murmur(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = seed | 0;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    hash ^= mixBlock(view.getUint32(i, true));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64 | 0;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i];
  if (bytes.length > whole) hash ^= mixBlock(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixBlock(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
