import type { Recovery } from "../telemetry/mod.ts";

/** What was done about something that failed. */
export type RecoveryStep =
  /** The plant went back to its last good state. */
  | "rollBack"
  /** What failed is tried again. */
  | "retry"
  /** The part is started anew. */
  | "restart"
  /** It works again. */
  | "recovered"
  /** The run goes on without the part. */
  | "degrade"
  /** The run ends. */
  | "stop";

/** A failure of a part of the run, and what was done about it. Times in s, simulated. */
export interface RecoveryEntry {
  readonly kind: "recovery";
  /** When it failed, as far as the run had come. */
  readonly time: number;
  readonly recovery: Recovery;
  readonly step: RecoveryStep;
  /** What failed, in one line. */
  readonly reason: string;
  /** Of a plant: from when it goes on. What was after that is done again. */
  readonly from?: number;
  /** Of a plant: into how many parts each step is divided from there on. */
  readonly divisions?: number;
}

const WORDS: Readonly<Record<RecoveryStep, string>> = {
  rollBack: "going back",
  retry: "trying again",
  restart: "starting it again",
  recovered: "it works again",
  degrade: "going on without it",
  stop: "the run ends",
};

/** An entry in words: `plant: it died; starting it again from 12.000 s`. */
export function recoveryText({ recovery, step, reason, from, divisions }: RecoveryEntry): string {
  const where = from === undefined
    ? ""
    : ` ${step === "rollBack" ? "to" : "from"} ${seconds(from)}`;
  const how = divisions === undefined ? "" : `, steps divided by ${divisions}`;
  const what = recovery === "rollBack" ? "plant" : recovery;
  return `${what}: ${reason}; ${WORDS[step]}${where}${how}`;
}

function seconds(time: number): string {
  return `${time.toFixed(3)} s`;
}
