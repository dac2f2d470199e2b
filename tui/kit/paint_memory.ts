import { Cells } from "./cells.ts";
import type { SymbolSet } from "./glyphs.ts";

/** How large a part is, and what it can be drawn with. */
interface PartShape {
  readonly width: number;
  readonly height: number;
  readonly symbols: SymbolSet;
}

/** A part of a screen, as it was painted last, and the parts within it. */
interface Part {
  readonly from: readonly unknown[];
  readonly picture: Cells;
  readonly within: PaintMemory;
}

/**
 * The parts of the last screen that stand still, each with what it was made from. A part is known
 * by its place in the order of painting within the part that it lies in. At most as many pictures
 * are kept as the last screen had parts.
 */
export class PaintMemory {
  readonly #parts: Part[] = [];
  #next = 0;

  /** Goes back to the first part, and forgets those that the last screen did not have. */
  rewind(): void {
    if (this.#next < this.#parts.length) this.#parts.length = this.#next;
    this.#next = 0;
  }

  /**
   * The picture of the next part, which is painted first, from what is remembered of the parts
   * within it, unless it shows `from` already.
   */
  next(
    from: readonly unknown[],
    shape: PartShape,
    draw: (picture: Cells, within: PaintMemory) => void,
  ): Cells {
    const index = this.#next++;
    const known = this.#parts[index];
    const fits = known !== undefined && isOf(known.picture, shape);
    if (fits && isSame(known.from, from)) return known.picture;
    const { width, height, symbols } = shape;
    const picture = fits ? known.picture : new Cells(width, height, symbols);
    const within = known?.within ?? new PaintMemory();
    draw(picture, within);
    this.#parts[index] = { from, picture, within };
    return picture;
  }
}

function isOf(picture: Cells, { width, height, symbols }: PartShape): boolean {
  return picture.width === width && picture.height === height && picture.symbols === symbols;
}

function isSame(known: readonly unknown[], from: readonly unknown[]): boolean {
  return known.length === from.length && known.every((each, i) => Object.is(each, from[i]));
}
