import { FLOATER_COLUMNS, type Frame, type PlantParameters } from "../../telemetry/mod.ts";
import { Canvas, type Cells, type Rect, type Style, type Theme } from "../kit/mod.ts";

/** What the water and the chain are drawn from. */
export interface ChainLook {
  readonly parameters: PlantParameters;
  readonly theme: Theme;
}

/** What the floaters are drawn from. */
export interface FloatersLook extends ChainLook {
  readonly frame: Frame;
}

const COLUMNS = FLOATER_COLUMNS.length;
const SIGMA = FLOATER_COLUMNS.indexOf("sigma");
const VOLUME = FLOATER_COLUMNS.indexOf("volume");
const VALVE = FLOATER_COLUMNS.indexOf("valve");

const SURFACE = 0x2248; // ≈
const VALVE_OPEN = 0xbb; // »
const VENTING = 0xb0; // °

/** Part of the pitch that a floater is thick, and its bounds in dots. */
const THICKNESS = 0.5;
const MAX_THICKNESS = 5;

/** Where the path of the chain lies on a canvas, in dots. */
interface Path {
  readonly height: number;
  readonly radius: number;
  readonly length: number;
  /** Dots a metre, upwards. */
  readonly scale: number;
  /** Row of the lower sprocket's axis. */
  readonly axis: number;
  /** Column of the ascending leg and of the descending one. */
  readonly ascending: number;
  readonly descending: number;
  /** Dots of the longest floater. */
  readonly reach: number;
}

/** A point of the path and the direction that points away from the loop, in dots. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly outX: number;
  readonly outY: number;
}

/**
 * Draws the chain under the water's surface: the ascending leg at the left, the descending one at
 * the right. Heights are to scale, widths are not.
 */
export function drawChain(cells: Cells, rect: Rect, { parameters, theme }: ChainLook): void {
  cells.fill({ ...rect, height: 1 }, SURFACE, theme.faint);
  if (rect.height < 2) return;
  const canvas = new Canvas(cells, underWater(rect));
  drawPath(canvas, pathOn(canvas, parameters), theme.faint);
}

/**
 * Draws the floaters on the chain that is there, each reaching out as far as it holds air, with a
 * mark where its valve is open. Above one that tips with air in it the surface bubbles.
 */
export function drawFloaters(cells: Cells, rect: Rect, look: FloatersLook): void {
  if (rect.height < 2) return;
  const { frame, parameters, theme } = look;
  const below = underWater(rect);
  const canvas = new Canvas(cells, below);
  const path = pathOn(canvas, parameters);
  const pitch = path.length / frame.floaterCount;
  const thickness = Math.max(
    1,
    Math.min(MAX_THICKNESS, Math.floor(pitch * path.scale * THICKNESS)),
  );
  for (let floater = 0; floater < frame.floaterCount; floater++) {
    const row = floater * COLUMNS;
    const place = placeAt(path, frame.floaters[row + SIGMA]);
    const filled = frame.floaters[row + VOLUME] / parameters["floater.volume"];
    drawFloater(canvas, place, { reach: path.reach, filled, thickness, theme });
    if (filled > 0 && isOnTop(path, frame.floaters[row + SIGMA])) {
      const cell = Math.floor(place.x * below.width / canvas.width);
      cells.set(below.x + cell, rect.y, VENTING, theme.value);
    }
    if (frame.floaters[row + VALVE] > 0) {
      const cell = Math.floor(place.y * below.height / canvas.height);
      cells.set(rect.x, below.y + cell, VALVE_OPEN, theme.value);
    }
  }
}

/** The part of the picture below the surface, which is its first row. */
function underWater(rect: Rect): Rect {
  return { ...rect, y: rect.y + 1, height: rect.height - 1 };
}

/** Whether a place is on the arc over the upper sprocket, where floaters tip and vent. */
function isOnTop({ height, radius }: Path, sigma: number): boolean {
  return sigma >= height && sigma < height + Math.PI * radius;
}

/** The path fitted into a canvas: its top at the surface, if the water is no deeper. */
function pathOn(canvas: Canvas, parameters: PlantParameters): Path {
  const height = parameters["chain.straightHeight"];
  const radius = parameters["chain.sprocketRadius"];
  const depth = parameters["water.depth"];
  const scale = (canvas.height - 1) / (depth + radius);
  // Two fifths of the width are for floaters on the ascending leg, where the air is.
  const ascending = Math.round(canvas.width * 0.5);
  const descending = Math.round(canvas.width * 0.78);
  return {
    height,
    radius,
    length: 2 * height + 2 * Math.PI * radius,
    scale,
    axis: depth * scale,
    ascending,
    descending,
    reach: ascending - Math.max(3, Math.round(canvas.width * 0.1)),
  };
}

/** Source: docs/PHYSICS.md section 2; arcs are drawn as ellipses. */
function placeAt(path: Path, sigma: number): Place {
  const { height, radius, scale, axis, ascending, descending } = path;
  const arc = Math.PI * radius;
  const middle = (ascending + descending) / 2;
  const half = (descending - ascending) / 2;
  const rowOf = (z: number) => axis - z * scale;
  if (sigma < height) return { x: ascending, y: rowOf(sigma), outX: -1, outY: 0 };
  if (sigma < height + arc) {
    const angle = (sigma - height) / radius;
    const [along, up] = [-Math.cos(angle), Math.sin(angle)];
    return {
      x: middle + half * along,
      y: rowOf(height + radius * up),
      outX: along,
      outY: -up,
    };
  }
  if (sigma < 2 * height + arc) {
    return { x: descending, y: rowOf(2 * height + arc - sigma), outX: 1, outY: 0 };
  }
  const angle = (sigma - 2 * height - arc) / radius;
  const [along, down] = [Math.cos(angle), Math.sin(angle)];
  return { x: middle + half * along, y: rowOf(-radius * down), outX: along, outY: down };
}

function drawPath(canvas: Canvas, path: Path, style: Style): void {
  const { height, radius, length } = path;
  const arc = Math.PI * radius;
  canvas.line(placeAt(path, 0), placeAt(path, height * (1 - 1e-9)), style);
  canvas.line(placeAt(path, height + arc), placeAt(path, 2 * height + arc), style);
  // As many points as the arc has dots, so that it has no holes.
  const count = Math.ceil(arc * path.scale + path.descending - path.ascending);
  for (let point = 0; point <= count; point++) {
    const along = arc * point / count;
    const top = placeAt(path, height + along);
    const bottom = placeAt(path, Math.min(length, 2 * height + arc + along));
    canvas.dot(top.x, top.y, style);
    canvas.dot(bottom.x, bottom.y, style);
  }
}

/** A floater: a stub where it hangs, and its air as long as it is full. */
function drawFloater(
  canvas: Canvas,
  place: Place,
  look: { reach: number; filled: number; thickness: number; theme: Theme },
): void {
  const dots = look.filled > 0 ? Math.max(1, Math.round(look.filled * look.reach)) : 0;
  const style = dots > 0 ? look.theme.accent : look.theme.faint;
  const length = Math.max(2, dots + 1);
  for (let layer = 0; layer < look.thickness; layer++) {
    const shift = layer - (look.thickness - 1) / 2;
    const from = {
      x: place.x + place.outX - place.outY * shift,
      y: place.y + place.outY + place.outX * shift,
    };
    const to = { x: from.x + place.outX * length, y: from.y + place.outY * length };
    canvas.line(from, to, style);
    if (dots === 0) return;
  }
}
