import type { SymbolSet } from "./glyphs.ts";

/** How many colors the terminal can show. */
export type ColorDepth = "truecolor" | "256" | "16" | "mono";

/** Every {@linkcode ColorDepth}, richest first. */
export const COLOR_DEPTHS: readonly ColorDepth[] = ["truecolor", "256", "16", "mono"];

/** Environment variables by name, as `Deno.env.toObject()` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Environment variables that {@linkcode detectColors} and {@linkcode detectSymbols} look at. */
export const TERMINAL_VARIABLES: readonly string[] = [
  "NO_COLOR",
  "COLORTERM",
  "TERM",
  "TMUX",
  "STY",
  "LC_ALL",
  "LC_CTYPE",
  "LANG",
];

// Terminals that name themselves in TERM, which survives SSH, and show 24 bits.
const TRUECOLOR_TERMS = /-direct|^(xterm-)?(kitty|ghostty)|^(alacritty|foot|wezterm|contour|iterm)/;
// Known to show color though their name does not say how much.
const COLOR_TERMS = /^(xterm|screen|tmux|rxvt|linux|cygwin|ansi|konsole|gnome|putty|st|vte)|color/;

/**
 * Color depth: what the user asked for, else `NO_COLOR`, else `COLORTERM` (which does not survive
 * SSH), else `TERM`. An empty variable counts as unset (no-color.org).
 */
export function detectColors(environment: Environment, flag?: ColorDepth): ColorDepth {
  if (flag) return flag;
  if (environment.NO_COLOR) return "mono";
  const term = environment.TERM ?? "";
  const color = environment.COLORTERM ?? "";
  // GNU screen passes the COLORTERM of the terminal around it on, but takes 24-bit colors for
  // something else; tmux, which may use the same TERM, converts them.
  const gnuScreen = Boolean(environment.STY) || (/^screen/.test(term) && !environment.TMUX);
  if (/^(truecolor|24bit)$/i.test(color)) return gnuScreen ? "256" : "truecolor";
  if (term === "" || term === "dumb") return color ? "16" : "mono";
  if (TRUECOLOR_TERMS.test(term)) return "truecolor";
  if (/256/.test(term)) return "256";
  return color || COLOR_TERMS.test(term) ? "16" : "mono";
}

/**
 * Symbols: what the user asked for, else ASCII where the terminal or the locale (`LC_ALL`, else
 * `LC_CTYPE`, else `LANG`) cannot show more, else braille. The font of the Linux console has no
 * braille and only some of the boxes.
 */
export function detectSymbols(environment: Environment, flag?: SymbolSet): SymbolSet {
  if (flag) return flag;
  if (environment.TERM === "dumb" || environment.TERM === "linux") return "ascii";
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "";
  return /utf-?8/i.test(locale) ? "braille" : "ascii";
}
