/** The program in a pipe, as a shell runs it. */

import config from "../../deno.json" with { type: "json" };

/** The tree whose program is run. */
export const ROOT: string = new URL("../../", import.meta.url).pathname;

/** How the program is started from a shell of any folder: what `deno task kpp` runs. */
export const KPP: string = config.tasks.kpp.command
  .replace("deno run", `'${Deno.execPath()}' run --config '${ROOT}deno.json'`)
  .replace("main.ts", `'${ROOT}main.ts'`);

/**
 * How a program is started from a shell whose parts fail as `variables` say, such as
 * `KPP_PLANT='throw&after=30'`; see failing_program.ts.
 */
export function failing(variables: string): string {
  const program = `'${ROOT}tests/e2e/failing_program.ts'`;
  return `${variables} '${Deno.execPath()}' run -q -A --config '${ROOT}deno.json' ${program}`;
}

/** What a shell command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line in bash without a terminal. */
export async function bash(line: string): Promise<Outcome> {
  const output = await new Deno.Command("bash", { args: ["-c", line], stdin: "null" }).output();
  return {
    code: output.code,
    stdout: new TextDecoder().decode(output.stdout),
    stderr: new TextDecoder().decode(output.stderr),
  };
}

const found = new Map<string, boolean>();

/**
 * Whether a test that needs another program can run: it is here, or KPP_E2E is "required", so
 * that the test fails where the program is missing. Says once what is missing.
 */
export function has(program: string): boolean {
  if (Deno.env.get("KPP_E2E") === "required") return true;
  let isHere = found.get(program);
  if (isHere === undefined) {
    const args = ["-c", `command -v ${program}`];
    isHere = new Deno.Command("bash", { args }).outputSync().success;
    if (!isHere) console.log(`e2e not run: ${program} is not here`);
    found.set(program, isHere);
  }
  return isHere;
}
