/** The program in a pipe, as a shell runs it. */

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
