import type { Need, Surroundings } from "./surroundings.ts";

/** What a finding means for whoever wants to run the program here. */
export type Verdict =
  /** All is well. */
  | "works"
  /** It runs, with less. */
  | "limited"
  /** It cannot run. */
  | "fails";

/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  readonly verdict: Verdict;
  /** What there is. */
  readonly found: string;
  /** What to do about it; "" where there is nothing to do. */
  readonly advice: string;
}

/** Version of Deno that everything is tested with. */
const TESTED_DENO = "2.9.6";

/** What does not work without a permission. */
const WITHOUT: Readonly<Record<Need, string>> = {
  files: "no thread can be started and no file read",
  environment: "what the terminal can show and where files are kept is not known",
  network: "no tap can be opened",
  jobControl: "Ctrl-Z does not stop the program",
};

/** Something that is as it should be. */
export function works(subject: string, found: string): Finding {
  return { subject, verdict: "works", found, advice: "" };
}

/** Something without which there is less. */
export function limited(subject: string, found: string, advice: string): Finding {
  return { subject, verdict: "limited", found, advice };
}

/** Something without which nothing runs. */
export function fails(subject: string, found: string, advice: string): Finding {
  return { subject, verdict: "fails", found, advice };
}

/** Whether a screen can be drawn on this terminal. */
export function screen({ environment: { TERM } }: Surroundings): Finding {
  if (TERM !== "dumb") return works("terminal", "a screen can be drawn");
  const found = "TERM=dumb: lines of text, as no screen can be drawn there";
  return limited("terminal", found, "set TERM to what it is, such as xterm-256color");
}

/** Whether this is the runtime that everything is tested with. */
export function runtime({ deno, v8, machine }: Surroundings): Finding {
  const found = `Deno ${deno}, V8 ${v8}, ${machine.os} ${machine.arch}`;
  if (deno === TESTED_DENO) return works("runtime", found);
  return limited("runtime", found, `tested with Deno ${TESTED_DENO}: npx -y deno@${TESTED_DENO}`);
}

const ALL_NEEDS = Object.keys(WITHOUT) as readonly Need[];

/** What the program is allowed to do, of what is needed. */
export function permissions(
  { granted }: Surroundings,
  needs: readonly Need[] = ALL_NEEDS,
): readonly Finding[] {
  const missing = needs.filter((need) => !granted.has(need));
  if (missing.length === 0) return [works("permissions", "all that are needed")];
  const advice = "run it as the task does: deno task kpp, which grants what it needs";
  return missing.map((need) => {
    const found = `${need} not granted: ${WITHOUT[need]}`;
    return need === "files"
      ? fails("permissions", found, advice)
      : limited("permissions", found, advice);
  });
}
