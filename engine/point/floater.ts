import { KAPPA } from "../constants.ts";
import { takeSineAndCosine } from "../elementary.ts";
import type { PlantModel } from "../model.ts";

/**
 * What is followed of the one floater that stands for all: its air, and what that has done since
 * the pass began. Mass, kg; enthalpy, J; work on the chain, heat from the water, enthalpy out and
 * the work of lifting what goes in and out, J; air in and out, kg.
 */
export const AIR = {
  mass: 0,
  enthalpy: 1,
  work: 2,
  heat: 3,
  enthalpyOut: 4,
  lift: 5,
  inflow: 6,
  outflow: 7,
} as const;

const SIZE = 8;
/** Behind the rates of these: that of the volume, m3/s. */
const VOLUME_RATE = SIZE;

/**
 * Largest sub-step times rate of the fastest decay. Runge-Kutta errs by a fiftieth of what decays
 * then, which is when a spill settles and not how much leaves by it.
 */
const STIFFNESS_LIMIT = 1;
/** Width to which an event is located, as a share of its sub-step. */
const EVENT_TOLERANCE = 1e-12;
/** Trials in locating one event. */
const LOCATE_TRIALS = 60;
/** Volume above capacity that is rounding, per floater volume. */
const VOLUME_BAND = 1e-15;

/**
 * The air of one floater on its way along the path at given speeds: section 3 of docs/PHYSICS.md
 * under a constant header pressure.
 */
export class SteadyFloater {
  readonly y = new Float64Array(SIZE);
  valve = false;
  spilling = false;
  /** Air volume, m3. */
  volume = 0.5;
  /** Mass of air and water taken aboard and expelled in the last move, kg. */
  taken = 0.5;
  expelled = 0.5;
  /** Passes of the window that ended with the target mass. */
  fills = 0;
  readonly #model: PlantModel;
  readonly #header: number;
  readonly #trial = new Float64Array(SIZE);
  readonly #stage = new Float64Array(SIZE);
  readonly #k = Array.from({ length: 4 }, () => new Float64Array(SIZE + 1));
  /** Pressure, Pa; dz/ds; capacity, m3, at the place looked at last. */
  #pressure = 0.5;
  #slope = 0.5;
  #capacity = 0.5;

  constructor(model: PlantModel, header: number) {
    this.#model = model;
    this.#header = header;
  }

  /** Empties the floater and forgets what it has done. */
  clear(): void {
    this.y.fill(0);
    this.valve = false;
    this.spilling = false;
    this.volume = 0;
    this.fills = 0;
  }

  /** Moves the floater from `sigma` by `length`, both m, at `speed`, m/s, past no place. */
  move(sigma: number, length: number, speed: number): void {
    this.taken = 0;
    this.expelled = 0;
    let at = 0;
    while (at < length) {
      const left = length - at;
      const parts = Math.ceil(left / speed * this.#pace() - 1e-9);
      const step = parts > 1 ? left / parts : left;
      const done = this.#advance(sigma + at, step, speed);
      at = parts <= 1 && done === step ? length : at + done;
    }
  }

  /** Sub-steps per second that heat and spilling ask for. */
  #pace(): number {
    const { heatRate, spillRate } = this.#model;
    return (this.spilling ? Math.max(heatRate, spillRate) : heatRate) / STIFFNESS_LIMIT;
  }

  /** One sub-step, cut at the first event; returns how far it got, m. */
  #advance(sigma: number, step: number, speed: number): number {
    this.#try(sigma, step, speed);
    let done = step;
    const margin = this.#margin(this.#trial);
    if (margin > 0) {
      done = step * this.#locate(sigma, margin, (share) => this.#try(sigma, share * step, speed));
    }
    this.#accept(done, speed);
    this.#switch();
    return done;
  }

  /**
   * Share of the sub-step from `sigma` at which the first boundary is passed: regula falsi with
   * the Illinois weights, kept inside the bracket so that it closes from both sides. The trial is
   * left there.
   */
  #locate(sigma: number, atEnd: number, attempt: (share: number) => void): number {
    let low = 0;
    let high = 1;
    this.#place(sigma);
    let lowMargin = this.#margin(this.y);
    let highMargin = atEnd;
    let lastSide = 0;
    const edge = 0.5 * EVENT_TOLERANCE;
    for (let i = 0; i < LOCATE_TRIALS && high - low > EVENT_TOLERANCE; i++) {
      const guess = i % 8 === 7 || !(lowMargin < 0)
        ? 0.5 * (low + high)
        : low + (high - low) * lowMargin / (lowMargin - highMargin);
      const share = Math.min(high - edge, Math.max(low + edge, guess));
      attempt(share);
      const margin = this.#margin(this.#trial);
      if (margin >= 0) {
        high = share;
        highMargin = margin;
        if (lastSide === 1) lowMargin *= 0.5;
        lastSide = 1;
      } else {
        low = share;
        lowMargin = margin;
        if (lastSide === -1) highMargin *= 0.5;
        lastSide = -1;
      }
    }
    attempt(high);
    return high;
  }

  /** Makes the trial, of `done` metres at `speed`, the state. */
  #accept(done: number, speed: number): void {
    const before = this.volume;
    const inflow = this.#trial[AIR.inflow] - this.y[AIR.inflow];
    const outflow = this.#trial[AIR.outflow] - this.y[AIR.outflow];
    this.y.set(this.#trial);
    this.volume = KAPPA * this.y[AIR.enthalpy] / this.#pressure;
    const change = this.volume - before;
    const first = this.#firstChange(change, done / speed, speed);
    const second = change - first;
    const { rho } = this.#model;
    this.taken += inflow + rho * (Math.max(0, -first) + Math.max(0, -second));
    this.expelled += outflow + rho * (Math.max(0, first) + Math.max(0, second));
  }

  /**
   * Part of a sub-step's `change` of volume, m3, up to where the volume turns, if it does: it is
   * the cubic through both ends with the slopes that it has there.
   */
  #firstChange(change: number, time: number, speed: number): number {
    const last = this.#k[3];
    const atBegin = this.#k[0][VOLUME_RATE] * time;
    if (!(atBegin * last[VOLUME_RATE] < 0)) return 0;
    // The last stage is not yet where the step ends.
    this.#rates(this.y, last, speed);
    const atEnd = last[VOLUME_RATE] * time;
    if (!(atBegin * atEnd < 0)) return 0;
    const bend = 3 * change - 2 * atBegin - atEnd;
    const twist = atBegin + atEnd - 2 * change;
    // The root between 0 and 1 of atBegin + 2 bend x + 3 twist x^2.
    const root = Math.sqrt(bend * bend - 3 * twist * atBegin);
    const turn = atBegin / (atBegin > 0 ? root - bend : -root - bend);
    return turn * (atBegin + turn * (bend + turn * twist));
  }

  /** Shuts a valve that has let in its fill, begins or ends spilling, where the floater is. */
  #switch(): void {
    if (this.valve && this.y[AIR.mass] >= this.#model.targetMass) {
      this.valve = false;
      this.fills += 1;
    }
    const over = this.volume - this.#capacity;
    const band = VOLUME_BAND * this.#model.volume;
    if (this.spilling ? -over > band : over > band) this.spilling = !this.spilling;
  }

  /** How far the air at the place looked at is past its first boundary; positive when past. */
  #margin(y: Float64Array): number {
    const { targetMass, volume } = this.#model;
    const over = KAPPA * y[AIR.enthalpy] / this.#pressure - this.#capacity;
    const spill = (this.spilling ? -over : over) / volume - VOLUME_BAND;
    if (!this.valve) return spill;
    return Math.max(spill, y[AIR.mass] / targetMass - 1);
  }

  /** Classical Runge-Kutta step of `step` metres into the trial; leaves the far end looked at. */
  #try(sigma: number, step: number, speed: number): void {
    const [k1, k2, k3, k4] = this.#k;
    const { y } = this;
    const stage = this.#stage;
    const h = step / speed;
    this.#place(sigma);
    this.#rates(y, k1, speed);
    this.#place(sigma + 0.5 * step);
    stage[0] = y[0] + 0.5 * h * k1[0];
    stage[1] = y[1] + 0.5 * h * k1[1];
    this.#rates(stage, k2, speed);
    stage[0] = y[0] + 0.5 * h * k2[0];
    stage[1] = y[1] + 0.5 * h * k2[1];
    this.#rates(stage, k3, speed);
    this.#place(sigma + step);
    stage[0] = y[0] + h * k3[0];
    stage[1] = y[1] + h * k3[1];
    this.#rates(stage, k4, speed);
    const trial = this.#trial;
    for (let i = 0; i < SIZE; i++) {
      trial[i] = y[i] + h / 6 * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
    }
  }

  /** Section 2: pressure, slope and capacity at a place that can hold air. */
  #place(sigma: number): void {
    const model = this.#model;
    if (sigma <= model.topStart) {
      this.#pressure = model.axisPressure - model.rhoG * sigma;
      this.#slope = 1;
      this.#capacity = model.volume;
    } else if (sigma < model.descentStart) {
      turn[0] = (sigma - model.topStart) / model.radius;
      takeSineAndCosine(turn);
      this.#pressure = model.axisPressure - model.rhoG * (model.height + model.radius * turn[0]);
      this.#slope = turn[1];
      this.#capacity = 0.5 * model.volume * (1 + turn[1]);
    } else {
      const z = model.height + model.descentStart - sigma;
      this.#pressure = model.axisPressure - model.rhoG * z;
      this.#slope = -1;
      this.#capacity = 0;
    }
  }

  /** Section 3 at the place looked at. */
  #rates(y: Float64Array, out: Float64Array, speed: number): void {
    const model = this.#model;
    const p = this.#pressure;
    const m = y[AIR.mass];
    const h = y[AIR.enthalpy];
    const v = KAPPA * h / p;
    const expansion = v * this.#slope * model.rhoG * speed; // -V dp/dt, W
    let inflow = 0;
    let enthalpyOut = 0;
    let outflow = 0;
    if (this.valve) inflow = model.valveFlow * this.#header * this.#phi(p / this.#header);
    if (this.spilling) {
      enthalpyOut = (v - this.#capacity) * p * model.spillRate / KAPPA;
      outflow = h > 0 ? m * enthalpyOut / h : 0;
    }
    const carried = inflow * model.cpTa - enthalpyOut;
    const dm = inflow - outflow;
    const dh = model.isothermal
      ? model.cpTw * dm
      : (m * model.cpTw - h) * model.heatRate - expansion + carried;
    out[AIR.mass] = dm;
    out[AIR.enthalpy] = dh;
    out[AIR.work] = expansion - model.gravity * m * this.#slope * speed;
    out[AIR.heat] = dh + expansion - carried;
    out[AIR.enthalpyOut] = enthalpyOut;
    out[AIR.lift] = model.gravity * dm * (model.axisPressure - p) * model.metrePerPascal;
    out[AIR.inflow] = inflow;
    out[AIR.outflow] = outflow;
    out[VOLUME_RATE] = (KAPPA * dh + expansion) / p;
  }

  /** ISO 6358. */
  #phi(r: number): number {
    const { criticalRatio, laminarRatio, laminarPhi } = this.#model;
    if (r <= criticalRatio) return 1;
    if (r >= 1) return 0;
    if (r > laminarRatio) return laminarPhi * (1 - r) / (1 - laminarRatio);
    const x = (r - criticalRatio) / (1 - criticalRatio);
    return Math.sqrt(1 - x * x);
  }
}

const turn = new Float64Array(2);
