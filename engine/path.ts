import { PI, sin } from "./elementary.ts";

/** The closed path of the chain: two straight legs over two equal sprockets. */
export interface Path {
  /** Length of each leg, m. */
  readonly height: number;
  /** Radius of both sprockets, m. */
  readonly radius: number;
}

/**
 * Length of the whole path, m.
 * Source: docs/PHYSICS.md section 2, L = 2 h + 2 pi R.
 */
export function pathLength({ height, radius }: Path): number {
  return 2 * height + 2 * PI * radius;
}

/**
 * Height above the lower sprocket axis, m, at path coordinate `sigma` in [0, L), m.
 * Source: docs/PHYSICS.md section 2.
 */
export function pathHeight({ height, radius }: Path, sigma: number): number {
  const arc = PI * radius;
  if (sigma < height) return sigma;
  if (sigma < height + arc) return height + radius * sin((sigma - height) / radius);
  if (sigma < 2 * height + arc) return 2 * height + arc - sigma;
  return -radius * sin((sigma - 2 * height - arc) / radius);
}

/** Which part of the path `sigma` in [0, L) lies on. */
export type PathPart = "ascending" | "top" | "descending" | "bottom";

/** Which part of the path `sigma` in [0, L), m, lies on. */
export function pathPart({ height, radius }: Path, sigma: number): PathPart {
  const arc = PI * radius;
  if (sigma < height) return "ascending";
  if (sigma < height + arc) return "top";
  if (sigma < 2 * height + arc) return "descending";
  return "bottom";
}
