import type { Cells } from "./cells.ts";
import {
  type AtElement,
  type Axis,
  type BoxProps,
  type ContainerElement,
  type Element,
  fixedSize,
  insetX,
  insetY,
  maximum,
  minimum,
  type StillElement,
  type TextElement,
  wantedSize,
} from "./element.ts";
import { cellCount } from "./glyphs.ts";
import { PaintMemory } from "./paint_memory.ts";
import { PLAIN } from "./style.ts";

/**
 * Clears `cells`, lays `root` out over all of them and paints it.
 *
 * @param memory Of the screens painted before, for parts that stand still: it changes the cost, and
 * nothing else.
 */
export function paint(root: Element, cells: Cells, memory = new PaintMemory()): void {
  cells.clear();
  memory.rewind();
  const whole = { x: 0, y: 0, width: cells.width, height: cells.height };
  place(root, { cells, memory }, whole);
}

/** What is painted on, and from which memory. */
interface Surface {
  readonly cells: Cells;
  readonly memory: PaintMemory;
}

/** Where an element is painted; one object a call, changed by nobody. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function place(element: Element, surface: Surface, at: Place): void {
  if (at.width <= 0 || at.height <= 0) return;
  const { cells } = surface;
  switch (element.kind) {
    case "text":
      return paintText(element, cells, at);
    case "draw":
      cells.clip(at);
      element.props.draw(cells, at);
      return cells.unclip();
    case "still":
      return cells.copy(pictureOf(element, surface, at), at);
    case "at":
      return placeAt(element, surface, at);
    case "fragment":
      for (const child of element.children) place(child, surface, at);
      return;
    default:
      return placeContainer(element, surface, at);
  }
}

function placeAt({ props: { rect, children } }: AtElement, surface: Surface, at: Place): void {
  place(children, surface, {
    x: at.x + rect.x,
    y: at.y + rect.y,
    width: Math.min(rect.width, at.width - rect.x),
    height: Math.min(rect.height, at.height - rect.y),
  });
}

/** The picture of a part, painted anew unless it is remembered. */
function pictureOf({ props }: StillElement, { cells, memory }: Surface, at: Place): Cells {
  const { from, content } = props;
  const shape = { width: at.width, height: at.height, symbols: cells.symbols };
  return memory.next(from, shape, (picture, within) => paint(content(), picture, within));
}

function placeContainer(element: ContainerElement, surface: Surface, at: Place): void {
  const { cells } = surface;
  const { kind, props, border, children } = element;
  if (border) paintBorder(border, cells, at);
  else if (props.style) cells.fill(at, undefined, props.style);
  const padX = insetX(element);
  const padY = insetY(element);
  const inner = {
    x: at.x + padX,
    y: at.y + padY,
    width: at.width - 2 * padX,
    height: at.height - 2 * padY,
  };
  if (inner.width <= 0 || inner.height <= 0) return;
  if (kind === "stack") {
    for (const child of children) {
      place(child, surface, {
        ...inner,
        width: across(child, "horizontal", inner.width),
        height: across(child, "vertical", inner.height),
      });
    }
    return;
  }
  const horizontal = kind === "row";
  const axis = horizontal ? "horizontal" : "vertical";
  const available = horizontal ? inner.width : inner.height;
  const gap = props.gap ?? 0;
  const sizes = distribute(children, axis, available - gap * (children.length - 1));
  let offset = 0;
  for (let i = 0; i < children.length && offset < available; i++) {
    const size = Math.min(sizes[i], available - offset);
    place(
      children[i],
      surface,
      horizontal
        ? {
          x: inner.x + offset,
          y: inner.y,
          width: size,
          height: across(children[i], "vertical", inner.height),
        }
        : {
          x: inner.x,
          y: inner.y + offset,
          width: across(children[i], "horizontal", inner.width),
          height: size,
        },
    );
    offset += size + gap;
  }
}

/** Size across the main axis: all there is, unless fixed or bounded. */
function across(child: Element, axis: Axis, available: number): number {
  return Math.min(available, fixedSize(child, axis) ?? maximum(child, axis));
}

/** Sizes of `children` along `axis`; their sum is `available` where growing or shrinking allows. */
function distribute(children: readonly Element[], axis: Axis, available: number): number[] {
  const sizes: number[] = [];
  let spare = available;
  for (const child of children) {
    const grows = (child.props.grow ?? 0) > 0 && fixedSize(child, axis) === undefined;
    const size = grows ? minimum(child, axis) : wantedSize(child, axis);
    sizes.push(size);
    spare -= size;
  }
  if (spare > 0) growAll(children, sizes, { axis, spare });
  if (spare < 0) shrinkAll(children, sizes, { axis, spare });
  return sizes;
}

interface Spare {
  readonly axis: Axis;
  readonly spare: number;
}

/** Shares out what is left over; again while a maximum gave something back. */
function growAll(children: readonly Element[], sizes: number[], { axis, spare }: Spare): void {
  let left = spare;
  while (left > 0) {
    let total = 0;
    for (let i = 0; i < children.length; i++) {
      if (sizes[i] < maximum(children[i], axis)) total += children[i].props.grow ?? 0;
    }
    if (total <= 0) return;
    let shares = 0;
    let upTo = 0;
    let used = 0;
    for (let i = 0; i < children.length; i++) {
      const room = maximum(children[i], axis) - sizes[i];
      if (room <= 0) continue;
      shares += children[i].props.grow ?? 0;
      // Cumulative rounding: the parts always add up to the whole.
      const cumulative = Math.floor((left * shares) / total);
      const taken = Math.min(room, cumulative - upTo);
      upTo = cumulative;
      sizes[i] += taken;
      used += taken;
    }
    if (used === 0) return;
    left -= used;
  }
}

/** Takes what is missing from the children, in proportion to what each can give. */
function shrinkAll(children: readonly Element[], sizes: number[], { axis, spare }: Spare): void {
  let total = 0;
  for (let i = 0; i < children.length; i++) total += sizes[i] - minimum(children[i], axis);
  if (total === 0) return;
  const missing = Math.min(-spare, total);
  let shares = 0;
  let upTo = 0;
  for (let i = 0; i < children.length; i++) {
    shares += sizes[i] - minimum(children[i], axis);
    const cumulative = Math.floor((missing * shares) / total);
    sizes[i] -= cumulative - upTo;
    upTo = cumulative;
  }
}

function paintText(element: TextElement, cells: Cells, at: Place): void {
  const { lines, style, props } = element;
  const options = { style, maxWidth: at.width };
  for (let i = 0; i < lines.length && i < at.height; i++) {
    let x = at.x;
    if (props.align === "right" || props.align === "center") {
      const room = Math.max(0, at.width - cellCount(lines[i]));
      x += props.align === "right" ? room : room >> 1;
    }
    cells.write(x, at.y + i, lines[i], options);
  }
}

const HORIZONTAL = 0x2500;
const VERTICAL = 0x2502;
const TOP_LEFT = 0x256d;
const TOP_RIGHT = 0x256e;
const BOTTOM_LEFT = 0x2570;
const BOTTOM_RIGHT = 0x256f;

function paintBorder(border: BoxProps, cells: Cells, at: Place): void {
  const lines = border.borderStyle ?? PLAIN;
  const { x, y, width, height } = at;
  const right = x + width - 1;
  const bottom = y + height - 1;
  cells.fill(at, undefined, border.style);
  if (width < 2 || height < 2) return;
  for (let i = x + 1; i < right; i++) {
    cells.set(i, y, HORIZONTAL, lines);
    cells.set(i, bottom, HORIZONTAL, lines);
  }
  for (let i = y + 1; i < bottom; i++) {
    cells.set(x, i, VERTICAL, lines);
    cells.set(right, i, VERTICAL, lines);
  }
  cells.set(x, y, TOP_LEFT, lines);
  cells.set(right, y, TOP_RIGHT, lines);
  cells.set(x, bottom, BOTTOM_LEFT, lines);
  cells.set(right, bottom, BOTTOM_RIGHT, lines);

  // "╭─ title ── note ─╮": a corner, a line and a blank on either side.
  let end = x + 1;
  const room = width - 6;
  if (border.title && room > 0) {
    end = cells.write(x + 2, y, ` `, { style: lines });
    end = cells.write(end, y, border.title, { style: border.titleStyle, maxWidth: room });
    end = cells.write(end, y, " ", { style: lines });
  }
  if (border.note) {
    const start = right - 3 - cellCount(border.note);
    if (start <= end) return;
    end = cells.write(start, y, ` `, { style: lines });
    end = cells.write(end, y, border.note, { style: border.noteStyle });
    cells.write(end, y, " ", { style: lines });
  }
}
