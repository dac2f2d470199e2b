import assert from "node:assert/strict";
import { Gate } from "../tap/net/gate.ts";
import { has, KPP } from "./shell.ts";
import { TappedProgram } from "./tapped_program.ts";
import { Tmux } from "./tmux.ts";

// The dashboard of one program on the plant of another, in a real terminal.

const ignore = !has("tmux");

const isLive = (screen: string) => /● running/.test(screen) && /link websocket/.test(screen);

/** An attached dashboard in a terminal of its own. */
async function attached(host: string, words = ""): Promise<Tmux> {
  const tmux = await Tmux.start(120, 40);
  await tmux.line(`clear; ${KPP} attach ${host} ${words}; echo left with $?`);
  return tmux;
}

/** Parameters as the tap of a program has them. */
async function parametersOf({ url }: TappedProgram): Promise<Record<string, unknown>> {
  return await (await fetch(`${url}/parameters`)).json();
}

Deno.test({
  name: "e2e: two attached people see what each other changes, and who did it",
  ignore,
  fn: async () => {
    await using program = await TappedProgram.start("--control");
    await using ann = await attached(program.host);
    await using bob = await attached(program.host, "--rate 10");
    await Promise.all([ann, bob].map((each) => each.waitFor(isLive)));
    const change = "injector.freeAirVolume 0.160 m3 → 0.165 m3";
    const back = "injector.freeAirVolume 0.165 m3 → 0.160 m3";
    await ann.press("+");
    await ann.waitFor((screen) => screen.includes(`\n ${change}`));
    const told = await bob.waitFor((screen) => screen.includes(change));
    assert.match(told, new RegExp(`\n c\\d+ 127\\.0\\.0\\.1:\\d+: ${change}`));
    await bob.press("-");
    await bob.waitFor((screen) => screen.includes(`\n ${back}`));
    await ann.waitFor((screen) => new RegExp(`\n c\\d+ 127\\S+: ${back}`).test(screen));
    // What floaters hold has come too.
    await ann.press("4");
    await ann.waitFor((screen) => /ascending +0\.\d{4} +0\.\d{4} +2\d\d\.\d\d +shut/.test(screen));
    for (const tmux of [ann, bob]) {
      await tmux.press("q");
      await tmux.waitFor((screen) => screen.includes("left with 0"));
    }
  },
});

Deno.test({
  name: "e2e: a plant that goes is shown stale with its age, and goes on when it is back",
  ignore,
  fn: async () => {
    const first = await TappedProgram.start("--control");
    const { port } = new URL(first.url);
    await using tmux = await attached(first.host);
    await tmux.waitFor(isLive);
    await tmux.press("+");
    await tmux.waitFor((screen) => screen.includes("0.160 m3 → 0.165 m3"));
    await tmux.press("Space");
    await tmux.waitFor((screen) => /held .*link websocket/.test(screen));
    await first[Symbol.asyncDispose]();
    const stale = await tmux.waitFor((screen) => /▲ stale .*link lost, \d+ s old/.test(screen));
    const age = Number(/lost, (\d+) s/.exec(stale)![1]);
    await tmux.waitFor((screen) => Number(/lost, (\d+) s/.exec(screen)?.[1]) > age);
    await tmux.press("+");
    await tmux.waitFor((screen) => screen.includes("Refused: the tap must be there: it is not"));
    await using _again = await TappedProgram.start("--control", "--tap", port);
    // The plant is another: neither held nor changed, and whoever looks at it is told so.
    await tmux.waitFor(isLive);
    await tmux.press("Space");
    await tmux.waitFor((screen) => /held .*link websocket/.test(screen));
  },
});

Deno.test({
  name: "e2e: each way gives way to the next, a mute one to another, and the last to its age",
  ignore,
  fn: async () => {
    await using program = await TappedProgram.start("--control");
    await using gate = new Gate(Number(new URL(program.url).port));
    await using tmux = await attached(gate.host);
    await tmux.waitFor(isLive);
    gate.rules.isMute = true;
    await tmux.waitFor((screen) => /▲ stale .*link websocket, \d+ s old/.test(screen));
    gate.rules.isMute = false;
    await tmux.waitFor(isLive);
    for (
      const [path, next, before, key, after] of [
        ["/ws", "sse", "0.160", "+", 0.165],
        ["/events", "polling", "0.165", "-", 0.16],
      ] as const
    ) {
      gate.rules.blocked = [...gate.rules.blocked, path];
      gate.cut(path);
      await tmux.waitFor((screen) =>
        new RegExp(`● running .*link ${next} (good|fair|poor)[^]*per fill +${before} m3`)
          .test(screen)
      );
      await tmux.press(key);
      while ((await parametersOf(program))["injector.freeAirVolume"] !== after);
    }
    gate.rules.blocked = [...gate.rules.blocked, "/frame/latest"];
    await tmux.waitFor((screen) => /▲ stale .*link lost, \d+ s old/.test(screen));
    gate.rules.blocked = [];
    await tmux.waitFor((screen) => /● running .*link (websocket|sse|polling) /.test(screen));
  },
});
