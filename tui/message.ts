import type { JournalEntry } from "../monitor/mod.ts";
import type { Command, Frame } from "../telemetry/mod.ts";
import type { KeyEvent } from "./kit/mod.ts";

/** What became of a command. */
export interface CommandReply {
  readonly command: Command;
  readonly outcome: "applied" | "restarted" | "refused";
  /** Why it was refused. */
  readonly reason?: string;
  /** Who gave it, where nobody here did. */
  readonly by?: "optimiser";
}

/** Everything that can happen to the dashboard. */
export type Message =
  /** A key by its name in the key table: `a`, `space`, `ctrl+c`, `shift+up`. */
  | { readonly kind: "key"; readonly key: string }
  /** Text pasted into the terminal. */
  | { readonly kind: "paste"; readonly text: string }
  /** A frame, lent for the call. */
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "reply"; readonly reply: CommandReply }
  /** What happened to alarms, in order. */
  | { readonly kind: "journal"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number };

/** What an update asks the world outside to do. */
export type Effect =
  | { readonly kind: "send"; readonly command: Command }
  | { readonly kind: "quit" };

/** The message that a key of the terminal is. */
export function keyMessage({ name, ctrl, alt, shift, text }: KeyEvent): Message {
  if (name === "paste") return { kind: "paste", text };
  const modifiers = `${ctrl ? "ctrl+" : ""}${alt ? "alt+" : ""}${shift ? "shift+" : ""}`;
  return { kind: "key", key: modifiers + name };
}
