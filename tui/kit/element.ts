import type { Cells, Rect } from "./cells.ts";
import { cellCount } from "./glyphs.ts";
import { PLAIN, type Style } from "./style.ts";

/**
 * Size wishes of an element, in cells.
 *
 * Along the main axis of its parent an element is as large as `width` or `height` says, else as
 * `grow` says, else as large as its content. What is left over goes to the children with `grow`
 * in proportion, from their minimum up to their maximum. Where the children do not fit, those
 * without a fixed size shrink in proportion down to their minimum; then the last are cut off.
 * Across the main axis an element fills its parent unless its size is fixed.
 */
export interface SizeProps {
  /** Fixed columns. */
  readonly width?: number | undefined;
  /** Fixed rows. */
  readonly height?: number | undefined;
  /** Fewest columns; 0. */
  readonly minWidth?: number | undefined;
  /** Most columns; no limit. */
  readonly maxWidth?: number | undefined;
  /** Fewest rows; 0. */
  readonly minHeight?: number | undefined;
  /** Most rows; no limit. */
  readonly maxHeight?: number | undefined;
  /** Share of the space left over; 0 is none. */
  readonly grow?: number | undefined;
  /** For lists; the kit keeps nothing between frames and does not look at it. */
  readonly key?: string | number | undefined;
}

/** What stands between the tags of a container; a boolean, `null` or `undefined` shows nothing. */
export type Children = Element | readonly Children[] | boolean | null | undefined;

/** Props of `Row`, `Column` and `Stack`. */
export interface ContainerProps extends SizeProps {
  /** What stands between the tags. */
  readonly children?: Children;
  /** Blank cells between neighbours; 0. */
  readonly gap?: number | undefined;
  /** Blank cells inside every edge; 0. */
  readonly padding?: number | undefined;
  /** Instead of `padding` at left and right. */
  readonly paddingX?: number | undefined;
  /** Instead of `padding` at top and bottom. */
  readonly paddingY?: number | undefined;
  /** Fills the whole element before its children are painted. */
  readonly style?: Style | undefined;
}

/** Props of `Box`: a column with a border. */
export interface BoxProps extends ContainerProps {
  /** In the top edge, at the left. */
  readonly title?: string | undefined;
  /** Of the title. */
  readonly titleStyle?: Style | undefined;
  /** In the top edge, at the right, where there is room beside the title. */
  readonly note?: string | undefined;
  /** Of the note. */
  readonly noteStyle?: Style | undefined;
  /** Of the border. */
  readonly borderStyle?: Style | undefined;
}

/** Text of a `Text`; nothing is shown for a boolean, `null`, `undefined`. */
export type TextChildren =
  | string
  | number
  | readonly TextChildren[]
  | boolean
  | null
  | undefined;

/** Props of `Text`: lines, each cut to the width with an ellipsis. */
export interface TextProps extends SizeProps {
  /** The text; a line feed starts a new line. */
  readonly children?: TextChildren;
  /** Of all lines; {@linkcode PLAIN} when left out. */
  readonly style?: Style | undefined;
  /** Where the line stands in a wider element; left. */
  readonly align?: "left" | "center" | "right" | undefined;
}

/** Props of `Draw`: a leaf that paints itself, clipped to its rectangle. */
export interface DrawProps extends SizeProps {
  /** Paints; writes outside the rectangle are dropped. */
  readonly draw: (cells: Cells, rect: Rect) => void;
}

/** Props of `Still`: a part that is painted anew only when what it is made from has changed. */
export interface StillProps extends SizeProps {
  /** Everything that its content is made from, components included. */
  readonly from: readonly unknown[];
  /** Makes the content from nothing but `from` and the size of the part. */
  readonly content: () => Element;
}

/** Props of `At`: an element at a place of its own, cut off where its parent ends. */
export interface AtProps extends SizeProps {
  /** Where it is, from the top left corner of the parent. */
  readonly rect: Rect;
  /** What stands between the tags. */
  readonly children: Element;
}

/** What an element is, as {@linkcode paint} sees it. Sizes are natural sizes, in cells. */
export type Element =
  | ContainerElement
  | FragmentElement
  | TextElement
  | DrawElement
  | StillElement
  | AtElement;

/** Row, column or stack of elements. */
export interface ContainerElement {
  /** Which layout. */
  readonly kind: "row" | "column" | "stack";
  /** As given. */
  readonly props: ContainerProps;
  /** Border, title and note, if it has any. */
  readonly border: BoxProps | null;
  /** Flat, nothing empty among them. */
  readonly children: readonly Element[];
  /** Columns of the content. */
  readonly naturalWidth: number;
  /** Rows of the content. */
  readonly naturalHeight: number;
}

/** Several elements that stand as children of the container they are in. */
export interface FragmentElement {
  /** Which layout. */
  readonly kind: "fragment";
  /** As given. */
  readonly props: SizeProps;
  /** Flat, nothing empty among them. */
  readonly children: readonly Element[];
  /** Columns of the content. */
  readonly naturalWidth: number;
  /** Rows of the content. */
  readonly naturalHeight: number;
}

/** Lines of text in one style. */
export interface TextElement {
  /** Which layout. */
  readonly kind: "text";
  /** As given. */
  readonly props: TextProps;
  /** Text by lines. */
  readonly lines: readonly string[];
  /** Of all lines. */
  readonly style: Style;
  /** Columns of the content. */
  readonly naturalWidth: number;
  /** Rows of the content. */
  readonly naturalHeight: number;
}

/** Leaf that paints itself. */
export interface DrawElement {
  /** Which layout. */
  readonly kind: "draw";
  /** As given. */
  readonly props: DrawProps;
  /** Columns of the content. */
  readonly naturalWidth: number;
  /** Rows of the content. */
  readonly naturalHeight: number;
}

/** Part that is painted anew only when what it is made from has changed. */
export interface StillElement {
  /** Which layout. */
  readonly kind: "still";
  /** As given. */
  readonly props: StillProps;
  /** Columns of the content. */
  readonly naturalWidth: number;
  /** Rows of the content. */
  readonly naturalHeight: number;
}

/** An element at a place of its own. */
export interface AtElement {
  /** Which layout. */
  readonly kind: "at";
  /** As given. */
  readonly props: AtProps;
  /** Columns of the content. */
  readonly naturalWidth: number;
  /** Rows of the content. */
  readonly naturalHeight: number;
}

/** Axis of a layout. */
export type Axis = "horizontal" | "vertical";

/** Fixed size along an axis, if there is one. */
export function fixedSize(element: Element, axis: Axis): number | undefined {
  return axis === "horizontal" ? element.props.width : element.props.height;
}

/** Smallest size along an axis. */
export function minimum(element: Element, axis: Axis): number {
  const { minWidth, minHeight } = element.props;
  return fixedSize(element, axis) ?? (axis === "horizontal" ? minWidth : minHeight) ?? 0;
}

/** Largest size along an axis. */
export function maximum(element: Element, axis: Axis): number {
  const { maxWidth, maxHeight } = element.props;
  return fixedSize(element, axis) ?? (axis === "horizontal" ? maxWidth : maxHeight) ?? Infinity;
}

/** Size along an axis that content and size props ask for, before any growing or shrinking. */
export function wantedSize(element: Element, axis: Axis): number {
  const natural = axis === "horizontal" ? element.naturalWidth : element.naturalHeight;
  return Math.max(minimum(element, axis), Math.min(natural, maximum(element, axis)));
}

/** Blank cells at left and right edge each, border included. */
export function insetX(element: ContainerElement): number {
  const { paddingX, padding } = element.props;
  return (paddingX ?? padding ?? 0) + (element.border ? 1 : 0);
}

/** Blank cells at top and bottom edge each, border included. */
export function insetY(element: ContainerElement): number {
  const { paddingY, padding } = element.props;
  return (paddingY ?? padding ?? 0) + (element.border ? 1 : 0);
}

function collect(children: Children, into: Element[]): void {
  if (children === undefined || children === null) return;
  if (typeof children === "boolean") return;
  if (isList(children)) { for (const child of children) collect(child, into); }
  else if (children.kind === "fragment") into.push(...children.children);
  else into.push(children);
}

// Array.isArray does not narrow readonly arrays.
function isList(children: Children): children is readonly Children[] {
  return Array.isArray(children);
}

/** Makes a row, column or stack, measured. */
export function container(
  kind: ContainerElement["kind"],
  props: ContainerProps,
  border: BoxProps | null = null,
): ContainerElement {
  const children: Element[] = [];
  collect(props.children, children);
  let width = 0;
  let height = 0;
  for (const child of children) {
    const childWidth = wantedSize(child, "horizontal");
    const childHeight = wantedSize(child, "vertical");
    width = kind === "row" ? width + childWidth : Math.max(width, childWidth);
    height = kind === "column" ? height + childHeight : Math.max(height, childHeight);
  }
  const gaps = (props.gap ?? 0) * Math.max(0, children.length - 1);
  const bare: ContainerElement = {
    kind,
    props,
    border,
    children,
    naturalWidth: kind === "row" ? width + gaps : width,
    naturalHeight: kind === "column" ? height + gaps : height,
  };
  return {
    ...bare,
    naturalWidth: bare.naturalWidth + 2 * insetX(bare),
    naturalHeight: bare.naturalHeight + 2 * insetY(bare),
  };
}

/** Makes a group without a layout of its own. */
export function fragment(children: Children): FragmentElement {
  const list: Element[] = [];
  collect(children, list);
  return { kind: "fragment", props: {}, children: list, naturalWidth: 0, naturalHeight: 0 };
}

function textOf(children: TextChildren): string {
  if (typeof children === "string") return children;
  if (typeof children === "number") return String(children);
  if (typeof children === "boolean" || children === undefined || children === null) return "";
  let text = "";
  for (const child of children) text += textOf(child);
  return text;
}

/** Makes lines of text, measured. */
export function text(props: TextProps): TextElement {
  const whole = textOf(props.children);
  const lines = whole.includes("\n") ? whole.split("\n") : [whole];
  let width = 0;
  for (const line of lines) width = Math.max(width, cellCount(line));
  return {
    kind: "text",
    props,
    lines,
    style: props.style ?? PLAIN,
    naturalWidth: width,
    naturalHeight: lines.length,
  };
}

/** Makes a leaf that paints itself; it has no natural size. */
export function drawing(props: DrawProps): DrawElement {
  return { kind: "draw", props, naturalWidth: 0, naturalHeight: 0 };
}

/** Makes a part that stands still; it has no natural size. */
export function still(props: StillProps): StillElement {
  return { kind: "still", props, naturalWidth: 0, naturalHeight: 0 };
}

/** Puts an element at a place of its own; it has no natural size. */
export function placed(props: AtProps): AtElement {
  return { kind: "at", props, naturalWidth: 0, naturalHeight: 0 };
}
