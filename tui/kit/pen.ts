import type { ByteSink } from "./byte_sink.ts";
import { BLANK_ATTRIBUTES } from "./cells.ts";
import { toDepth } from "./color.ts";
import type { ColorDepth } from "./detect.ts";
import { ATTRIBUTES, DEFAULT_COLOR } from "./style.ts";

const INTENSITY = ATTRIBUTES.bold | ATTRIBUTES.dim;

// SGR codes (ECMA-48, 8.3.117) that switch an attribute on; 22 switches bold and dim off together.
const ON: readonly Switch[] = [
  { bits: ATTRIBUTES.bold, code: 1 },
  { bits: ATTRIBUTES.dim, code: 2 },
  { bits: ATTRIBUTES.italic, code: 3 },
  { bits: ATTRIBUTES.underline, code: 4 },
  { bits: ATTRIBUTES.inverse, code: 7 },
];
const OFF: readonly Switch[] = [
  { bits: INTENSITY, code: 22 },
  { bits: ATTRIBUTES.italic, code: 23 },
  { bits: ATTRIBUTES.underline, code: 24 },
  { bits: ATTRIBUTES.inverse, code: 27 },
];

/** What an SGR code switches. */
interface Switch {
  readonly bits: number;
  readonly code: number;
}

/** Colors remembered with what the terminal shows for them; at the bound all are forgotten. */
const COLORS_MAX = 4096;

/** Colors and attributes that the terminal writes with, changed by as little SGR as possible. */
export class Pen {
  readonly #sink: ByteSink;
  readonly #depth: ColorDepth;
  readonly #colors = new Map<number, number>();
  // As the terminal has them: mapped to its depth.
  #foreground = DEFAULT_COLOR;
  #background = DEFAULT_COLOR;
  #attributes = 0;
  #first = true;

  constructor(sink: ByteSink, depth: ColorDepth) {
    this.#sink = sink;
    this.#depth = depth;
  }

  /** Switches everything off, whatever the terminal had. */
  reset(): void {
    this.#sink.ascii("\x1b[m");
    this.#foreground = DEFAULT_COLOR;
    this.#background = DEFAULT_COLOR;
    this.#attributes = 0;
  }

  /** Whether a glyph of this style would look right as the pen is now. */
  fits(foreground: number, background: number, attributes: number): boolean {
    return this.#attributes === attributes &&
      this.#foreground === this.#map(foreground) &&
      this.#background === this.#map(background);
  }

  /** Makes the pen right for a glyph. */
  take(foreground: number, background: number, attributes: number): void {
    this.#change(this.#map(foreground), this.#map(background), attributes);
  }

  /** Whether a blank would look right as the pen is now, of which only the background shows. */
  fitsBlank(background: number): boolean {
    return (this.#attributes & BLANK_ATTRIBUTES) === 0 &&
      this.#background === this.#map(background);
  }

  /** Makes the pen right for a blank without visible attributes, and keeps what does not show. */
  takeBlank(background: number): void {
    this.#change(this.#foreground, this.#map(background), this.#attributes & ~BLANK_ATTRIBUTES);
  }

  #map(color: number): number {
    if (color === DEFAULT_COLOR || this.#depth === "truecolor") return color;
    let mapped = this.#colors.get(color);
    if (mapped === undefined) {
      if (this.#colors.size >= COLORS_MAX) this.#colors.clear();
      mapped = toDepth(color, this.#depth);
      this.#colors.set(color, mapped);
    }
    return mapped;
  }

  #change(foreground: number, background: number, attributes: number): void {
    const newForeground = foreground !== this.#foreground;
    const newBackground = background !== this.#background;
    if (!newForeground && !newBackground && attributes === this.#attributes) return;
    if (attributes === 0 && foreground === DEFAULT_COLOR && background === DEFAULT_COLOR) {
      return this.reset();
    }
    this.#sink.ascii("\x1b[");
    this.#first = true;
    this.#changeAttributes(attributes);
    if (newForeground) this.#color(foreground, 30);
    if (newBackground) this.#color(background, 40);
    this.#sink.byte(0x6d);
    this.#foreground = foreground;
    this.#background = background;
    this.#attributes = attributes;
  }

  #changeAttributes(attributes: number): void {
    const removed = this.#attributes & ~attributes;
    let added = attributes & ~this.#attributes;
    if (removed & INTENSITY) added |= attributes & INTENSITY;
    for (const { bits, code } of OFF) if (removed & bits) this.#parameter(code);
    for (const { bits, code } of ON) if (added & bits) this.#parameter(code);
    this.#attributes = attributes;
  }

  /** `base` is 30 for the foreground, 40 for the background. */
  #color(color: number, base: number): void {
    if (color === DEFAULT_COLOR) return this.#parameter(base + 9);
    if (this.#depth === "16") {
      return this.#parameter(color < 8 ? base + color : base + 60 + color - 8);
    }
    this.#parameter(base + 8);
    if (this.#depth === "256") {
      this.#parameter(5);
      return this.#parameter(color);
    }
    this.#parameter(2);
    this.#parameter(color >> 16);
    this.#parameter((color >> 8) & 0xff);
    this.#parameter(color & 0xff);
  }

  #parameter(code: number): void {
    if (!this.#first) this.#sink.byte(0x3b);
    this.#first = false;
    this.#sink.decimal(code);
  }
}
