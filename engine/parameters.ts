/**
 * Every parameter of the plant by its public dotted name, in SI units and absolute pressures.
 *
 * Units, ranges and labels are in telemetry/parameters.ts; the meaning of each row is section 1
 * of docs/PHYSICS.md. `floater.thermalTime` may be `Infinity` (adiabatic).
 */
export interface PlantParameters {
  readonly "chain.floaterCount": number;
  readonly "chain.straightHeight": number;
  readonly "chain.sprocketRadius": number;
  readonly "chain.massPerMetre": number;
  readonly "chain.coulombFriction": number;
  readonly "chain.viscousFriction": number;
  readonly "chain.externalForce": number;
  readonly "floater.volume": number;
  readonly "floater.shellMass": number;
  readonly "floater.shellDensity": number;
  readonly "floater.dragCoefficient": number;
  readonly "floater.frontalArea": number;
  readonly "floater.addedMass": number;
  readonly "floater.thermalTime": number;
  readonly "floater.spillTime": number;
  readonly "floater.sealed": boolean;
  readonly "floater.sealedMass": number;
  readonly "water.depth": number;
  readonly "water.density": number;
  readonly "water.temperature": number;
  readonly "ambient.pressure": number;
  readonly "ambient.temperature": number;
  readonly "ambient.gravity": number;
  readonly "injector.freeAirVolume": number;
  readonly "injector.conductance": number;
  readonly "injector.criticalRatio": number;
  readonly "injector.laminarRatio": number;
  readonly "injector.windowStart": number;
  readonly "injector.windowEnd": number;
  readonly "compressor.freeAirDelivery": number;
  readonly "compressor.isothermalEfficiency": number;
  readonly "compressor.motorEfficiency": number;
  readonly "receiver.volume": number;
  readonly "receiver.cutIn": number;
  readonly "receiver.cutOut": number;
  readonly "receiver.initialPressure": number;
  readonly "regulator.setpoint": number;
  readonly "drivetrain.gearRatio": number;
  readonly "drivetrain.gearEfficiency": number;
  readonly "drivetrain.clutch": "rigid" | "overrunning";
  readonly "flywheel.inertia": number;
  readonly "generator.inertia": number;
  readonly "generator.cutInSpeed": number;
  readonly "generator.gain": number;
  readonly "generator.torqueLimit": number;
  readonly "generator.efficiency": number;
  readonly "generator.windage": number;
  readonly "brake.torque": number;
  readonly "auxiliary.power": number;
  readonly "h1.enabled": boolean;
  readonly "h1.voidFraction": number;
  readonly "h1.dragReduction": number;
  readonly "h1.power": number;
  readonly "h2.enabled": boolean;
  readonly "h2.waterTemperature": number;
  readonly "h2.heatSource": "free" | "heater";
  readonly "h3.enabled": boolean;
  readonly "h3.pulse": number;
  readonly "h3.coast": number;
  readonly "initial.position": number;
  readonly "initial.speed": number;
  readonly "initial.shaftSpeed": number;
}

/** Public dotted name of a parameter. */
export type ParameterName = keyof PlantParameters;

/** Value a parameter can take. */
export type ParameterValue = number | boolean | string;
