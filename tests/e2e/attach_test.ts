import assert from "node:assert/strict";
import { bash, KPP } from "./shell.ts";
import { TappedProgram } from "./tapped_program.ts";

Deno.test("attach: a remote plant goes through a pipe like one of one's own", async () => {
  await using program = await TappedProgram.start("--rate", "1");
  const fields = "frame_id,status,chain.speed";
  const line = `${KPP} attach ${program.host} --format csv --fields ${fields} --rate 30 | head -12`;
  const { code, stdout, stderr } = await bash(`set -o pipefail; ${line}`);
  assert.deepEqual([code, stderr], [0, ""]);
  const [header, ...rows] = stdout.trim().split("\n").map((row) => row.split(","));
  assert.deepEqual(header, fields.split(","));
  const ids = rows.map(([id]) => Number(id));
  assert.equal(ids.length, 11);
  assert.deepEqual(ids, ids.map((_, index) => ids[0] + index), "no frame is missing");
  assert.ok(rows.every(([, , speed]) => Number(speed) >= 0));
});

Deno.test("attach: without token or tap it is one line and exit code 1", async () => {
  await using program = await TappedProgram.start("--token", "correct-horse", "--rate", "1");
  const { host } = program;
  const start = `kpp: Cannot attach to http://${host}/ as the tap must be shown its token: `;
  assert.deepEqual(await bash(`${KPP} attach ${host}`), {
    code: 1,
    stdout: "",
    stderr: `${start}no token was given\n`,
  });
  const wrong = await bash(`${KPP} attach ${host} --token wrong-horse`);
  assert.equal(wrong.stderr, `${start}the token given is wrong or no longer valid\n`);
  const right = await bash(`${KPP} attach ${host} --token correct-horse | head -1`);
  assert.equal(JSON.parse(right.stdout).status.length > 0, true);
  await program.end();
  const gone = await bash(`${KPP} attach ${host} --token correct-horse`);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /^kpp: Cannot attach to \S+ as a tap must listen there: [^\n]*\n$/);
});
