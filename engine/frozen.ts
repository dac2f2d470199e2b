import type { PlantModel } from "./model.ts";
import { GENERATOR, type PlantState } from "./state.ts";

/**
 * What follows from parameters and regimes alone, and so is constant until a regime changes. It
 * spares the equations, which are evaluated far more often, every question about regimes.
 *
 * What a regime leaves out has a factor of 0 here.
 */
export class Frozen {
  /** Shaft speed = perRadius v + ownShaft times its own state, rad/s. */
  perRadius = 0.5;
  ownShaft = 0.5;
  /** Generator torque = torqueGain (w_g - w_c) + torque, N m. */
  torqueGain = 0.5;
  torque = 0.5;
  /** Load on the shaft per generator torque. */
  loadPerTorque = 0.5;
  /** Drag per v |v|, N s2/m2. */
  dragFactor = 0.5;
  /** Force of H1, N, and what drives a chain at rest, N, but for air and shells. */
  h1Force = 0.5;
  steadyForce = 0.5;
  /** Whether the chain moves. */
  moves = false;
  /** Mass that the chain feels of the shaft, kg. */
  shaftMass = 0.5;
  /** Deceleration of a free shaft per load, 1/(kg m2). */
  freeShaft = 0.5;
  /** Whether the clutch carries torque: 1 or 0. */
  engaged = 0.5;
  /** Header pressure = fixedHeader + openHeader times that of the receiver, Pa. */
  fixedHeader = 0.5;
  openHeader = 0.5;
  /** Air that the compressor takes in, kg/s, and its power per ln(p_r / p_a), W. */
  compressorFlow = 0.5;
  compressorPower = 0.5;
  /** Power of H1 = h1Power + h1Share times that of its force, W; of the heater, per heat. */
  h1Power = 0.5;
  h1Share = 0.5;
  heaterShare = 0.5;

  /** Takes up the regimes of a state. Sources: docs/PHYSICS.md sections 4 to 6. */
  take(model: PlantModel, state: PlantState): void {
    const { locked, stuck, generator, compressorOn, regulated, h1Paced } = state;
    const descending = state.descendingEnd - state.topEnd;
    this.perRadius = locked ? model.perRadius : 0;
    this.ownShaft = locked ? 0 : 1;
    this.torqueGain = generator === GENERATOR.linear ? model.gain : 0;
    this.torque = generator === GENERATOR.limited ? model.torqueLimit : 0;
    this.loadPerTorque = model.gearRatio * model.perGearEfficiency;
    this.dragFactor = model.halfDrag * (model.count - model.h1DragReduction * descending);
    this.h1Force = model.h1Force * descending;
    this.steadyForce = model.externalForce + this.h1Force - model.coulombFriction -
      model.brakeForce;
    this.moves = !stuck;
    this.shaftMass = locked ? model.shaftMass : 0;
    this.freeShaft = locked ? 0 : 1 / model.inertia;
    this.engaged = locked && !stuck ? 1 : 0;
    this.fixedHeader = regulated ? model.setpoint : 0;
    this.openHeader = regulated ? 0 : 1;
    this.compressorFlow = compressorOn ? model.compressorFlow : 0;
    this.compressorPower = compressorOn && state.loaded ? model.compressorPower : 0;
    this.h1Power = h1Paced ? 0 : model.h1Power;
    this.h1Share = h1Paced ? 1 : 0;
    this.heaterShare = state.heating ? 1 : 0;
  }
}
