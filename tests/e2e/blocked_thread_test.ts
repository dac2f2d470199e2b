import assert from "node:assert/strict";
import { sleep } from "../../bench/pseudo_terminal.ts";
import { failing, has } from "./shell.ts";
import { WatchedTerminal } from "./watched_terminal.ts";

// A dashboard whose plant thread does not answer any more, or is gone: the real program and its
// real threads, on a terminal. A thread that is busy cannot be ended from outside.

const SIZE = { columns: 120, rows: 40 };

/** How the plant thread fails in its first life, after some frames. */
const FAILURES: Readonly<Record<string, { variables: string; args: string }>> = {
  blocked: { variables: "env KPP_PLANT='block&after=150'", args: "" },
  gone: { variables: "", args: "--fault dead-worker::2s" },
};

/** A test of a dashboard whose plant thread is not there, skipped where there is no `script`. */
function test(
  name: string,
  { variables, args }: (typeof FAILURES)[string],
  drive: (terminal: WatchedTerminal) => Promise<void>,
) {
  Deno.test({
    name: `e2e: ${name}`,
    ignore: !has("script"),
    fn: async () => {
      await using terminal = new WatchedTerminal(SIZE, args, failing(variables));
      await terminal.waitFor(isRunning);
      await terminal.waitFor(isStale);
      await drive(terminal);
    },
  });
}

const isRunning = (screen: string) => /● running +\d:\d\d:\d\d\.[1-9]/.test(screen);
const isStale = (screen: string) => ageOn(screen) > 0;
const isHelp = (screen: string) => /Leave kpp/.test(screen);

/** How old the screen says that what it shows is, s; NaN where it says nothing. */
function ageOn(screen: string): number {
  return Number(screen.match(/▲ stale +\d:\d\d:\d\d\.\d +plant (\d+\.\d) s old/)?.[1]);
}

/** Simulated time on the screen, s. */
function timeOn(screen: string): number {
  const [, minutes, seconds] = screen.match(/\d:(\d\d):(\d\d\.\d)/) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

for (const [how, failure] of Object.entries(FAILURES)) {
  test(
    `a plant thread that is ${how} is shown as stale, then goes on`,
    failure,
    async (terminal) => {
      const stale = await terminal.screen();
      const older = await terminal.waitFor((screen) => !(ageOn(screen) <= ageOn(stale)));
      if (ageOn(older) > 0) assert.equal(timeOn(older), timeOn(stale), "nothing is made up");
      await terminal.type("?");
      await terminal.waitFor(isHelp);
      await terminal.type("\x1b");
      await terminal.waitFor((screen) => !isHelp(screen));
      const after = await terminal.waitFor((screen) =>
        isRunning(screen) && timeOn(screen) > timeOn(stale)
      );
      assert.doesNotMatch(after, /s old/);
      await terminal.type("q");
      assert.equal(await terminal.exitCode(), 0);
      await terminal.assertRestored();
      assert.match(terminal.output, /kpp: plant: .*starting it again from \d+\.\d{3} s/);
      assert.match(terminal.output, /kpp: plant: .*; it works again/);
    },
  );
}

Deno.test({
  name: "e2e: a main thread that was blocked hears the keys of meanwhile, and the plant went on",
  ignore: !has("script"),
  fn: async () => {
    await using terminal = new WatchedTerminal(SIZE, "--fault block=2:main:2s");
    const before = timeOn(await terminal.waitFor((screen) => timeOn(screen) >= 1.5));
    // In the middle of the two seconds, unless this machine is busy.
    await sleep(1.2);
    await terminal.type("?");
    await terminal.waitFor(isHelp);
    await terminal.type("\x1b");
    await terminal.waitFor((screen) => isRunning(screen) && timeOn(screen) > before + 2);
    await terminal.type("q");
    assert.equal(await terminal.exitCode(), 0);
    await terminal.assertRestored();
  },
});

test("q leaves a dashboard whose plant thread is blocked", FAILURES.blocked, async (terminal) => {
  await terminal.type("q");
  assert.equal(await terminal.exitCode(), 0);
  await terminal.assertRestored();
});

test("a second Ctrl-C ends it while it ends", FAILURES.blocked, async (terminal) => {
  await terminal.type("\x03");
  await terminal.waitFor((screen) => screen.startsWith("before"));
  // The terminal is the shell's again, whose driver makes a signal of it.
  await terminal.type("\x03");
  // On a busy machine the program may have come to its end by then.
  assert.ok([0, 130].includes(await terminal.exitCode()));
  await terminal.assertRestored();
});
