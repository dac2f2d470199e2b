import { LOOP_TIME } from "../clock/mod.ts";
import { PlantThread } from "../runtime/plant_thread.ts";
import { openServiceSocket } from "./service_socket.ts";
import { Stderr } from "./stderr.ts";
import { lookAround, variable } from "./surroundings.ts";
import type { DiskFile, World } from "./world.ts";

/** Pause before a full non-blocking pipe is tried again, s. */
const PIPE_PAUSE = 1e-3;

/** Bytes of the longest file that is read whole when nothing is said. */
const LONGEST_FILE = 1 << 20;

const STDERR = new Stderr((bytes) => Deno.stderr.write(bytes));

/** How long whoever reads stderr has to take the last lines, s. */
const LAST_WORDS = 0.25;

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
  complain: (line) => STDERR.add(`kpp: ${line}\n`),
  report: (text) => STDERR.add(`${text}\n`),
  flush: () => STDERR.flushed(LOOP_TIME, LAST_WORDS),
  environment: variable,
  readBytes,
  claimFile,
  writeBytes,
  exists,
  createFile,
  openText,
  makeFolder: (path) => Deno.mkdir(path, { recursive: true }),
  onSignal(signal, act) {
    Deno.addSignalListener(signal, act);
    return { [Symbol.dispose]: () => Deno.removeSignalListener(signal, act) };
  },
  lookAround,
  async tryOut(request) {
    const { tryOut } = await import("./trials.ts");
    return await tryOut(request, DENO_WORLD);
  },
  pid: Deno.pid,
  openServiceSocket,
  startPlant: (options, supervisor) =>
    PlantThread.start(options, supervisor === undefined ? {} : { supervisor }),
  async openTap(options) {
    const { TapThread } = await import("../runtime/tap_thread.ts");
    return await TapThread.open(options);
  },
  async attach(options) {
    // Whoever runs a plant of its own needs no way to another.
    const { RemotePlant } = await import("./remote_plant.ts");
    return await RemotePlant.open(options, LOOP_TIME);
  },
};

/** Reads a file that is small, as a configuration or a snapshot is; others are no such file. */
async function readBytes(path: string, longest = LONGEST_FILE): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(longest + 1);
  let length = 0;
  for (;;) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) return bytes.subarray(0, length);
    length += read;
    if (length > longest) {
      throw new RangeError(`it must have at most ${longest} bytes: it has more`);
    }
  }
}

/** Where a file is written: half a file in its own place would be worse than the last one. */
function beside(path: string): string {
  return `${path}.part`;
}

async function claimFile(path: string): Promise<void> {
  using _ = await Deno.open(beside(path), { write: true, create: true });
}

async function writeBytes(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await Deno.writeFile(beside(path), bytes);
  await Deno.rename(beside(path), path);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function createFile(path: string, { isReplacing }: { isReplacing: boolean }): DiskFile {
  // To open a pipe that nobody reads would stop the program.
  if (isReplacing && !Deno.statSync(path).isFile) throw new Error("it must be a file");
  const file = Deno.openSync(path, {
    write: true,
    createNew: !isReplacing,
    truncate: isReplacing,
  });
  return { write: (bytes) => file.write(bytes), close: () => file.close() };
}

function openText(path: string): ReturnType<World["openText"]> {
  const file = Deno.openSync(path, { append: true, create: true });
  return {
    write: (bytes) => file.writeSync(bytes),
    [Symbol.dispose]: () => file.close(),
  };
}
