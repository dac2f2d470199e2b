import { exergyBalance, noteResidual, STORE, storedNow } from "./balance.ts";
import { plantWarnings, RESTART_PARAMETERS } from "./checks.ts";
import type { EventProbe } from "./events.ts";
import { ACCOUNT } from "./ledger.ts";
import { FIXED, type Integration } from "./integration.ts";
import { Machine } from "./machine.ts";
import { createModel, type PlantModel } from "./model.ts";
import type { Observation } from "./observation.ts";
import { observe } from "./observe.ts";
import type { Impairments } from "./impairments.ts";
import type { ParameterName, PlantParameters } from "./parameters.ts";
import { chooseRegimes, createMachine, isInWindow, placeChain } from "./start.ts";
import { copyState, PlantState, Y } from "./state.ts";
import { hashBytes } from "./hash.ts";
import { readSnapshot, takeSnapshot } from "./snapshot.ts";
import { Stepper } from "./step.ts";
import { engage, isStuckShut, release } from "./transitions.ts";
import { checkState, isPossible } from "./validation.ts";

/**
 * A kinetic power plant: given its parameters and time, all the rest follows.
 *
 * It reads no clock and does no I/O; the same calls give the same states, bit for bit. Source of
 * every equation: docs/PHYSICS.md.
 *
 * @example A minute of the default plant
 * ```ts
 * import { Observation, Plant, PRESETS } from "./mod.ts";
 *
 * const plant = new Plant(PRESETS["kpp-01"].parameters);
 * for (let i = 0; i < 60 * 240; i++) plant.step(1 / 240);
 * const seen = new Observation();
 * plant.observe(seen);
 * console.log(seen.speed, seen.residuals);
 * ```
 */
export class Plant {
  #machine!: Machine;
  #stepper!: Stepper;
  /** A second machine of the same model, for looking ahead. */
  #ahead: { machine: Machine; stepper: Stepper } | undefined;

  /** What goBack() goes back to. */
  #mark: { readonly model: PlantModel; readonly state: PlantState } | undefined;

  #integration: Integration;
  #probe: EventProbe | undefined;

  /** @throws {RangeError} when the parameters together describe no plant */
  constructor(parameters: PlantParameters, integration: Integration = FIXED) {
    this.#integration = integration;
    this.#start(createModel(parameters));
  }

  /** How it is integrated; may be changed between steps. */
  get integration(): Integration {
    return this.#integration;
  }

  set integration(integration: Integration) {
    this.#integration = integration;
    this.#adopt(this.#machine);
  }

  /** Who is told of the work on events, to measure it. */
  set probe(probe: EventProbe | undefined) {
    this.#probe = probe;
    this.#stepper.probe = probe;
  }

  /** Parameters in force. */
  get parameters(): PlantParameters {
    return this.#machine.model.parameters;
  }

  /** Simulated time, s. */
  get time(): number {
    return this.#machine.state.time;
  }

  /** What is odd about this plant, one line each. */
  get warnings(): readonly string[] {
    return plantWarnings(this.parameters);
  }

  /**
   * Advances by exactly `dt` seconds.
   *
   * @throws {RangeError} when dt is not a positive finite number
   * @throws {PlantFault} when the plant cannot go on; it is then as it last was
   */
  step(dt: number): void {
    if (!(dt > 0 && dt < Infinity)) {
      throw new RangeError(`Cannot step as dt must be greater than 0 s: current value is ${dt} s`);
    }
    this.#stepper.step(dt);
  }

  /** Fills `out` with all that can be seen now. */
  observe(out: Observation): void {
    observe(this.#machine, out);
  }

  /** Fills `out` with what will be seen `dt` seconds on, without going there; dt >= 0. */
  observeAhead(dt: number, out: Observation): void {
    if (dt === 0) return this.observe(out);
    this.#ahead ??= twin(this.#machine.model, this.#integration);
    const { machine, stepper } = this.#ahead;
    copyState(this.#machine.state, machine.state);
    machine.refresh();
    stepper.step(dt);
    observe(machine, out);
  }

  /** All that decides how the plant goes on, as bytes: see takeSnapshot(). */
  snapshot(): Uint8Array {
    const { model, state } = this.#machine;
    return takeSnapshot(model, state);
  }

  /** Hash of the state: equal for equal histories, whatever the pacing. 16 hexadecimal digits. */
  hash(): string {
    return hashBytes(this.snapshot());
  }

  /**
   * Goes back, or on, to the moment of a snapshot of the same plant.
   *
   * @throws {SyntaxError} when the bytes are no whole snapshot
   * @throws {RangeError} when it is of another version or plant; nothing is changed
   */
  restore(snapshot: Uint8Array): void {
    const { model } = this.#machine;
    const machine = new Machine(model, readSnapshot(model, snapshot));
    machine.refresh();
    this.#adopt(machine);
  }

  /**
   * Checks that the state is one that a plant can be in.
   *
   * @throws {PlantFault} when a state is not finite, or somewhere is less air than none
   */
  check(): void {
    checkState(this.#machine);
  }

  /**
   * Remembers this moment, in place of the last one remembered; later changes of parameters and
   * new starts are then remembered too. Allocates nothing as a rule.
   */
  mark(): void {
    const { model, state } = this.#machine;
    if (this.#mark?.model !== model) this.#mark = { model, state: new PlantState(model.count) };
    copyState(state, this.#mark.state);
  }

  /**
   * Goes back to the moment that was remembered last, bit for bit.
   *
   * @throws {RangeError} when none was; nothing is changed
   */
  goBack(): void {
    if (this.#mark === undefined) {
      throw new RangeError("Cannot go back as a moment must have been marked: none was");
    }
    const { model: now } = this.#machine;
    const { model, state } = this.#mark;
    this.#takeUp(model, state);
    // What was not remembered, as the state was none that a plant can be in, is done again.
    this.change(now.parameters);
    if (model.impairments !== now.impairments) this.impair(now.impairments);
  }

  /** Starts again from t = 0 with the parameters in force. */
  reset(): void {
    this.#start(this.#machine.model);
    this.#remember();
  }

  /**
   * Puts other parameters in force at this instant.
   *
   * What the plant holds (positions, speeds, air, enthalpy) stays; what this changes in stored
   * energy, because a mass or a volume is now another, is booked as `edited`, so that the ledger
   * stays closed. Parameters of RESTART_PARAMETERS start another plant from t = 0.
   *
   * @throws {RangeError} when the parameters together describe no plant; nothing is changed
   * @throws {PlantFault} when the plant cannot go on with them; nothing is changed
   */
  change(parameters: PlantParameters): "changed" | "restarted" {
    const { model: old } = this.#machine;
    const model = createModel(parameters, old.impairments);
    const changed = (Object.keys(parameters) as ParameterName[])
      .filter((name) => parameters[name] !== old.parameters[name]);
    if (changed.length === 0) return "changed";
    const isRestarted = changed.some((name) => RESTART_PARAMETERS.has(name));
    this.#attempt(() => isRestarted ? this.#start(model) : this.#continueWith(model));
    return isRestarted ? "restarted" : "changed";
  }

  /** What is broken. */
  get impairments(): Impairments {
    return this.#machine.model.impairments;
  }

  /**
   * Breaks what is named from this instant on, and mends the rest. It stays so until told
   * otherwise, in a plant that is started again as well.
   *
   * @throws {PlantFault} when the plant cannot go on like that; nothing is changed
   */
  impair(impairments: Impairments): void {
    const model = createModel(this.parameters, impairments);
    this.#attempt(() => this.#breakOrMend(model));
  }

  /** Does what changes the plant, or leaves it as it was. */
  #attempt(change: () => void): void {
    const { model, state } = this.#machine;
    const before = new PlantState(model.count);
    copyState(state, before);
    try {
      change();
    } catch (error) {
      this.#takeUp(model, before);
      throw error;
    }
    this.#remember();
  }

  /** Takes a copy of a state up. */
  #takeUp(model: PlantModel, state: PlantState): void {
    const machine = new Machine(model, new PlantState(model.count));
    copyState(state, machine.state);
    machine.refresh();
    this.#adopt(machine);
  }

  /** Marks this moment where moments are marked, unless no plant can be in such a state. */
  #remember(): void {
    if (this.#mark !== undefined && isPossible(this.#machine)) this.mark();
  }

  #start(model: PlantModel): void {
    const machine = createMachine(model);
    this.#adopt(machine);
    this.#stepper.settle();
    const { state } = machine;
    storedNow(machine, state.storedReference);
    state.exergyReference = -exergyBalance(machine);
    state.laps.begin(0, model.parameters["initial.position"]);
    this.#stepper.begin();
  }

  #adopt(machine: Machine): void {
    this.#machine = machine;
    this.#stepper = new Stepper(machine, this.#integration);
    this.#stepper.probe = this.#probe;
    this.#ahead = undefined;
  }

  #continueWith(model: PlantModel): void {
    const old = this.#machine;
    const before = new Float64Array(6);
    storedNow(old, before);
    const exergy = exergyBalance(old);
    const { state } = old;
    const machine = new Machine(model, state);
    this.#adopt(machine);
    if (model.isothermal) bringToWaterTemperature(machine, before);
    closeValvesOutsideWindow(machine);
    placeChain(model, state);
    chooseRegimes(machine);
    const after = new Float64Array(6);
    storedNow(machine, after);
    for (let i = 0; i < after.length; i++) {
      const jump = after[i] - before[i];
      state.storedReference[i] += jump;
      if (i !== STORE.airMass) state.edited += jump;
    }
    state.exergyReference += exergy - exergyBalance(machine);
    noteResidual(machine);
    if (model.rigid && !state.locked) engage(machine);
    this.#adjustPulse(model);
    this.#stepper.settle();
    this.#stepper.begin();
  }

  /** What the plant holds stays what it is: there is nothing to book. */
  #breakOrMend(model: PlantModel): void {
    const machine = new Machine(model, this.#machine.state);
    this.#adopt(machine);
    closeValvesOutsideWindow(machine);
    this.#stepper.settle();
    this.#stepper.begin();
  }

  /** H3 goes by absolute time: find where its cycle stands now. */
  #adjustPulse(model: PlantModel): void {
    const machine = this.#machine;
    const { state } = machine;
    const cycle = model.pulse + model.coast;
    state.h3Cycle = model.h3Enabled ? Math.floor(state.time / cycle) : 0;
    const open = model.h3Enabled && state.time - state.h3Cycle * cycle >= model.pulse;
    if (open && state.locked) release(machine);
    const slip = state.y[Y.speed] / model.radius - state.y[Y.shaft];
    if (!open && !state.locked && slip >= 0) engage(machine);
    state.forcedOpen = open;
  }
}

function twin(
  model: PlantModel,
  integration: Integration,
): { machine: Machine; stepper: Stepper } {
  const machine = createMachine(model);
  return { machine, stepper: new Stepper(machine, integration) };
}

/** An isothermal floater has the water's temperature at once; the heat comes from the water. */
function bringToWaterTemperature(machine: Machine, stored: Float64Array): void {
  const { model, state } = machine;
  for (let slot = 0; slot < state.airEnd; slot++) {
    const enthalpy = state.mass[slot] * model.cpTw;
    const heat = enthalpy - state.enthalpy[slot];
    machine.book(ACCOUNT.waterHeat, heat);
    stored[STORE.floaterAir] += heat;
    state.enthalpy[slot] = enthalpy;
  }
}

/** A valve that is open where there is no window now, or cannot be open, ends its pass. */
function closeValvesOutsideWindow(machine: Machine): void {
  const { model, state } = machine;
  for (let slot = 0; slot < state.airEnd; slot++) {
    if (state.valve[slot] === 0) continue;
    if (isInWindow(machine, slot) && !isStuckShut(model, state, slot)) continue;
    state.valve[slot] = 0;
    state.shortFills += 1;
  }
}
