import assert from "node:assert/strict";
import { bash, has, KPP } from "./shell.ts";
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
  // A tap on a busy machine lowers its rate; it never sends a frame twice, nor out of order.
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b));
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

Deno.test({
  name: "attach: a certificate that nobody knows is trusted where it is given, and only there",
  ignore: !has("openssl"),
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "kpp-test-" });
    // Both kinds that people make: one that may sign others, as openssl makes it, and one that not.
    for (const kind of ["CA:TRUE", "CA:FALSE"]) {
      const made = await bash(
        `cd ${folder} && for name in tap other; do ` +
          `openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=$name ` +
          `-addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,${kind} ` +
          `-keyout $name.key -out $name.pem; done`,
      );
      assert.equal(made.code, 0, made.stderr);
      const tls = ["--cert", `${folder}/tap.pem`, "--key", `${folder}/tap.key`];
      await using program = await TappedProgram.start(...tls);
      const attach = `${KPP} attach ${program.url}`;
      const start = `kpp: Cannot attach to ${program.url}/ as its certificate must be trusted: `;
      const unknown = await bash(attach);
      assert.equal(unknown.stderr, `${start}only itself has signed it; trust it by --ca FILE\n`);
      assert.equal(unknown.code, 1);
      const wrong = await bash(`${attach} --ca ${folder}/other.pem`);
      assert.equal(wrong.stderr, `${start}no certificate of --ca has signed it\n`);
      const name = await bash(
        `${attach.replace("127.0.0.1", "localhost")} --ca ${folder}/tap.pem`,
      );
      assert.match(name.stderr, /it is that of another host; attach by a name that it has\n$/);
      const plain = await bash(`${KPP} attach ${program.host}`);
      assert.match(plain.stderr, /it does not speak HTTP; where it speaks TLS attach to https:/);
      const right = await bash(`${attach} --ca ${folder}/tap.pem | head -3`);
      assert.deepEqual([right.stdout.trim().split("\n").length, right.stderr], [3, ""]);
      // By the best way, not by one that trusts otherwise.
      const metrics = await bash(
        `curl -s --cacert ${folder}/tap.pem -H "accept: application/json" ${program.url}/metrics`,
      );
      assert.deepEqual(JSON.parse(metrics.stdout).connected, { websocket: 1, sse: 0 });
    }
    await Deno.remove(folder, { recursive: true });
  },
});
