import type { PlantModel } from "../model.ts";
import type { SteadyColumn } from "./column.ts";

/** Share of the energy by which begin and end of a pitch may differ. */
const PERIOD_TOLERANCE = 1e-12;
/** Pitches tried until begin and end agree. */
const PERIOD_TRIALS = 60;
/** Relative step after which Newton's method has arrived: what is left is of its square. */
const SPEED_TOLERANCE = 1e-10;
/** Trials for one cell's speed, which Newton's method finds in three. */
const CELL_TRIALS = 60;

/** Generator torque clip(k (w_g - w_c), 0, T_max) at shaft speed `w`, rad/s, in N m. */
export function steadyGeneratorTorque(model: PlantModel, w: number): number {
  const torque = model.gain * (model.gearRatio * w - model.cutInSpeed);
  return Math.min(model.torqueLimit, Math.max(0, torque));
}

/** Load T_L on the sprocket shaft at speed `w`, rad/s, in N m. Section 5. */
export function steadyLoad(model: PlantModel, w: number): number {
  return model.gearRatio * steadyGeneratorTorque(model, w) / model.gearEfficiency +
    model.windage * w * Math.abs(w);
}

/** dT_L/dw, N m s/rad. */
function loadSlope(model: PlantModel, w: number): number {
  const torque = model.gain * (model.gearRatio * w - model.cutInSpeed);
  const linear = torque > 0 && torque < model.torqueLimit;
  return (linear ? model.gearRatio * model.gearRatio * model.gain / model.gearEfficiency : 0) +
    2 * model.windage * Math.abs(w);
}

/**
 * Where in a cell, as a share of its energies at begin and end, losses are taken that decay by
 * exp(-z) over it: in the middle at z = 0, at the end at infinity, where the midpoint would ring;
 * between them near 1 / (1 - exp(-z)) - 1/z, which is exact for a linear decay.
 */
function lossWeight(z: number): number {
  return 0.5 + z / (12 + 2 * z);
}

/**
 * Speed over one pitch such that the chain ends as fast as it began, under what the floaters of a
 * column do: the energy of the chain, or of chain and shaft while the clutch is locked, from cell
 * to cell by a theta method. What is lost is booked at the speed at which the rule
 * takes it, so that energy is kept to rounding whatever the cells.
 */
export class PeriodicSpeed {
  /** Speed of the chain, m/s, and of the shaft, rad/s. Per cell. */
  readonly speeds: Float64Array;
  readonly shaftSpeeds: Float64Array;
  /** Work that the chain does on the shaft, J. Per cell. */
  readonly shaftWork: Float64Array;
  /** Energy lost in engaging the clutch, J. */
  clutchLoss = 0.5;
  /** Of the dump: kinetic energy that leaves, that is lost in taking water aboard, and that the
   * shaft gives, J. */
  dumpExpelled = 0.5;
  dumpAccretion = 0.5;
  dumpShaftWork = 0.5;
  /** Lowest and highest speed, m/s. */
  lowest = 0.5;
  highest = 0.5;
  /** Chain energy, and shaft energy, J, at the present node. */
  #chain = 0.5;
  #shaft = 0.5;
  #isLocked = true;
  readonly #model: PlantModel;
  readonly #column: SteadyColumn;
  readonly #reference: Float64Array;

  constructor(model: PlantModel, column: SteadyColumn) {
    this.#model = model;
    this.#column = column;
    const { cells } = column.grid;
    this.speeds = new Float64Array(cells);
    this.shaftSpeeds = new Float64Array(cells);
    this.shaftWork = new Float64Array(cells);
    this.#reference = new Float64Array(cells);
  }

  /** Begins with the same speed everywhere, m/s. */
  start(speed: number): void {
    this.speeds.fill(speed);
  }

  /**
   * Finds the periodic speed. `slope` is how the column's force changes with speed, N s/m, so
   * that finding the column to the speed and the speed to the column does not go round in circles.
   *
   * @returns largest relative change of speed in any cell; NaN when the chain comes to rest
   */
  solve(slope: number): number {
    this.#reference.set(this.speeds);
    const first = this.#fastestCell();
    const model = this.#model;
    const mass = model.massWithoutAir + this.#column.inertiaBefore[first];
    // Where the chain is fastest it has caught up with the shaft.
    this.#isLocked = true;
    const turning = this.speeds[first] / model.radius;
    this.#shaft = 0.5 * model.inertia * turning * turning;
    let begin = 0.5 * mass * this.speeds[first] * this.speeds[first];
    let lastBegin = NaN;
    let lastGain = NaN;
    for (let i = 0; i < PERIOD_TRIALS; i++) {
      if (this.#isLocked) {
        this.#shaft = begin * model.inertia / (mass * model.radius * model.radius);
      }
      const shaft = this.#shaft;
      this.#chain = begin;
      this.#travel(first, slope);
      const gain = this.#chain - begin;
      if (!Number.isFinite(gain)) return NaN;
      const unsteady = Math.max(Math.abs(gain), Math.abs(this.#shaft - shaft));
      if (unsteady <= PERIOD_TOLERANCE * (begin + shaft)) return this.#change();
      // The end depends on the beginning by a factor in [0, 1): secant, or simple iteration.
      const rate = (gain - lastGain) / (begin - lastBegin);
      const step = rate < 0 && rate >= -1 ? -gain / rate : gain;
      lastBegin = begin;
      lastGain = gain;
      begin = Math.max(0.25 * begin, Math.min(4 * begin, begin + step));
    }
    return Infinity;
  }

  #change(): number {
    let largest = 0;
    for (let i = 0; i < this.speeds.length; i++) {
      largest = Math.max(largest, Math.abs(this.speeds[i] / this.#reference[i] - 1));
    }
    return largest;
  }

  #fastestCell(): number {
    let fastest = 0;
    for (let i = 1; i < this.speeds.length; i++) {
      if (this.speeds[i] > this.speeds[fastest]) fastest = i;
    }
    return fastest;
  }

  /** One pitch from the beginning of cell `first`; the energies are then those at its end. */
  #travel(first: number, slope: number): void {
    const { cells, vent } = this.#column.grid;
    this.clutchLoss = 0;
    this.lowest = Infinity;
    this.highest = 0;
    for (let k = 0; k < cells; k++) {
      const cell = (first + k) % cells;
      // What happens before the first cell happens at the end of the pitch.
      if (cell === vent.cell && k > 0) this.#dump();
      this.#cross(cell, slope);
      // A chain that comes to rest has no energy to go on with.
      if (!(this.#chain > 0)) this.#chain = NaN;
    }
    if (first === vent.cell) this.#dump();
  }

  #cross(cell: number, slope: number): void {
    const model = this.#model;
    const { inertiaBefore, inertiaAfter, grid } = this.#column;
    const length = grid.lengths[cell];
    const share = model.inertia / (model.radius * model.radius);
    const mass = model.massWithoutAir + 0.5 * (inertiaBefore[cell] + inertiaAfter[cell]);
    const massAfter = model.massWithoutAir + inertiaAfter[cell];
    const chain = this.#chain;
    const shaft = this.#shaft;
    if (this.#isLocked) {
      const all = mass + share;
      const decay = loadSlope(model, this.#reference[cell] / model.radius) * length /
        (model.radius * model.radius * all * this.#reference[cell]);
      const theta = lossWeight(decay);
      const v = this.#cellSpeed(cell, slope, { mass: all, energy: chain + shaft, theta });
      const w = v / model.radius;
      const energy = chain + shaft + (0.5 * all * v * v - chain - shaft) / theta;
      const shaftAfter = energy * share / (massAfter + share);
      const work = shaftAfter - shaft + steadyLoad(model, w) * w * (length / v);
      if (model.rigid || !(work < 0)) {
        this.#shaft = shaftAfter;
        this.#chain = energy - shaftAfter;
        this.#write(cell, v, w, work);
        return;
      }
      this.#isLocked = false;
    }
    const v = this.#cellSpeed(cell, slope, { mass, energy: chain, theta: 0.5 });
    this.#chain = mass * v * v - chain;
    const w = this.#turnFreeShaft(length / v);
    this.#write(cell, v, w, 0);
    this.#engage(cell, massAfter);
  }

  #write(cell: number, v: number, w: number, work: number): void {
    this.speeds[cell] = v;
    this.shaftSpeeds[cell] = w;
    this.shaftWork[cell] = work;
    this.lowest = Math.min(this.lowest, v);
    this.highest = Math.max(this.highest, v);
  }

  /** Speed in a cell, m/s: 1/2 M v^2 = E + theta (work - losses(v)). */
  #cellSpeed(
    cell: number,
    slope: number,
    { mass, energy, theta }: { mass: number; energy: number; theta: number },
  ): number {
    const model = this.#model;
    const { work, taken, expelled, grid } = this.#column;
    const length = grid.lengths[cell];
    const descending = grid.descending[cell];
    const reference = this.#reference[cell];
    const part = 2 * theta;
    const constant = 2 * energy + part * (work[cell] + grid.shellWork[cell] +
          (model.externalForce + model.h1Force * descending - model.coulombFriction -
              model.brakeForce - slope * reference) * length);
    const square = mass + part * (0.5 * (taken[cell] + expelled[cell]) +
          model.halfDrag * (model.count - model.h1DragReduction * descending) * length);
    const linear = part * (model.viscousFriction - slope) * length;
    const loadLength = this.#isLocked ? part * length / model.radius : 0;
    let v = Math.sqrt(2 * energy / mass);
    let low = 0;
    let high = Infinity;
    for (let i = 0; i < CELL_TRIALS; i++) {
      const w = v / model.radius;
      const excess = square * v * v + linear * v + loadLength * steadyLoad(model, w) - constant;
      const rate = 2 * square * v + linear + loadLength * loadSlope(model, w) / model.radius;
      if (excess > 0) high = v;
      else low = v;
      const newton = v - excess / rate;
      // At the generator's kinks Newton's method can go to and fro.
      const next = newton >= low && newton <= high ? newton : 0.5 * (low + Math.min(high, 2 * v));
      if (Math.abs(next - v) <= SPEED_TOLERANCE * v) return next;
      v = next;
    }
    return v;
  }

  /** Lets the free shaft turn for `time`, s; returns the speed at which it did, rad/s. */
  #turnFreeShaft(time: number): number {
    const model = this.#model;
    const { inertia } = model;
    const begin = this.#shaft;
    let w = Math.sqrt(2 * begin / inertia);
    const theta = lossWeight(2 * loadSlope(model, w) * time / inertia);
    for (let i = 0; i < CELL_TRIALS; i++) {
      const load = steadyLoad(model, w);
      const excess = 0.5 * inertia * w * w - begin + theta * load * w * time;
      const rate = inertia * w + theta * (load + loadSlope(model, w) * w) * time;
      const next = w - excess / rate;
      const change = Math.abs(next - w);
      w = next;
      if (change <= SPEED_TOLERANCE * w) break;
    }
    this.#shaft = begin + (0.5 * inertia * w * w - begin) / theta;
    return w;
  }

  /** Locks the clutch when the chain has caught up with the shaft. */
  #engage(cell: number, mass: number): void {
    const { inertia, radius } = this.#model;
    const v = Math.sqrt(2 * this.#chain / mass);
    const w = Math.sqrt(2 * this.#shaft / inertia);
    if (!(v >= w * radius)) return;
    const common = (mass * radius * v + inertia * w) / (mass * radius * radius + inertia);
    const shaft = 0.5 * inertia * common * common;
    const chain = 0.5 * mass * radius * radius * common * common;
    this.shaftWork[cell] += shaft - this.#shaft;
    this.clutchLoss += this.#chain + this.#shaft - chain - shaft;
    this.#chain = chain;
    this.#shaft = shaft;
    this.#isLocked = true;
  }

  /** Section 4, dump: what is left in a floater leaves at once and water takes its place. */
  #dump(): void {
    const model = this.#model;
    const { dumpedMass, dumpedWater, inertiaAfter, grid } = this.#column;
    const last = (grid.vent.cell + grid.cells - 1) % grid.cells;
    const full = model.massWithoutAir + inertiaAfter[last];
    const joined = this.#isLocked ? model.inertia / (model.radius * model.radius) : 0;
    const v = Math.sqrt(2 * this.#chain / full);
    const before = full - dumpedMass + joined;
    const after = before + dumpedWater;
    const speed = v * before / after;
    this.dumpExpelled = 0.5 * dumpedMass * v * v;
    this.dumpAccretion = 0.5 * (before * v * v - after * speed * speed);
    this.dumpShaftWork = 0.5 * joined * (speed * speed - v * v);
    this.#chain = 0.5 * (after - joined) * speed * speed;
    this.#shaft += this.dumpShaftWork;
  }
}
