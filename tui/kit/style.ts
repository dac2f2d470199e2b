/** Foreground or background left to the terminal. */
export const DEFAULT_COLOR: number = -1;

/** Background that keeps whatever is already below. */
export const SEE_THROUGH: number = -2;

/** Bits of {@linkcode Style.attributes}. */
export const ATTRIBUTES: Readonly<
  Record<"bold" | "dim" | "italic" | "underline" | "inverse", number>
> = { bold: 1, dim: 2, italic: 4, underline: 8, inverse: 16 };

/**
 * How a glyph looks. Colors are 0xRRGGBB; the encoder maps them to what the terminal can show.
 * Made once by {@linkcode style}, so that painting a frame allocates none.
 */
export interface Style {
  /** 0xRRGGBB or {@linkcode DEFAULT_COLOR}. */
  readonly foreground: number;
  /** 0xRRGGBB, {@linkcode DEFAULT_COLOR} or {@linkcode SEE_THROUGH}. */
  readonly background: number;
  /** Sum of {@linkcode ATTRIBUTES}. */
  readonly attributes: number;
}

/** What {@linkcode style} is made from. */
export interface StyleOptions {
  /** 0xRRGGBB; left out: the terminal's own. */
  readonly color?: number | undefined;
  /** 0xRRGGBB; left out: what is below stays, with its inverse. */
  readonly background?: number | undefined;
  /** Heavier or brighter. */
  readonly bold?: boolean | undefined;
  /** Fainter. */
  readonly dim?: boolean | undefined;
  /** Slanted. */
  readonly italic?: boolean | undefined;
  /** Underlined. */
  readonly underline?: boolean | undefined;
  /** Foreground and background exchanged. */
  readonly inverse?: boolean | undefined;
}

function checkColor(color: number, role: string): number {
  if (!Number.isInteger(color) || color < 0 || color > 0xffffff) {
    throw new RangeError(
      `Cannot make style as ${role} must be 0x000000 to 0xFFFFFF: current value is ${color}`,
    );
  }
  return color;
}

/**
 * Makes a {@linkcode Style}.
 *
 * @throws RangeError when a color is not 0x000000 to 0xFFFFFF.
 */
export function style(options: StyleOptions = {}): Style {
  const { color, background } = options;
  let attributes = 0;
  if (options.bold) attributes |= ATTRIBUTES.bold;
  if (options.dim) attributes |= ATTRIBUTES.dim;
  if (options.italic) attributes |= ATTRIBUTES.italic;
  if (options.underline) attributes |= ATTRIBUTES.underline;
  if (options.inverse) attributes |= ATTRIBUTES.inverse;
  return {
    foreground: color === undefined ? DEFAULT_COLOR : checkColor(color, "color"),
    background: background === undefined ? SEE_THROUGH : checkColor(background, "background"),
    attributes,
  };
}

/** Terminal's own colors, no attributes, background kept. */
export const PLAIN: Style = style();
