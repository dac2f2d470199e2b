/** What can be pressed or turned on a mouse. */
export type MouseButton = "left" | "middle" | "right" | "wheelup" | "wheeldown";

/** One press of a button, or one notch of the wheel, where the mouse was. */
export interface MousePress {
  /** What sets it apart from keys. */
  readonly kind: "mouse";
  /** Which. */
  readonly button: MouseButton;
  /** Column, from 0. */
  readonly x: number;
  /** Row, from 0. */
  readonly y: number;
  /** Held with Ctrl. */
  readonly ctrl: boolean;
  /** Held with Alt, Option or Meta. */
  readonly alt: boolean;
  /** Held with Shift; most terminals keep it for selecting text. */
  readonly shift: boolean;
}

/** Mouse on: presses only (DEC private mode 1000), with decimal coordinates (1006). */
export const MOUSE_ON = "\x1b[?1000h\x1b[?1006h";

/** Mouse off. */
export const MOUSE_OFF = "\x1b[?1006l\x1b[?1000l";

// Bits of the first number of a report (xterm control sequences, "Mouse Tracking").
const SHIFT = 4;
const ALT = 8;
const CTRL = 16;
const MOTION = 32;
const BUTTON = 3 | 64 | 128;

const BUTTONS: Readonly<Record<number, MouseButton>> = {
  0: "left",
  1: "middle",
  2: "right",
  64: "wheelup",
  65: "wheeldown",
};

/** The press that `CSI < b ; x ; y M` reports; null for a release, a motion, or nonsense. */
export function mousePress(parameters: string, final: string): MousePress | null {
  const match = /^<(\d+);(\d+);(\d+)$/.exec(parameters);
  if (match === null || final !== "M") return null;
  const [code, column, row] = match.slice(1).map(Number);
  const button = BUTTONS[code & BUTTON];
  if (button === undefined || code & MOTION || code > 255 || column === 0 || row === 0) return null;
  return {
    kind: "mouse",
    button,
    x: column - 1,
    y: row - 1,
    ctrl: (code & CTRL) !== 0,
    alt: (code & ALT) !== 0,
    shift: (code & SHIFT) !== 0,
  };
}
