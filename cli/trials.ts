import { THREAD_TIME } from "../clock/mod.ts";
import type { Address } from "./options.ts";
import type { World } from "./world.ts";

/** What of the world a file is kept through. */
type Disk = Pick<World, "makeFolder">;

/** Sleeps that the punctuality of this machine is judged by, and how long each is, s. */
const SLEEPS = 20;
const SLEEP = 5e-3;

/** What is tried. */
export interface TrialRequest {
  /** Where a tap would listen. */
  readonly address: Address;
  /** A file that is made and taken away again, with room for what a run keeps. */
  readonly path: string;
}

/** What came of trying: what went wrong, or `undefined` where nothing did. */
export interface Trials {
  /** Listening where a tap would. */
  readonly port: string | undefined;
  /** Keeping a file. */
  readonly file: string | undefined;
  /** Loading each package, by name. */
  readonly packages: Readonly<Record<string, string | undefined>>;
  /** How late the plant thread's way of sleeping wakes, s. Shape: [sleeps], ascending. */
  readonly lateness: readonly number[];
}

/** Bytes for which there must be room: screen, presets, a snapshot, a long journal. */
const ROOM = 1 << 20;

/** Packages that are loaded only where they are needed. */
const PACKAGES: Readonly<Record<string, () => Promise<unknown>>> = {
  "@msgpack/msgpack": () => import("@msgpack/msgpack"),
  asciichart: () => import("asciichart"),
  "eventsource-parser": () => import("eventsource-parser"),
  "jsonc-parser": () => import("jsonc-parser"),
  ws: () => import("ws"),
  yaml: () => import("yaml"),
};

/** Tries what a run may come to need. Takes a tenth of a second for the sleeps. */
export async function tryOut(
  { address, path }: TrialRequest,
  world: Disk,
): Promise<Trials> {
  return {
    port: await outcome(() => listen(address)),
    file: await outcome(() => keepFile(path, world)),
    packages: Object.fromEntries(
      await Promise.all(
        Object.entries(PACKAGES).map(async ([name, load]) => [name, await outcome(load)] as const),
      ),
    ),
    lateness: Array.from({ length: SLEEPS }, oversleep).sort((one, other) => one - other),
  };
}

/** What an attempt fails with, in one line. */
async function outcome(attempt: () => unknown): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}

function listen({ host, port }: Address): void {
  Deno.listen({ hostname: host, port }).close();
}

async function keepFile(path: string, { makeFolder }: Disk): Promise<void> {
  await makeFolder(path.slice(0, path.lastIndexOf("/")));
  try {
    await Deno.writeFile(path, new Uint8Array(ROOM));
  } finally {
    await Deno.remove(path).catch(() => {});
  }
}

/** Sleeps once; returns how late it woke, s. */
function oversleep(): number {
  const deadline = THREAD_TIME.now() + SLEEP;
  THREAD_TIME.sleepUntil(deadline);
  return THREAD_TIME.now() - deadline;
}
