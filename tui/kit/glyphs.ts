/** What the terminal can draw: `blocks` lacks braille, `ascii` has only U+0020 to U+007E. */
export type SymbolSet = "braille" | "blocks" | "ascii";

/** Every {@linkcode SymbolSet}, richest first. */
export const SYMBOL_SETS: readonly SymbolSet[] = ["braille", "blocks", "ascii"];

const SPACE = 0x20;
const TILDE = 0x7e;
const QUESTION_MARK = 0x3f;
const REPLACEMENT = 0xfffd;

/** First code point that is never taken for one cell wide: CJK and everything above. */
const WIDE_START = 0x2e80;

// Blocks below WIDE_START whose every assigned symbol is one cell wide everywhere, once marks,
// format characters and emoji are taken out. Right-to-left and shaped scripts are left out: a
// terminal may reorder or join them, which a grid of cells cannot follow.
const NARROW_BLOCKS: readonly (readonly [first: number, last: number])[] = [
  [0x00a0, 0x058f], // Latin, phonetic, Greek, Cyrillic, Armenian
  [0x1e00, 0x1fff], // Latin and Greek extended
  [0x2010, 0x205e], // punctuation
  [0x2070, 0x20bf], // superscripts, subscripts, currency
  [0x2100, 0x23fa], // letter-like, numbers, arrows, mathematical, technical
  [0x2500, 0x27bf], // boxes, blocks, geometric, miscellaneous, dingbats
  [0x27c0, 0x2bff], // mathematical, arrows, braille
];
const NOT_ONE_CELL =
  /[\p{M}\p{C}\p{Z}\p{Emoji_Presentation}\u00ad\u2329\u232a\u27f0-\u27ff\u2b1b\u2b1c]/u;

function isNarrow(codePoint: number): boolean {
  const inside = NARROW_BLOCKS.some(([first, last]) => codePoint >= first && codePoint <= last);
  return inside && !NOT_ONE_CELL.test(String.fromCodePoint(codePoint));
}

const STAND_INS = new Map<number, number>();
for (
  const [from, to] of [
    ["…", "~"],
    ["·•∙●◉◆◇■□▪▫★☆", "*"],
    ["×✕✗✖", "x"],
    ["÷∕⁄", "/"],
    ["−‐‑‒–—―─━┄┅┈┉═╌╍╴╶╸╺", "-"],
    ["│┃┆┇┊┋║╎╏╵╷╹╻▏▎▍▕", "|"],
    ["°○◦◯∘", "o"],
    ["←◀◂◄⇐«‹", "<"],
    ["→▶▸►⇒»›", ">"],
    ["↑▲▴△⇑", "^"],
    ["↓▼▾▽⇓", "v"],
    ["↕⇅", "|"],
    ["↔⇄", "-"],
    ["≈∼", "~"],
    ["≤", "<"],
    ["≥", ">"],
    ["≠", "!"],
    ["±", "+"],
    ["√✓✔", "v"],
    ["∞", "8"],
    ["‘’′", "'"],
    ["“”″", '"'],
    ["α", "a"],
    ["η", "n"],
    ["µμ", "u"],
    ["ω", "w"],
    ["τ", "t"],
    ["ρ", "p"],
    ["Δδ∂", "d"],
    ["Σσ", "s"],
    ["Ω", "O"],
    ["γ", "g"],
    ["λ", "l"],
    ["π", "p"],
    ["φ", "f"],
    ["▁▂", "_"],
    ["▃▄", "-"],
    ["▅▆▇", "="],
    ["█▉▊▋▌▐▀▓▒", "#"],
    ["░", ":"],
  ] as const
) {
  for (const symbol of from) STAND_INS.set(symbol.codePointAt(0)!, to.codePointAt(0)!);
}

/** Nearest ASCII code point, or `?`. */
function toAscii(codePoint: number): number {
  const standIn = STAND_INS.get(codePoint);
  if (standIn !== undefined) return standIn;
  if (codePoint >= 0x2500 && codePoint <= 0x257f) return 0x2b; // box corners and crossings: +
  // Compatibility decomposition strips accents and raises subscripts and superscripts.
  const base = String.fromCodePoint(codePoint).normalize("NFKD").codePointAt(0)!;
  return base > SPACE && base <= TILDE ? base : QUESTION_MARK;
}

// Answers by code point, 0 = not asked yet.
const narrow = new Uint16Array(WIDE_START);
const ascii = new Uint16Array(WIDE_START);

/**
 * Code point to draw for `codePoint`: itself when it is one cell wide and in `symbols`, else a
 * stand-in. Everything takes exactly one cell, whatever the terminal thinks of widths.
 */
export function glyph(codePoint: number, symbols: SymbolSet): number {
  if (codePoint >= SPACE && codePoint <= TILDE) return codePoint;
  if (codePoint === 0xa0) return SPACE;
  const unknown = symbols === "ascii" ? QUESTION_MARK : REPLACEMENT;
  if (codePoint >= WIDE_START || codePoint < SPACE) return unknown;
  if (narrow[codePoint] === 0) {
    narrow[codePoint] = isNarrow(codePoint) ? codePoint : REPLACEMENT;
    ascii[codePoint] = narrow[codePoint] === REPLACEMENT ? QUESTION_MARK : toAscii(codePoint);
  }
  return symbols === "ascii" ? ascii[codePoint] : narrow[codePoint];
}

/** Cells that `text` takes on one line: its number of code points. */
export function cellCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) !== 0xd800) continue;
    if ((text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}
