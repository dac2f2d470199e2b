import assert from "node:assert/strict";
import { contents, readRecording } from "../record/memory_file.ts";
import { repeat } from "../record/repeat.ts";
import { bash, has, KPP } from "./shell.ts";
import { Tmux } from "./tmux.ts";

// Runs that are recorded, with the real program and real files.

/** Runs something in a folder of its own. */
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether the header says so: toasts of what else happens may be in front of its own. */
const isRecording = (screen: string) => / {2}rec {2}/.test(screen.split("\n")[0]);

/** Waits for a file. */
async function there(path: string): Promise<void> {
  for (let look = 0; look < 400; look++) {
    if (await Deno.stat(path).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${path} never came`);
}

Deno.test({
  name: "e2e: what is recorded and kept from the dashboard repeats the run, and goes on",
  ignore: !has("tmux"),
  fn: () =>
    inFolder(async (folder) => {
      await using tmux = await Tmux.start(120, 40);
      await tmux.line(`clear; ${KPP} --fresh --speed 2; echo left with $?`);
      await tmux.waitFor((screen) => /● running/.test(screen));
      await tmux.line(`:record ${folder}/run.mcap`);
      await tmux.waitFor(isRecording);
      await tmux.press("+", "m");
      await tmux.waitFor((screen) => /mode accuracy/.test(screen));
      await tmux.line(`:snapshot ${folder}/day.kpp`);
      await there(`${folder}/day.kpp`);
      await bash(`mkfifo ${folder}/pipe`);
      await tmux.line(":record stop");
      await tmux.waitFor((screen) => !isRecording(screen));
      await tmux.line(`:record ${folder}/pipe`);
      await tmux.waitFor((screen) => /Replace it/.test(screen));
      await tmux.press("y");
      await tmux.waitFor((screen) => !/Replace it/.test(screen) && !isRecording(screen));
      await tmux.press("q");
      await tmux.waitFor((screen) => /left with 0/.test(screen));
      const recording = readRecording(await Deno.readFile(`${folder}/run.mcap`));
      assert.ok(recording.isWhole);
      const kinds = contents(recording, "/commands").map(({ command }) => command.kind);
      assert.deepEqual(kinds, ["set", "mode"]);
      const hashes = contents(recording, "/states").map(({ hash }) => hash);
      assert.ok(hashes.length >= 1);
      assert.deepEqual(repeat(recording), hashes);
      const rest = await bash(
        `${KPP} run --from ${folder}/day.kpp --for 2s --speed max --rate 1 --fields power ` +
          `--format plot`,
      );
      assert.equal(rest.code, 0, rest.stderr);
      assert.ok(rest.stdout.trim().split("\n").length >= 2, rest.stdout);
    }),
});

Deno.test("e2e: a run at full speed is recorded whole, and repeats bit for bit", () =>
  inFolder(async (folder) => {
    const faults = "--fault valve-open:all:3s:50s --fault chain-jam::200s:5s";
    const run = `${KPP} run --speed max --for 600s --rate 10 ${faults} --record ${folder}/all.mcap`;
    const { code, stdout, stderr } = await bash(`${run} --fields frame_id --format csv`);
    assert.equal(code, 0, stderr);
    const recording = readRecording(await Deno.readFile(`${folder}/all.mcap`));
    assert.ok(recording.isWhole);
    assert.equal(contents(recording, "/frames").length, stdout.trim().split("\n").length - 1);
    assert.deepEqual(contents(recording, "/gaps"), []);
    const hashes = contents(recording, "/states").map(({ hash }) => hash);
    assert.deepEqual(repeat(recording), hashes);
    const last = contents(recording, "/states").at(-1);
    assert.equal(last.simulation_time, 600);
    const [head] = contents(recording, "/frames");
    assert.equal(head.frame_id, 0);
    const again = await bash(`${run} --headless > /dev/null`);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /--record as it must be a new file that can be written/);
  }));
