import { PLAIN, type Style, style } from "./style.ts";

/** What a look is for, apart from the curves of a chart. */
export const ROLES = [
  "value",
  "faint",
  "title",
  "accent",
  "level",
  "selected",
  "cursor",
  "warning",
  "error",
  "critical",
] as const;

/** One of {@linkcode ROLES}. */
export type Role = (typeof ROLES)[number];

/** Roles of what is not as it should be: color alone must not tell them. */
export const ALARM_ROLES: readonly Role[] = ["warning", "error", "critical"];

/** Colors of a picture of the screen; the terminal's own are left alone. 0xRRGGBB. */
export interface PageColors {
  /** Of what has no color of its own. */
  readonly foreground: number;
  /** Behind everything. */
  readonly background: number;
}

/**
 * How things look. Color marks what is not as it should be, and never alone: every alarm differs in
 * weight too, and whoever shows one says it in a word or a sign. Otherwise it only tells curves
 * apart, which carry numbers besides.
 */
export interface Theme extends Readonly<Record<Role, Style>> {
  /** What it is chosen by. */
  readonly name: string;
  /** What the colors are chosen for. */
  readonly page: PageColors;
  /** Curves that share a picture, in order; further ones begin again. At least one. */
  readonly series: readonly Style[];
}

const SELECTED = style({ inverse: true });

const dark: Theme = {
  name: "dark",
  page: { foreground: 0xe6edf3, background: 0x0d1117 },
  value: style({ bold: true }),
  faint: style({ dim: true }),
  title: style({ bold: true }),
  accent: style({ color: 0x8fb8de }),
  level: style({ dim: true }),
  selected: SELECTED,
  cursor: SELECTED,
  warning: style({ color: 0xd7a13b, bold: true }),
  error: style({ color: 0xe5604d, bold: true }),
  critical: style({ color: 0xe5604d, bold: true, inverse: true }),
  series: [0x8fb8de, 0x9fc5a8, 0xb9a3d0, 0x9aa7b5].map((color) => style({ color })),
};

const light: Theme = {
  ...dark,
  name: "light",
  page: { foreground: 0x1f2328, background: 0xffffff },
  accent: style({ color: 0x2a5f94 }),
  warning: style({ color: 0x855300, bold: true }),
  error: style({ color: 0xb3261e, bold: true }),
  critical: style({ color: 0xb3261e, bold: true, inverse: true }),
  series: [0x2a5f94, 0x2f6b4f, 0x6b4a8f, 0x55606b].map((color) => style({ color })),
};

/** Nothing is dimmed, and alarms differ in more than weight. */
const highContrast: Theme = {
  ...dark,
  name: "high-contrast",
  page: { foreground: 0xffffff, background: 0x000000 },
  faint: PLAIN,
  level: PLAIN,
  accent: style({ color: 0x66d9ff, bold: true }),
  warning: style({ color: 0xffd700, bold: true, underline: true }),
  error: style({ color: 0xff9a8f, bold: true, inverse: true }),
  critical: style({ color: 0xff9a8f, bold: true, inverse: true, underline: true }),
  series: [0x66d9ff, 0x7dff9a, 0xe0b0ff, 0xffffff].map((color) => style({ color, bold: true })),
};

const monochrome: Theme = {
  ...dark,
  name: "monochrome",
  accent: PLAIN,
  warning: style({ bold: true, underline: true }),
  error: style({ bold: true, inverse: true }),
  critical: style({ bold: true, inverse: true, underline: true }),
  series: [PLAIN],
};

/** The themes that are there; the first when nothing is said. */
export const THEMES: readonly Theme[] = [dark, light, highContrast, monochrome];
