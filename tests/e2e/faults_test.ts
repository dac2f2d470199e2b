import assert from "node:assert/strict";
import { bash, KPP } from "./shell.ts";

// Faults in the real program, in its real threads.

const ROWS = "--speed max --for 6s --rate 2 --fields simulation_time,chain.speed,faults.active";

function rowsOf(text: string): Record<string, number | null>[] {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("e2e: a fault of a sensor spoils its rows, and the same seed the same ones", async () => {
  const faults = "--fault nan:chain.speed:2s:1s --fault noise:chain.speed:4s";
  const [sound, one, same, other] = await Promise.all([
    bash(`${KPP} run ${ROWS}`),
    bash(`${KPP} run ${ROWS} ${faults} --seed 7`),
    bash(`${KPP} run ${ROWS} ${faults} --seed 7`),
    bash(`${KPP} run ${ROWS} ${faults} --seed 8`),
  ]);
  assert.equal(same.stdout, one.stdout);
  assert.notEqual(other.stdout, one.stdout);
  const wanted = rowsOf(sound.stdout);
  for (const [index, row] of rowsOf(one.stdout).entries()) {
    const time = row.simulation_time!;
    assert.equal(row["faults.active"], Number(time >= 2 && time < 3) + Number(time >= 4));
    if (time >= 2 && time < 3) assert.equal(row["chain.speed"], null);
    else if (time < 4) assert.equal(row["chain.speed"], wanted[index]["chain.speed"]);
    else assert.notEqual(row["chain.speed"], wanted[index]["chain.speed"]);
  }
});

Deno.test("e2e: a thread that dies of a fault goes on, no row is lost", async () => {
  const sound = await bash(`${KPP} run ${ROWS}`);
  for (const death of ["throw", "dead-worker"]) {
    const { code, stdout, stderr } = await bash(`${KPP} run ${ROWS} --fault ${death}::3s`);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, sound.stdout);
    assert.match(stderr, /starting it again from 3\.000 s\n.*it works again/);
  }
});

Deno.test("e2e: a full disk keeps a snapshot from being written, and says so", async () => {
  const path = await Deno.makeTempFile();
  try {
    const { code, stderr } = await bash(
      `${KPP} run ${ROWS} --snapshot ${path} --fault disk-full:snapshot`,
    );
    assert.equal(code, 1);
    assert.match(stderr, /Cannot use --snapshot .*No space left on device/);
    assert.equal((await Deno.stat(path)).size, 0);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("e2e: what is no fault is one line and exit code 2", async () => {
  const { code, stdout, stderr } = await bash(`${KPP} run --fault stuk:chain.speed`);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.equal(
    stderr,
    'kpp: Cannot use --fault as no fault is called "stuk"; did you mean "stuck"?\n',
  );
});
