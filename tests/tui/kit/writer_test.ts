import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { Cells } from "../../../tui/kit/mod.ts";
import { ScreenWriter } from "../../../tui/kit/writer.ts";
import { assertShows, Emulator } from "./emulator.ts";

/** A terminal that takes bytes when the test lets it. */
class SlowOutput {
  readonly taken: Uint8Array[] = [];
  #waiting: { bytes: Uint8Array; resolve: (n: number) => void; reject: (e: Error) => void }[] = [];

  readonly write = (bytes: Uint8Array): Promise<number> =>
    new Promise((resolve, reject) => this.#waiting.push({ bytes, resolve, reject }));

  get inFlight(): number {
    return this.#waiting.length;
  }

  /** Takes at most `count` bytes of what is being written, and lets the writer go on. */
  async take(count = Infinity): Promise<void> {
    const next = this.#waiting.shift();
    if (!next) return;
    const part = next.bytes.slice(0, count);
    this.taken.push(part);
    next.resolve(part.length);
    await settle();
  }

  async takeAll(): Promise<void> {
    while (this.inFlight > 0) await this.take();
  }

  async refuse(error: Error): Promise<void> {
    this.#waiting.shift()?.reject(error);
    await settle();
  }

  get text(): string {
    const decoder = new TextDecoder();
    return this.taken.map((bytes) => decoder.decode(bytes, { stream: true })).join("");
  }
}

/** Lets every promise that can go on do so. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

async function openWriter(output: SlowOutput, failed: (error: unknown) => void = () => {}) {
  const writer = new ScreenWriter(output.write, { colors: "truecolor", failed });
  writer.open("<enter>");
  await settle();
  return writer;
}

Deno.test("screens shown while one is written are dropped but for the newest", async () => {
  const output = new SlowOutput();
  const writer = await openWriter(output);
  await output.take();
  const cells = new Cells(10, 1);
  for (let frame = 0; frame < 100; frame++) {
    cells.clear();
    cells.write(0, 0, `frame ${frame}`);
    writer.show(cells);
    await settle();
    equal(output.inFlight, 1);
  }
  await output.takeAll();
  equal(writer.busy, false);
  equal(output.taken.length, 3);
  ok(output.text.includes("frame 0"));
  ok(output.text.includes("99") && !output.text.includes("50"));
});

Deno.test("whatever is dropped and however it is taken, the terminal ends up right", async () => {
  const frame = fc.record({
    text: fc.string({ maxLength: 8 }),
    x: fc.nat(8),
    y: fc.nat(2),
    clear: fc.boolean(),
    taken: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 12 }), async (frames) => {
      const output = new SlowOutput();
      const writer = await openWriter(output);
      const cells = new Cells(10, 3);
      for (const { text, x, y, clear, taken } of frames) {
        if (clear) cells.clear();
        cells.write(x, y, text);
        writer.show(cells);
        await settle();
        for (const count of taken) await output.take(count);
      }
      writer.show(cells);
      await settle();
      await output.takeAll();
      const emulator = new Emulator(10, 3);
      await emulator.write(output.text.replace("<enter>", ""));
      assertShows(emulator, cells, "truecolor");
    }),
    { seed: 2, numRuns: 60, endOnFailure: true },
  );
});

Deno.test("closing waits for what is on its way and takes no more screens", async () => {
  const output = new SlowOutput();
  const writer = await openWriter(output);
  const cells = new Cells(4, 1);
  cells.write(0, 0, "one");
  writer.show(cells);
  const closed = writer.close("<leave>");
  writer.show(cells);
  await output.takeAll();
  equal(await closed, true);
  equal(output.text, "<enter><leave>");
});

Deno.test("opened again, the first screen is written whole", async () => {
  const output = new SlowOutput();
  const writer = await openWriter(output);
  const cells = new Cells(4, 1);
  cells.write(0, 0, "one");
  writer.show(cells);
  await output.takeAll();
  void writer.close("<leave>");
  writer.open("<again>");
  writer.show(cells);
  await settle();
  await output.takeAll();
  const screen = "\x1b[?2026h\x1b[m\x1b[H\x1b[2Jone\x1b[?2026l";
  equal(output.text, `<enter>${screen}<leave><again>${screen}`);
});

Deno.test("a terminal that refuses is reported once and not written to again", async () => {
  const output = new SlowOutput();
  const failures: unknown[] = [];
  const writer = await openWriter(output, (error) => failures.push(error));
  const refusal = new Error("Input/output error");
  await output.refuse(refusal);
  writer.show(new Cells(1, 1));
  await settle();
  deepEqual(failures, [refusal]);
  deepEqual([output.inFlight, writer.busy], [0, false]);
  const closed = writer.close("<leave>");
  await settle();
  await output.refuse(refusal);
  equal(await closed, false);
});
