import { type Environment, TERMINAL_VARIABLES } from "../tui/kit/mod.ts";

/** What the program needs a permission for. */
export const NEEDS = {
  files: { name: "read" },
  environment: { name: "env", variable: "TERM" },
  network: { name: "net" },
  jobControl: { name: "run", command: "kill" },
} as const satisfies Readonly<Record<string, Deno.PermissionDescriptor>>;

/** What the program needs a permission for. */
export type Need = keyof typeof NEEDS;

/** What the program finds around it. */
export interface Surroundings {
  /** Which of the standard streams are a terminal. */
  readonly terminals: { readonly stdin: boolean; readonly stdout: boolean };
  /** Cells of the terminal; `undefined` without one. */
  readonly size: { readonly columns: number; readonly rows: number } | undefined;
  /** {@linkcode TERMINAL_VARIABLES} that are set. */
  readonly environment: Environment;
  /** Of what the program has a permission for, what is granted. */
  readonly granted: ReadonlySet<Need>;
  /** Version of Deno. */
  readonly deno: string;
  readonly v8: string;
  /** Processor, operating system. */
  readonly machine: { readonly arch: string; readonly os: string; readonly cores: number };
}

/** Looks around, as Deno lets it. Nothing is tried, so that it takes no time. */
export async function lookAround(): Promise<Surroundings> {
  return {
    terminals: { stdin: Deno.stdin.isTerminal(), stdout: Deno.stdout.isTerminal() },
    size: sizeOfTerminal(),
    environment: Object.fromEntries(TERMINAL_VARIABLES.map((name) => [name, variable(name)])),
    granted: await grantedNeeds(),
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    machine: { arch: Deno.build.arch, os: Deno.build.os, cores: navigator.hardwareConcurrency },
  };
}

/** A variable of the environment; `undefined` where it is not set, or must not be looked at. */
export function variable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return undefined;
  }
}

function sizeOfTerminal(): Surroundings["size"] {
  try {
    return Deno.consoleSize();
  } catch {
    // No standard stream is a terminal.
    return undefined;
  }
}

async function grantedNeeds(): Promise<ReadonlySet<Need>> {
  const granted = new Set<Need>();
  for (const need of Object.keys(NEEDS) as Need[]) {
    const { state } = await Deno.permissions.query(NEEDS[need]);
    if (state === "granted") granted.add(need);
  }
  return granted;
}
