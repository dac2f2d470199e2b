import { PI } from "../elementary.ts";
import { PLACE_BAND, type PlantModel } from "../model.ts";
import { pathHeight } from "../path.ts";

/** How finely a pitch is divided: cells per lap, and at least so many per pitch. */
export interface Resolution {
  readonly perLap: number;
  readonly perPitch: number;
}

/** For a speed that changes by some percent: powers err by less than 1e-6. */
export const COARSE: Resolution = { perLap: 768, perPitch: 16 };
/** For a speed that changes by half. */
export const FINE: Resolution = { perLap: 4096, perPitch: 128 };

/**
 * One pitch of chain travel in cells. Places where something happens to a floater lie between
 * cells, so that inside a cell everything is smooth but for a valve that shuts on its fill.
 */
export interface PitchGrid {
  readonly cells: number;
  /** Chain offset at which each cell begins, m; one more for the end. */
  readonly offsets: Float64Array;
  /** Length of each cell, m. */
  readonly lengths: Float64Array;
  /** Floaters on the descending leg. Per cell. */
  readonly descending: Float64Array;
  /** What weight and buoyancy of the shells do on the chain, J. Per cell. */
  readonly shellWork: Float64Array;
  /** Cell before which a floater enters the window, and its slot. */
  readonly start: { readonly cell: number; readonly slot: number };
  /** Cell before which an open window ends. */
  readonly end: { readonly cell: number; readonly slot: number };
  /** Cell before which what is left is dumped. */
  readonly vent: { readonly cell: number; readonly slot: number };
}

/** Divides a pitch of the plant's chain into cells, with the valve's regimes at `header`, Pa. */
export function divideSteadyPitch(
  model: PlantModel,
  header: number,
  { perLap, perPitch }: Resolution,
): PitchGrid {
  const { pitch, count } = model;
  const breaks = [...model.places.map(({ offset }) => offset), 0];
  for (const ratio of [model.criticalRatio, model.laminarRatio, 1]) {
    // Nowhere on the leg without gravity: a quotient by 0.
    const sigma = (model.axisPressure - ratio * header) / model.rhoG;
    if (sigma > 0 && sigma < model.height) breaks.push(sigma - Math.floor(sigma / pitch) * pitch);
  }
  breaks.sort((a, b) => a - b);
  const longest = pitch / Math.max(perPitch, Math.ceil(perLap / count));
  const nodes = [0];
  for (const at of breaks) {
    const from = nodes[nodes.length - 1];
    if (at - from <= PLACE_BAND * pitch) continue;
    const parts = Math.ceil((at - from) / longest);
    for (let k = 1; k <= parts; k++) nodes.push(k === parts ? at : from + (at - from) * k / parts);
  }
  const offsets = Float64Array.from(nodes);
  const cells = nodes.length - 1;
  const placeOf = (kind: string) => {
    const { offset, slot } = model.places.find((place) => place.kind === kind)!;
    return { cell: nodes.findIndex((x) => x >= offset - PLACE_BAND * pitch), slot };
  };
  return {
    cells,
    offsets,
    lengths: Float64Array.from({ length: cells }, (_, i) => nodes[i + 1] - nodes[i]),
    ...shells(model, offsets),
    start: placeOf("windowStart"),
    end: placeOf("windowEnd"),
    vent: placeOf("vent"),
  };
}

function shells(model: PlantModel, offsets: Float64Array) {
  const cells = offsets.length - 1;
  const descending = new Float64Array(cells);
  const heights = new Float64Array(cells + 1);
  for (let i = 0; i <= cells; i++) {
    for (let slot = 0; slot < model.count; slot++) {
      const sigma = slot * model.pitch + offsets[i];
      heights[i] += pathHeight(model.path, sigma);
      if (i === cells) continue;
      const middle = sigma + 0.5 * (offsets[i + 1] - offsets[i]);
      if (middle > model.height + PI * model.radius && middle < model.bottomStart) descending[i]++;
    }
  }
  const shellWork = new Float64Array(cells);
  for (let i = 0; i < cells; i++) {
    shellWork[i] = -model.shellWeight * (heights[i + 1] - heights[i]);
  }
  return { descending, shellWork };
}
