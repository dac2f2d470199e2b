import { deepEqual, equal, ok } from "node:assert/strict";
import {
  Cells,
  type DeviceEvents,
  type EndSignal,
  type GuardOptions,
  type KeyEvent,
  type Size,
  type TerminalDevice,
  TerminalGuard,
} from "../../../tui/kit/mod.ts";

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l";
const LEAVE = "\x1b[?2026l\x1b[?7h\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l";

/** A terminal that notes down what is done to it, in order. */
class NotedDevice implements TerminalDevice {
  readonly log: string[] = [];
  hasKeys = true;
  stalled = false;
  events: DeviceEvents | null = null;
  continuation: Promise<void> = Promise.resolve();
  dimensions: Size = { width: 20, height: 2 };
  #reader = Promise.withResolvers<Uint8Array | null>();

  read(buffer: Uint8Array): Promise<number | null> {
    return this.#reader.promise.then((bytes) => {
      this.#reader = Promise.withResolvers();
      if (bytes) buffer.set(bytes);
      return bytes && bytes.length;
    });
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.stalled) return new Promise(() => {});
    this.log.push(new TextDecoder().decode(bytes));
    return Promise.resolve(bytes.length);
  }

  writeSync(bytes: Uint8Array): void {
    this.log.push(`sync ${new TextDecoder().decode(bytes)}`);
  }

  setRaw(raw: boolean): void {
    this.log.push(raw ? "raw" : "cooked");
  }

  size(): Size {
    return this.dimensions;
  }

  listen(events: DeviceEvents): Disposable {
    this.events = events;
    return { [Symbol.dispose]: () => this.events = null };
  }

  stop(): Promise<void> {
    this.log.push("stop");
    return this.continuation;
  }

  /** Keys as bytes, null for the end of file. */
  async type(keys: string | null): Promise<void> {
    this.#reader.resolve(keys === null ? null : new TextEncoder().encode(keys));
    await settle();
  }

  async hangUp(): Promise<void> {
    this.#reader.reject(Object.assign(new Error("Input/output error"), { code: "EIO" }));
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

/** A guard on a noted device, with sleeps that end when the test says so. */
async function enter(device: NotedDevice, more: Partial<GuardOptions> = {}) {
  const keys: string[] = [];
  const sizes: Size[] = [];
  const sleeps: { seconds: number; wake: () => void }[] = [];
  const options: GuardOptions = {
    colors: "mono",
    sleep: (seconds) => new Promise<void>((wake) => sleeps.push({ seconds, wake })),
    key: ({ name, ctrl }: KeyEvent) => keys.push(ctrl ? `ctrl+${name}` : name),
    resized: (size) => sizes.push(size),
    ...more,
  };
  const guard = new TerminalGuard(device, options);
  await settle();
  return { guard, keys, sizes, sleeps };
}

Deno.test("entering and leaving are each other's inverse", async () => {
  const device = new NotedDevice();
  const { guard } = await enter(device);
  const cells = new Cells(20, 2);
  cells.write(0, 0, "hello");
  guard.show(cells);
  await settle();
  await guard.leave();
  const screen = "\x1b[?2026h\x1b[m\x1b[H\x1b[2Jhello\x1b[?2026l";
  deepEqual(device.log, ["raw", ENTER, screen, LEAVE, "cooked"]);
  equal(device.events, null);
  deepEqual(await guard.ended, { reason: "left", restored: true });
  guard.show(cells);
  await guard.leave();
  await settle();
  equal(device.log.length, 5);
  for (const mode of ENTER.matchAll(/\?(\d+)([hl])/g)) {
    const inverse = `?${mode[1]}${mode[2] === "h" ? "l" : "h"}`;
    ok(LEAVE.includes(inverse), inverse);
  }
});

Deno.test("mouse and focus are asked for where somebody takes them, and given back", async () => {
  const device = new NotedDevice();
  const said: string[] = [];
  const { guard, keys } = await enter(device, {
    mouse: ({ button, x, y }) => said.push(`${button}@${x},${y}`),
    focus: (focused) => said.push(focused ? "focus" : "blur"),
  });
  await device.type("a\x1b[<0;3;4M\x1b[O\x1b[I\x1b[<65;1;1M");
  deepEqual(said, ["left@2,3", "blur", "focus", "wheeldown@0,0"]);
  deepEqual(keys, ["a"]);
  await device.type("\x1a");
  await guard.leave();
  const entered = `${ENTER}\x1b[?1000h\x1b[?1006h\x1b[?1004h`;
  const left = `\x1b[?1004l\x1b[?1006l\x1b[?1000l${LEAVE}`;
  const once = ["raw", entered, left, "cooked"];
  deepEqual(device.log, [...once, "stop", ...once]);
  deepEqual(said.slice(4), ["focus"]);
  device.events?.unloading();
  equal(device.log.length, 9);
});

Deno.test("mouse and focus are given back at the last moment too", async () => {
  const device = new NotedDevice();
  await enter(device, { mouse: () => {}, focus: () => {} });
  device.events!.unloading();
  equal(device.log[2], `sync \x1b[?1004l\x1b[?1006l\x1b[?1000l${LEAVE}`);
});

Deno.test("reports of the mouse that nobody asked for are no keys", async () => {
  const device = new NotedDevice();
  const { keys } = await enter(device);
  await device.type("\x1b[<0;3;4M\x1b[O\x1b[Iq");
  deepEqual(keys, ["q"]);
});

Deno.test("await using leaves", async () => {
  const device = new NotedDevice();
  {
    await using _guard = (await enter(device)).guard;
  }
  deepEqual(device.log, ["raw", ENTER, LEAVE, "cooked"]);
});

const signals: readonly EndSignal[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
for (const signal of signals) {
  Deno.test(`${signal} restores, then ends`, async () => {
    const device = new NotedDevice();
    const { guard } = await enter(device);
    device.events!.ended(signal);
    deepEqual(await guard.ended, { reason: "signal", signal, restored: true });
    deepEqual(device.log.slice(2), [LEAVE, "cooked"]);
  });
}

Deno.test("an error that nothing caught restores, then ends with the error", async () => {
  const device = new NotedDevice();
  const { guard } = await enter(device);
  const error = new Error("broken");
  device.events!.faulted(error);
  deepEqual(await guard.ended, { reason: "error", error, restored: true });
  deepEqual(device.log.slice(2), [LEAVE, "cooked"]);
});

Deno.test("an error in the receiver of keys is an error that nothing caught", async () => {
  const device = new NotedDevice();
  const error = new Error("broken");
  const guard = new TerminalGuard(device, {
    colors: "mono",
    sleep: () => new Promise(() => {}),
    key: () => {
      throw error;
    },
    resized: () => {},
  });
  await device.type("a");
  deepEqual(await guard.ended, { reason: "error", error, restored: true });
});

Deno.test("end of file and hang-up mean that the terminal is gone", async () => {
  const ends = [(device: NotedDevice) => device.type(null), (d: NotedDevice) => d.hangUp()];
  for (const end of ends) {
    const device = new NotedDevice();
    const { guard } = await enter(device);
    await end(device);
    deepEqual(await guard.ended, { reason: "gone", restored: true });
  }
});

Deno.test("a stalled terminal is given a quarter of a second and never blocked on", async () => {
  const device = new NotedDevice();
  const { guard, sleeps } = await enter(device);
  device.stalled = true;
  const cells = new Cells(20, 2);
  cells.write(0, 0, "hello");
  guard.show(cells);
  await settle();
  device.events!.ended("SIGTERM");
  await settle();
  equal(sleeps.length, 1);
  equal(sleeps[0].seconds, 0.25);
  device.events!.unloading();
  sleeps[0].wake();
  deepEqual(await guard.ended, { reason: "signal", signal: "SIGTERM", restored: false });
  deepEqual(device.log, ["raw", ENTER]);
});

Deno.test("a program that ends without leaving is restored at the last moment", async () => {
  const device = new NotedDevice();
  await enter(device);
  device.events!.unloading();
  device.events!.unloading();
  deepEqual(device.log.slice(2), [`sync ${LEAVE}`, "cooked"]);
});

Deno.test("a program that ends while the terminal is stalled is not held up", async () => {
  const device = new NotedDevice();
  const { guard } = await enter(device);
  device.stalled = true;
  guard.show(new Cells(20, 2));
  await settle();
  device.events!.unloading();
  deepEqual(device.log, ["raw", ENTER]);
});

Deno.test("Ctrl-Z restores, stops, and enters again with a whole screen", async () => {
  const device = new NotedDevice();
  const { guard, keys, sizes } = await enter(device);
  const cells = new Cells(20, 2);
  cells.write(0, 0, "hello");
  guard.show(cells);
  await settle();
  await device.type("a\x1ab");
  guard.show(cells);
  await settle();
  const screen = "\x1b[?2026h\x1b[m\x1b[H\x1b[2Jhello\x1b[?2026l";
  const stopped = [LEAVE, "cooked", "stop", "raw", ENTER];
  deepEqual(device.log, ["raw", ENTER, screen, ...stopped, screen]);
  deepEqual(keys, ["a"]);
  deepEqual(sizes, [{ width: 20, height: 2 }]);
  await device.type("c");
  deepEqual(keys, ["a", "c"]);
});

Deno.test("Ctrl-Z says so before it stops the program and when it goes on", async () => {
  const device = new NotedDevice();
  const { promise, resolve } = Promise.withResolvers<void>();
  device.continuation = promise;
  const said: boolean[] = [];
  await enter(device, { stopped: (stopped) => said.push(stopped) });
  await device.type("\x1a");
  deepEqual(said, [true]);
  deepEqual(device.log.at(-1), "stop");
  resolve();
  await settle();
  deepEqual(said, [true, false]);
});

Deno.test("asked to end while stopped, it ends without entering again", async () => {
  const device = new NotedDevice();
  const { promise, resolve } = Promise.withResolvers<void>();
  device.continuation = promise;
  const { guard } = await enter(device);
  await device.type("\x1a");
  device.events!.continued();
  device.events!.ended("SIGTERM");
  resolve();
  deepEqual(await guard.ended, { reason: "signal", signal: "SIGTERM", restored: true });
  await settle();
  deepEqual(device.log, ["raw", ENTER, LEAVE, "cooked", "stop"]);
});

Deno.test("Ctrl-Z on a stalled terminal does not stop and does not block", async () => {
  const device = new NotedDevice();
  const { guard, sleeps, keys } = await enter(device);
  device.stalled = true;
  guard.show(new Cells(20, 2));
  await device.type("\x1a");
  sleeps[0].wake();
  await settle();
  await device.type("a\x1ab");
  deepEqual(device.log, ["raw", ENTER]);
  deepEqual(keys, ["a", "b"]);
  equal(sleeps.length, 1);
});

Deno.test("continued from outside, the terminal is taken over again", async () => {
  const device = new NotedDevice();
  const { sizes } = await enter(device);
  device.events!.continued();
  await settle();
  deepEqual(device.log, ["raw", ENTER, "raw", ENTER]);
  equal(sizes.length, 1);
});

Deno.test("a new size is announced and the next screen is whole", async () => {
  const device = new NotedDevice();
  const { guard, sizes } = await enter(device);
  const cells = new Cells(20, 2);
  guard.show(cells);
  await settle();
  device.dimensions = { width: 30, height: 4 };
  device.events!.resized();
  deepEqual(sizes, [{ width: 30, height: 4 }]);
  deepEqual(guard.size, { width: 30, height: 4 });
  guard.show(cells);
  await settle();
  const blank = "\x1b[?2026h\x1b[m\x1b[H\x1b[2J\x1b[?2026l";
  deepEqual(device.log, ["raw", ENTER, blank, blank]);
  guard.repaint();
  guard.show(cells);
  await settle();
  equal(device.log.length, 5);
});

Deno.test("a lone ESC is the key after a while, unless something follows", async () => {
  const device = new NotedDevice();
  const { keys, sleeps } = await enter(device);
  await device.type("\x1b");
  await device.type("[A");
  sleeps[0].wake();
  await settle();
  deepEqual(keys, ["up"]);
  await device.type("\x1b");
  sleeps[1].wake();
  await settle();
  deepEqual(keys, ["up", "escape"]);
  equal(sleeps[1].seconds, 0.05);
  await device.type("\x1b");
  await device.type("[A\x1b");
  sleeps[2].wake();
  await settle();
  deepEqual(keys, ["up", "escape", "up"]);
});

Deno.test("without a keyboard nothing is read and no mode is set", async () => {
  const device = new NotedDevice();
  device.hasKeys = false;
  const { guard } = await enter(device);
  await device.type(null);
  await guard.leave();
  deepEqual(await guard.ended, { reason: "left", restored: true });
  deepEqual(device.log, [ENTER, LEAVE]);
});
