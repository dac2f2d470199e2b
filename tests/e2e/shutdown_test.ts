import { sleep } from "../../bench/pseudo_terminal.ts";
import { failing, has, KPP } from "./shell.ts";
import { waitForEnd } from "./watched_terminal.ts";

// A program that is asked to end does, whatever is stuck. Nothing here reads what it writes, so its
// pipes are full.

/** Starts a shell command whose stdout and stderr are one pipe that nobody reads. */
function startUnread(line: string, pidFile: string): Deno.ChildProcess {
  return new Deno.Command("bash", {
    args: ["-c", `(echo $BASHPID >&3; exec ${line}) 3>"$0" 2>&1 | sleep 60`, pidFile],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** The number of the program once it is there. */
async function programOf(path: string): Promise<number> {
  for (let tries = 0; tries < 400; tries++) {
    const text = await Deno.readTextFile(path);
    if (text !== "") return Number(text);
    await sleep(0.05);
  }
  throw new Error("the program never began");
}

/** Asks a program to end, which may have ended. */
function terminate(program: number): void {
  try {
    Deno.kill(program, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

const FULL = "run --speed max --rate 1000";

const STUCK: Readonly<Record<string, string>> = {
  "a pipe that nobody reads": `${KPP} ${FULL} --tap 0`,
  "a plant thread that is blocked": failing("env KPP_PLANT='block&beats=60'") +
    " run --tap 0 --fields frame_id",
  "a tap that is blocked": failing("env KPP_TAP='block&after=4'") +
    " run --tap 0 --fields frame_id",
};

for (const [what, line] of Object.entries(STUCK)) {
  for (const signals of [1, 2]) {
    Deno.test({
      name: `e2e: ${signals} SIGTERM ends a run with ${what}`,
      ignore: !has("bash"),
      fn: async () => {
        const file = await Deno.makeTempFile();
        const shell = startUnread(line, file);
        const program = await programOf(file);
        await sleep(2.5);
        for (let i = 0; i < signals; i++) {
          terminate(program);
          await sleep(0.05);
        }
        await waitForEnd(program);
        shell.kill("SIGKILL");
        await shell.status;
        await Deno.remove(file);
      },
    });
  }
}
