import { KAPPA } from "../constants.ts";
import { cos } from "../elementary.ts";
import type { PlantModel } from "../model.ts";
import { pathPart } from "../path.ts";

/**
 * Whether a plant at rest breaks away: the floaters in the window at the initial position get
 * their fill under `header`, Pa, in time, and must then lift more than friction and brake hold.
 * Source: docs/PHYSICS.md section 4.
 */
export function startsFromRest(model: PlantModel, header: number): boolean {
  if (model.parameters["initial.speed"] > 0) return true;
  const { length, pitch, count } = model;
  let drive = model.externalForce;
  for (let floater = 0; floater < count; floater++) {
    const sigma = (model.parameters["initial.position"] + floater * pitch) % length;
    drive -= model.shellWeight * slopeAt(model, sigma);
    if (pathPart(model.path, sigma) === "descending") drive += model.h1Force;
    if (sigma >= model.windowStart && sigma < model.windowEnd) {
      drive += restingLift(model, model.axisPressure - model.rhoG * sigma, header);
    }
  }
  return drive > model.coulombFriction + model.brakeForce;
}

/** Lift of a floater that has been filled at rest at water pressure `p`, N. */
function restingLift(model: PlantModel, p: number, header: number): number {
  if (p >= header) return 0;
  const volume = Math.min(model.volume, KAPPA * model.targetMass * model.cpTw / p);
  const mass = volume * p / (KAPPA * model.cpTw);
  return model.gravity * (model.rho * volume - mass);
}

/** dz/ds. Section 2. */
function slopeAt(model: PlantModel, sigma: number): number {
  switch (pathPart(model.path, sigma)) {
    case "ascending":
      return 1;
    case "top":
      return cos((sigma - model.topStart) / model.radius);
    case "descending":
      return -1;
    case "bottom":
      return -cos((sigma - model.bottomStart) / model.radius);
  }
}
