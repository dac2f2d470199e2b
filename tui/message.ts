import type { AlarmBoard, JournalEntry } from "../monitor/terms/mod.ts";
import type { Command, Frame, PlantParameters } from "../telemetry/mod.ts";
import type { KeyEvent, MousePress } from "./kit/mod.ts";

/** What became of a command. */
export interface CommandReply {
  readonly command: Command;
  readonly outcome: "applied" | "restarted" | "refused";
  /** Why it was refused. */
  readonly reason?: string;
  /** Who gave it, where nobody here did. */
  readonly by?: "optimiser";
  /** Who gave it to a plant of another program, when that was not this dashboard. */
  readonly origin?: string;
}

/** How the connection to a plant of another program is. Times in s; NaN is "no data". */
export interface LinkReading {
  /** The way by which frames come; `undefined` while there is none. */
  readonly transport: string | undefined;
  readonly grade: "good" | "fair" | "poor";
  readonly roundTrip: number;
  /** Time since the newest frame came. */
  readonly age: number;
  /** Whether that is so long that the frame says nothing of now. */
  readonly isStale: boolean;
  /** Frames that were left out on the way. */
  readonly missed: number;
}

/** Everything that can happen to the dashboard. */
export type Message =
  /** A key by its name in the key table: `a`, `space`, `ctrl+c`, `shift+up`. */
  | { readonly kind: "key"; readonly key: string }
  /** A press of the mouse. */
  | { readonly kind: "mouse"; readonly press: MousePress }
  /** Text pasted into the terminal. */
  | { readonly kind: "paste"; readonly text: string }
  /** A frame, lent for the call; one that is passed is not seen, as another follows at once. */
  | { readonly kind: "frame"; readonly frame: Frame; readonly isPassed?: boolean }
  | { readonly kind: "reply"; readonly reply: CommandReply }
  /** How alarms stand, where what happened before is not known. */
  | { readonly kind: "board"; readonly board: AlarmBoard }
  | { readonly kind: "link"; readonly link: LinkReading }
  /** For how long the plant has been silent, s, where that is too long; else `undefined`. */
  | { readonly kind: "outage"; readonly age: number | undefined }
  /** What happened to alarms, in order. */
  | { readonly kind: "journal"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number }
  /** The window began or ceased to be looked at. */
  | { readonly kind: "seen"; readonly isSeen: boolean }
  /** The screen was painted; whether the terminal was still busy with the one before. */
  | { readonly kind: "painted"; readonly isBusy: boolean }
  /** What came of an effect: a file written, or why it was not. */
  | { readonly kind: "told"; readonly text: string; readonly isRefused: boolean }
  /** The file to which the run is recorded now, or that it no longer is, and what is to be said. */
  | {
    readonly kind: "recording";
    readonly path: string | undefined;
    readonly text: string;
    readonly isRefused: boolean;
  }
  /** There is a file where an effect was to write. */
  | { readonly kind: "fileExists"; readonly effect: KeepEffect }
  /** There is a preset of that name already. */
  | { readonly kind: "presetExists"; readonly name: string }
  /** A preset read from a file. */
  | { readonly kind: "preset"; readonly name: string; readonly parameters: PlantParameters };

/** What keeps the run, or the plant as it is, in a file. */
export type KeepEffect = {
  readonly kind: "record" | "snapshot";
  readonly path: string;
  /** Whether a file that is there is written over. */
  readonly isReplacing: boolean;
};

/** What an update asks the world outside to do. */
export type Effect =
  | { readonly kind: "send"; readonly command: Command }
  /** Keep the screen as a text and as a picture. */
  | { readonly kind: "screenshot" }
  /** Keep the parameters under a name; what has that name is replaced only when that was asked. */
  | {
    readonly kind: "savePreset";
    readonly name: string;
    readonly preset: string;
    readonly parameters: PlantParameters;
    readonly isReplacing: boolean;
  }
  | KeepEffect
  /** End the recording. */
  | { readonly kind: "stopRecording" }
  /** Read the parameters that were kept under a name. */
  | { readonly kind: "loadPreset"; readonly name: string }
  | { readonly kind: "quit" };

/** The message that a key of the terminal is. */
export function keyMessage({ name, ctrl, alt, shift, text }: KeyEvent): Message {
  if (name === "paste") return { kind: "paste", text };
  const modifiers = `${ctrl ? "ctrl+" : ""}${alt ? "alt+" : ""}${shift ? "shift+" : ""}`;
  return { kind: "key", key: modifiers + name };
}
