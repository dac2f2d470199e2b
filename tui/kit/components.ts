import {
  type AtProps,
  type BoxProps,
  container,
  type ContainerProps,
  drawing,
  type DrawProps,
  type Element,
  placed,
  type SizeProps,
  still,
  type StillProps,
  text,
  type TextProps,
} from "./element.ts";

/** Children side by side, from left to right. */
export function Row(props: ContainerProps): Element {
  return container("row", props);
}

/** Children below each other, from the top. */
export function Column(props: ContainerProps): Element {
  return container("column", props);
}

/** Children over each other, each in the whole space, the last on top. */
export function Stack(props: ContainerProps): Element {
  return container("stack", props);
}

/** An element at a place of its own, such as a child of a `Stack`. */
export function At(props: AtProps): Element {
  return placed(props);
}

/** Column with a border and a title; hides what is below it. */
export function Box(props: BoxProps): Element {
  return container("column", props, props);
}

/** Lines of text, one style; a longer line ends in an ellipsis. */
export function Text(props: TextProps): Element {
  return text(props);
}

/** Takes the space that is left over. */
export function Spacer(props: SizeProps): Element {
  return drawing({ grow: 1, ...props, draw: leaveBlank });
}

/** Leaf that paints itself: charts, schematics. Give it `grow`, or a width and a height. */
export function Draw(props: DrawProps): Element {
  return drawing(props);
}

/**
 * A part that is painted anew only when something in `from` has changed, and from memory otherwise.
 * It hides what is below it. Give it `grow`, or a width and a height.
 */
export function Still(props: StillProps): Element {
  return still(props);
}

function leaveBlank(): void {}
