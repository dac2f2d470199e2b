/**
 * A small terminal kit: JSX function components, row and column layout, a grid of cells, diffs,
 * keys, and the guard around the terminal. It knows nothing of what it shows.
 *
 * A view is a pure function from a model to elements. Each frame the elements are laid out and
 * painted into {@linkcode Cells}; only the cells that differ from what the terminal shows are
 * written. Nothing is kept between frames: no state, no hooks, no virtual DOM. What it costs alone
 * is kept low by a {@linkcode PaintMemory}: a `Still` says what it is made from, and while that is
 * the same its cells are copied instead of painted.
 *
 * ```tsx
 * import { Box, Cells, type Element, paint, Row, Spacer, style, Text } from "./mod.ts";
 * import { equal } from "node:assert/strict";
 *
 * const VALUE = style({ color: 0x7ee787, bold: true });
 *
 * function Reading(props: { label: string; value: number; unit: string }): Element {
 *   return (
 *     <Row gap={1}>
 *       <Text>{props.label}</Text>
 *       <Spacer />
 *       <Text style={VALUE}>{props.value.toFixed(1)}</Text>
 *       <Text>{props.unit}</Text>
 *     </Row>
 *   );
 * }
 *
 * const cells = new Cells(24, 3);
 * paint(<Box title="Shaft"><Reading label="power" value={2.5} unit="kW" /></Box>, cells);
 * equal(
 *   cells.toString(),
 *   [
 *     "╭─ Shaft ──────────────╮",
 *     "│power           2.5 kW│",
 *     "╰──────────────────────╯",
 *   ].join("\n"),
 * );
 * ```
 *
 * Layout: `Row`, `Column`, `Stack` (overlays), `At` (a place of its own), `Box` (border, title,
 * note), `Text`, `Spacer`, `Draw` (paints itself), `Still` (painted when it changes). Size props
 * are on all of them: `width`, `height`, `minWidth`, `maxWidth`, `minHeight`, `maxHeight`, `grow`;
 * see {@linkcode SizeProps} for the rules. Between the tags a boolean, `null` or `undefined`
 * shows nothing.
 *
 * Numbers as lengths: `Bar`. {@linkcode Canvas} draws dots in a `Draw`.
 *
 * Colors are 0xRRGGBB everywhere and styles are made once with {@linkcode style}; what the
 * terminal can show of them ({@linkcode detectColors}, {@linkcode detectSymbols}) is the kit's
 * affair. In the `mono` depth only attributes are left, so let every style that means something
 * differ in bold, dim, underline or inverse too, as those of {@linkcode THEMES} do;
 * {@linkcode parseTheme} holds a theme file to it.
 *
 * A picture of the screen to copy is `cells.toString()`, and one to show is {@linkcode toSvg} of
 * the cells with the `page` colors of the theme.
 *
 * {@linkcode enterTerminal} takes the terminal over and gives the {@linkcode TerminalGuard} that
 * shows screens, reports keys, mouse, focus and sizes, and restores the terminal on every way out.
 * When its `ended` resolves, the program should exit: a read of the keyboard still waits.
 *
 * @module
 */
export { Bar, type BarProps } from "./bar.ts";
export { Canvas, type Dot, dotColumns, type Run } from "./canvas.ts";
export { BLANK_ATTRIBUTES, Cells, type Rect, type WriteOptions } from "./cells.ts";
export { toDepth } from "./color.ts";
export { At, Box, Column, Draw, Row, Spacer, Stack, Still, Text } from "./components.ts";
export {
  COLOR_DEPTHS,
  type ColorDepth,
  detectColors,
  detectSymbols,
  type Environment,
  TERMINAL_VARIABLES,
} from "./detect.ts";
export type { DeviceEvents, EndSignal, Size, TerminalDevice } from "./device.ts";
export { ScreenDiff } from "./diff.ts";
export type {
  AtElement,
  AtProps,
  BoxProps,
  Children,
  ContainerElement,
  ContainerProps,
  DrawElement,
  DrawProps,
  Element,
  FragmentElement,
  SizeProps,
  StillElement,
  StillProps,
  TextChildren,
  TextElement,
  TextProps,
} from "./element.ts";
export { cellCount, glyph, SYMBOL_SETS, type SymbolSet } from "./glyphs.ts";
export { type FocusChange, type InputEvent, InputParser, type KeyEvent } from "./keys.ts";
export { paint } from "./layout.ts";
export { PaintMemory } from "./paint_memory.ts";
export type { MouseButton, MousePress } from "./mouse.ts";
export {
  ATTRIBUTES,
  DEFAULT_COLOR,
  PLAIN,
  SEE_THROUGH,
  type Style,
  style,
  type StyleOptions,
} from "./style.ts";
export { type SvgOptions, toSvg } from "./svg.ts";
export { ALARM_ROLES, type PageColors, type Role, ROLES, type Theme, THEMES } from "./theme.ts";
export { parseTheme, type ThemeReading } from "./theme_file.ts";
export { type Ended, type EndReason, type GuardOptions, TerminalGuard } from "./guard.ts";
export { enterTerminal } from "./terminal.ts";
export { wrap } from "./wrap.ts";
