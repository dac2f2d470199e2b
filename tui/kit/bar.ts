import type { Cells, Rect } from "./cells.ts";
import { drawing, type Element, type SizeProps } from "./element.ts";
import { PLAIN, type Style } from "./style.ts";

/** Props of `Bar`. */
export interface BarProps extends SizeProps {
  /** Length of the bar on the scale; NaN shows none. */
  readonly value: number;
  /** Left end of the scale; 0. */
  readonly min?: number | undefined;
  /** Right end of the scale; 1. */
  readonly max?: number | undefined;
  /** Of the bar. */
  readonly style?: Style | undefined;
  /** Fills the whole length below the bar. */
  readonly trackStyle?: Style | undefined;
}

/** Horizontal bar in eighths of a cell, one line high. */
export function Bar(props: BarProps): Element {
  return drawing({
    grow: 1,
    height: 1,
    ...props,
    draw: (cells, rect) => drawBar(props, cells, rect),
  });
}

const FULL = 0x2588; // █; one eighth less for each code point after it, down to ▏
const HASH = 0x23;

function drawBar(props: BarProps, cells: Cells, rect: Rect): void {
  const { value, min = 0, max = 1, style = PLAIN, trackStyle } = props;
  if (trackStyle) cells.fill(rect, undefined, trackStyle);
  if (!(max > min) || Number.isNaN(value)) return;
  const part = Math.max(0, Math.min(1, (value - min) / (max - min)));
  const eighths = Math.round(part * rect.width * 8);
  const ascii = cells.symbols === "ascii";
  for (let x = 0; x < rect.width; x++) {
    const filled = Math.min(8, eighths - 8 * x);
    if (filled < (ascii ? 4 : 1)) return;
    cells.set(rect.x + x, rect.y, ascii ? HASH : FULL + 8 - filled, style);
  }
}
