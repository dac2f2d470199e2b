import assert from "node:assert/strict";
import { hashBytes, murmur } from "../../engine/hash.ts";

// MurmurHash3 of 32 bits against vectors of its reference implementation (Appleby, SMHasher).

const UTF_8 = new TextEncoder();

const VECTORS: readonly (readonly [text: string, seed: number, hash: number])[] = [
  ["", 0, 0],
  ["", 1, 0x514e28b7],
  ["a", 0x9747b28c, 0x7fa09ea6],
  ["aa", 0x9747b28c, 0x5d211726],
  ["aaa", 0x9747b28c, 0x283e0130],
  ["aaaa", 0x9747b28c, 0x5a97808a],
  ["test", 0, 0xba6bd213],
  ["Hello, world!", 0x9747b28c, 0x24884cba],
  ["The quick brown fox jumps over the lazy dog", 0x9747b28c, 0x2fa826cd],
];

for (const [text, seed, hash] of VECTORS) {
  Deno.test(`hash: "${text}" with seed ${seed.toString(16)}`, () => {
    assert.equal(murmur(UTF_8.encode(text), seed), hash);
  });
}

Deno.test("hash: bytes are read where their view begins", () => {
  const bytes = UTF_8.encode("....Hello, world!").subarray(4);
  assert.equal(murmur(bytes, 0x9747b28c), 0x24884cba);
});

Deno.test("hash: two lanes of eight digits, leading zeros kept", () => {
  assert.match(hashBytes(UTF_8.encode("aaaa")), /^5a97808a[0-9a-f]{8}$/);
  const hashes = Array.from({ length: 64 }, (_, i) => hashBytes(Uint8Array.of(i)));
  assert.ok(hashes.some((hash) => hash.startsWith("0")), "a lane with a leading zero is met");
  for (const hash of hashes) assert.match(hash, /^[0-9a-f]{16}$/);
  assert.equal(new Set(hashes).size, hashes.length);
});
