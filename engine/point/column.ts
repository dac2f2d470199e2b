import type { PlantModel } from "../model.ts";
import { AIR, SteadyFloater } from "./floater.ts";
import type { PitchGrid } from "./grid.ts";

/**
 * All floaters over one pitch of travel, when each repeats what the one before it did a pitch
 * earlier: one floater's way along the whole path, folded onto the pitch.
 */
export class SteadyColumn {
  readonly grid: PitchGrid;
  /** Sums over floaters. Per cell: work on the chain and heat from the water, J. */
  readonly work: Float64Array;
  readonly heat: Float64Array;
  /** Mass of air and water taken aboard and expelled, kg. Per cell. */
  readonly taken: Float64Array;
  readonly expelled: Float64Array;
  /** Air less the water it displaces, at the beginning and at the end of each cell, kg. */
  readonly inertiaBefore: Float64Array;
  readonly inertiaAfter: Float64Array;
  /** What is dumped: air, kg; its enthalpy, J; the water that takes its place, kg. */
  dumpedMass = 0.5;
  dumpedEnthalpy = 0.5;
  dumpedWater = 0.5;
  /** Of a whole pass: air let in and out, kg; enthalpy out and air lift, J, dumps not included. */
  inflow = 0.5;
  outflow = 0.5;
  enthalpyOut = 0.5;
  airLift = 0.5;
  /** Whether the pass of the window ends with the target mass. */
  isFilled = false;
  readonly #model: PlantModel;
  readonly #floater: SteadyFloater;

  constructor(model: PlantModel, grid: PitchGrid, header: number) {
    this.#model = model;
    this.grid = grid;
    this.#floater = new SteadyFloater(model, header);
    const cells = () => new Float64Array(grid.cells);
    this.work = cells();
    this.heat = cells();
    this.taken = cells();
    this.expelled = cells();
    this.inertiaBefore = cells();
    this.inertiaAfter = cells();
  }

  /** Follows the floater from the window to the vent at the speed of each cell, m/s. */
  follow(speeds: Float64Array): void {
    const { grid } = this;
    const floater = this.#floater;
    for (
      const sums of [
        this.work,
        this.heat,
        this.taken,
        this.expelled,
        this.inertiaBefore,
        this.inertiaAfter,
      ]
    ) sums.fill(0);
    floater.clear();
    floater.valve = true;
    let { cell, slot } = grid.start;
    while (slot < grid.vent.slot || (slot === grid.vent.slot && cell < grid.vent.cell)) {
      if (slot === grid.end.slot && cell === grid.end.cell) floater.valve = false;
      this.#cross(cell, slot, speeds[cell]);
      cell += 1;
      if (cell === grid.cells) {
        cell = 0;
        slot += 1;
      }
    }
    this.isFilled = floater.fills > 0;
    const { y } = floater;
    this.dumpedMass = y[AIR.mass];
    this.dumpedEnthalpy = y[AIR.enthalpy];
    this.dumpedWater = this.#model.rho * floater.volume;
    this.inflow = y[AIR.inflow];
    this.outflow = y[AIR.outflow];
    this.enthalpyOut = y[AIR.enthalpyOut];
    this.airLift = y[AIR.lift];
  }

  /** Takes the floater through one cell and adds what it does there to the sums. */
  #cross(cell: number, slot: number, speed: number): void {
    const { grid } = this;
    const floater = this.#floater;
    const { y } = floater;
    const work = y[AIR.work];
    const heat = y[AIR.heat];
    this.inertiaBefore[cell] += y[AIR.mass] - this.#model.rho * floater.volume;
    floater.move(slot * this.#model.pitch + grid.offsets[cell], grid.lengths[cell], speed);
    this.work[cell] += y[AIR.work] - work;
    this.heat[cell] += y[AIR.heat] - heat;
    this.taken[cell] += floater.taken;
    this.expelled[cell] += floater.expelled;
    this.inertiaAfter[cell] += y[AIR.mass] - this.#model.rho * floater.volume;
  }
}
