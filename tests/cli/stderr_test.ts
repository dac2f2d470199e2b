import assert from "node:assert/strict";
import { Stderr } from "../../cli/stderr.ts";
import { FakeWorld } from "./fake_world.ts";

/** Whoever reads stderr, a few bytes at a time, when they are let to. */
class Reader {
  text = "";
  #taken = Promise.withResolvers<void>();
  isStalled = false;

  readonly write = async (bytes: Uint8Array): Promise<number> => {
    if (this.isStalled) await this.#taken.promise;
    const part = bytes.subarray(0, 7);
    this.text += new TextDecoder().decode(part);
    return part.length;
  };

  goOn(): void {
    this.isStalled = false;
    this.#taken.resolve();
  }
}

Deno.test("stderr: what is said arrives whole and in order", async () => {
  const reader = new Reader();
  const stderr = new Stderr(reader.write);
  const lines = Array.from({ length: 50 }, (_, i) => `kpp: line ${i}\n`);
  for (const line of lines) stderr.add(line);
  await stderr.flushed(new FakeWorld({ isTimeless: true }).time, 1);
  assert.equal(reader.text, lines.join(""));
});

Deno.test("stderr: nobody waits for a reader that is stalled", async () => {
  const reader = new Reader();
  reader.isStalled = true;
  const stderr = new Stderr(reader.write);
  const line = `${"x".repeat(999)}\n`;
  for (let i = 0; i < 100; i++) stderr.add(line);
  await stderr.flushed(new FakeWorld().time, 0.25);
  assert.equal(reader.text, "");
  reader.goOn();
  const time = new FakeWorld({ isTimeless: true }).time;
  await stderr.flushed(time, 1);
  stderr.add("kpp: the last\n");
  await stderr.flushed(time, 1);
  const whole = reader.text.match(/x{999}\n/g)!.length;
  assert.ok(whole > 60 && whole < 100);
  assert.ok(reader.text.endsWith(`kpp: ${100 - whole} messages were left out\nkpp: the last\n`));
});

Deno.test("stderr: a reader that is gone is nobody's failure", async () => {
  const stderr = new Stderr(() => Promise.reject(new Deno.errors.BrokenPipe("gone")));
  stderr.add("kpp: anybody?\n");
  await stderr.flushed(new FakeWorld({ isTimeless: true }).time, 1);
});
