import { LOOP_TIME } from "../clock/mod.ts";
import { PlantThread } from "../plant_thread.ts";
import { lookAround } from "./surroundings.ts";
import type { World } from "./world.ts";

/** Pause before a full non-blocking pipe is tried again, s. */
const PIPE_PAUSE = 1e-3;

/** Bytes of the longest text that is read whole. */
const LONGEST_TEXT = 1 << 20;

const UTF_8 = new TextEncoder();

/** The real world, as Deno gives it. */
export const DENO_WORLD: World = {
  time: LOOP_TIME,
  stdout: {
    get isTerminal() {
      return Deno.stdout.isTerminal();
    },
    async write(bytes) {
      let rest = bytes;
      while (rest.length > 0) {
        try {
          rest = rest.subarray(await Deno.stdout.write(rest));
        } catch (error) {
          // A pipe that its other end made non-blocking is full.
          if (!(error instanceof Deno.errors.WouldBlock)) throw error;
          await LOOP_TIME.sleepUntil(LOOP_TIME.now() + PIPE_PAUSE);
        }
      }
    },
  },
  complain: (line) => writeError(`kpp: ${line}\n`),
  report: (text) => writeError(`${text}\n`),
  environment: (name) => Deno.env.get(name),
  readText,
  onSignal(signal, act) {
    Deno.addSignalListener(signal, act);
    return { [Symbol.dispose]: () => Deno.removeSignalListener(signal, act) };
  },
  lookAround,
  startPlant: (options) => PlantThread.start(options),
};

/** Reads a file that is small, as whoever wrote it by hand expects; others are no such file. */
async function readText(path: string): Promise<string> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(LONGEST_TEXT + 1);
  let length = 0;
  for (;;) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) return new TextDecoder().decode(bytes.subarray(0, length));
    length += read;
    if (length > LONGEST_TEXT) {
      throw new RangeError(`it must have at most ${LONGEST_TEXT} bytes: it has more`);
    }
  }
}

function writeError(text: string): void {
  try {
    Deno.stderr.writeSync(UTF_8.encode(text));
  } catch {
    // Nobody reads what went wrong; the exit code still says it.
  }
}
