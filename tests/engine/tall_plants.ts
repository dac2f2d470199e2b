import { type PlantParameters, PRESETS } from "../../engine/mod.ts";

/** Height, m, of the stretch below the top in which floaters are filled. */
const WINDOW = 2.25;

/**
 * kpp-01 with legs `times` as long and floaters as far apart, filled just below the top only: as
 * many floaters carry air whatever the height, and all others are empty.
 */
export function tallPlant(times: number): PlantParameters {
  const p = PRESETS["kpp-01"].parameters;
  const radius = p["chain.sprocketRadius"];
  const lengthOf = (height: number) => 2 * height + 2 * Math.PI * radius;
  const pitch = lengthOf(p["chain.straightHeight"]) / p["chain.floaterCount"];
  const height = p["chain.straightHeight"] * times;
  const count = Math.round(lengthOf(height) / pitch);
  // So high that whole pitches go into the chain, as they do in kpp-01.
  const straight = 0.5 * (count * pitch - 2 * Math.PI * radius);
  return {
    ...p,
    "chain.floaterCount": count,
    "chain.straightHeight": straight,
    "water.depth": straight + radius + 4,
    "injector.windowStart": straight - WINDOW,
    "injector.windowEnd": straight,
    "chain.externalForce": 500,
    "chain.coulombFriction": 10,
    "chain.viscousFriction": 120,
    "initial.speed": 0.25,
  };
}
