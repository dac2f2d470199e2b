/**
 * The engine beside plain objects and beside two libraries for differential equations, all on the
 * same smooth piece of a run and to the same accuracy.
 *
 * The libraries call the engine's own right-hand side, so what differs is the solver: the engine
 * also looks for events and keeps its books, the others integrate the states alone.
 */

import { adaptive, FIXED, Observation } from "../engine/mod.ts";
import { Machine } from "../engine/machine.ts";
import { createModel } from "../engine/model.ts";
import { observe } from "../engine/observe.ts";
import { createSlopes } from "../engine/rates.ts";
import { readSnapshot } from "../engine/snapshot.ts";
import { copyState, createVector, Y } from "../engine/state.ts";
import { Stepper } from "../engine/step.ts";
import ode45 from "ode45-cash-karp";
import { Solver } from "odex";
import { type Figure, median, publish } from "./figures.ts";
import {
  errorOf,
  findSmoothPiece,
  flatten,
  PieceEquations,
  type PlainState,
  type SmoothPiece,
  toPlainState,
} from "./smooth_piece.ts";

const RUNS = 5;
/** Wall time of one measurement, s. */
const SPAN = 1;
/** Largest error at the end of the piece, of full scale, for which a setting counts. */
const ACCURACY = 1e-9;
/** Runge-Kutta steps over plain objects for what all others are compared with. */
const REFERENCE_STEPS = 2000;

/** A way to get over the piece. */
interface Contestant {
  readonly name: string;
  /** From the roughest to the finest: step counts, or tolerances. */
  readonly settings: readonly number[];
  prepare(setting: number): Attempt;
}

/** One way with one setting. Only `go` is timed. */
interface Attempt {
  /** Goes to the start of the piece. */
  reset(): void;
  /** Goes over the piece. */
  go(): void;
  /** Where that led, as flatten() has it. */
  end(): readonly number[];
}

const STEP_COUNTS = Array.from({ length: 11 }, (_, i) => 2 ** i);
const TOLERANCES = Array.from({ length: 21 }, (_, i) => 10 ** (-3 - i / 2));

/** A machine at the start of the piece, and what brings it back there. */
function machineOf({ parameters, snapshot }: SmoothPiece): { machine: Machine; reset(): void } {
  const model = createModel(parameters);
  const start = readSnapshot(model, snapshot);
  const machine = new Machine(model, readSnapshot(model, snapshot));
  const reset = () => {
    copyState(start, machine.state);
    machine.refresh();
  };
  reset();
  return { machine, reset };
}

function engine(piece: SmoothPiece, kind: "fixed" | "adaptive"): Contestant {
  const { parameters, duration } = piece;
  return {
    name: kind === "fixed" ? "engine, fixed steps" : "engine, error control",
    settings: kind === "fixed" ? STEP_COUNTS : TOLERANCES.filter((tol) => tol >= 1e-12),
    prepare: (setting) => {
      const { machine, reset } = machineOf(piece);
      const stepper = new Stepper(machine, kind === "fixed" ? FIXED : adaptive(setting));
      const steps = kind === "fixed" ? setting : 1;
      return {
        reset,
        go: () => {
          for (let i = 0; i < steps; i++) stepper.step(duration / steps);
        },
        end: () => {
          const seen = new Observation();
          observe(machine, seen);
          return flatten(toPlainState(seen, parameters));
        },
      };
    },
  };
}

/** One step of classical Runge-Kutta over plain objects. */
function stepObjects(equations: PieceEquations, state: PlainState, h: number): PlainState {
  const add = (to: PlainState, slopes: PlainState, by: number): PlainState => ({
    position: to.position + by * slopes.position,
    speed: to.speed + by * slopes.speed,
    receiver: to.receiver + by * slopes.receiver,
    floaters: to.floaters.map(({ sigma, mass, enthalpy }, i) => ({
      sigma: sigma + by * slopes.floaters[i].sigma,
      mass: mass + by * slopes.floaters[i].mass,
      enthalpy: enthalpy + by * slopes.floaters[i].enthalpy,
    })),
  });
  const k1 = equations.slopes(state);
  const k2 = equations.slopes(add(state, k1, h / 2));
  const k3 = equations.slopes(add(state, k2, h / 2));
  const k4 = equations.slopes(add(state, k3, h));
  return add(add(add(add(state, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6);
}

function runObjects(piece: SmoothPiece, steps: number): PlainState {
  const equations = new PieceEquations(piece);
  let state = piece.start;
  for (let i = 0; i < steps; i++) state = stepObjects(equations, state, piece.duration / steps);
  return state;
}

function plainObjects(piece: SmoothPiece): Contestant {
  return {
    name: "plain objects, Runge-Kutta",
    settings: STEP_COUNTS,
    prepare: (steps) => {
      let state = piece.start;
      return {
        reset: () => {},
        go: () => void (state = runObjects(piece, steps)),
        end: () => flatten(state),
      };
    },
  };
}

/** The engine's right-hand side for a library: states of the machine, then of slots with air. */
function rightHandSide(piece: SmoothPiece) {
  const { machine } = machineOf(piece);
  const { model, state, rates } = machine;
  const vector = createVector(model.count);
  vector.y.set(state.y);
  const slopes = createSlopes(model.count);
  const end = Y.air + state.airEnd;
  // Masses change where air flows only; the libraries are spared those that do not.
  const masses = Array.from(rates.busy.subarray(0, rates.busyCount), (slot) => {
    return Y.air + model.count + slot;
  });
  const places = [...Array(end).keys(), ...masses];
  const start = places.map((place) => state.y[place]);
  const evaluate = (y: ArrayLike<number>, out: Float64Array | number[]) => {
    for (let i = 0; i < places.length; i++) vector.y[places[i]] = y[i];
    machine.span = 0;
    machine.evaluateStage(vector.y, machine.slopes, slopes);
    for (let i = 0; i < places.length; i++) out[i] = slopes.y[places[i]];
  };
  /** Where the libraries got, in the order of flatten(). */
  const toFlat = (y: ArrayLike<number>): number[] => {
    for (let i = 0; i < places.length; i++) vector.y[places[i]] = y[i];
    const flat = [state.pitches * model.pitch + vector.y[Y.offset]];
    flat.push(vector.y[Y.speed], vector.y[Y.receiver]);
    for (let floater = 0; floater < model.count; floater++) {
      const slot = (floater + state.pitches) % model.count;
      flat.push(vector.mass[slot], vector.enthalpy[slot]);
    }
    return flat;
  };
  return { start, evaluate, toFlat };
}

function odex(piece: SmoothPiece): Contestant {
  const { start, evaluate, toFlat } = rightHandSide(piece);
  return {
    name: "odex",
    settings: TOLERANCES,
    prepare: (tolerance) => {
      const solver = new Solver(start.length);
      solver.relativeTolerance = tolerance;
      solver.absoluteTolerance = tolerance;
      solver.initialStepSize = piece.duration / 10;
      const slopes = (_: number, y: number[]) => {
        const out = new Array<number>(y.length);
        evaluate(y, out);
        return out;
      };
      let y: number[] = [];
      return {
        reset: () => void (y = start.slice()),
        go: () => void (y = solver.solve(slopes, 0, y, piece.duration).y),
        end: () => toFlat(y),
      };
    },
  };
}

function cashKarp(piece: SmoothPiece): Contestant {
  const { start, evaluate, toFlat } = rightHandSide(piece);
  return {
    name: "ode45-cash-karp",
    settings: TOLERANCES,
    prepare: (tol) => {
      const slopes = (out: Float64Array, y: Float64Array) => evaluate(y, out);
      const options = { tol, verbose: false };
      const y = new Float64Array(start.length);
      return {
        reset: () => y.set(start),
        go: () => {
          ode45(y, slopes, 0, piece.duration / 10, options).steps(Infinity, piece.duration);
        },
        end: () => toFlat(y),
      };
    },
  };
}

/** Simulated seconds per second of several runs, at the roughest setting that is accurate. */
function measure(
  { name, settings, prepare }: Contestant,
  { piece, reference }: { piece: SmoothPiece; reference: readonly number[] },
): number[] {
  const accurate = settings.find((setting) => {
    const attempt = prepare(setting);
    attempt.reset();
    attempt.go();
    return errorOf(piece, attempt.end(), reference) <= ACCURACY;
  });
  if (accurate === undefined) throw new Error(`${name} never gets within ${ACCURACY}`);
  const { reset, go } = prepare(accurate);
  const time = (span: number): number => {
    let spent = 0;
    let pieces = 0;
    for (; spent < span * 1000; pieces++) {
      reset();
      const before = performance.now();
      go();
      spent += performance.now() - before;
    }
    return pieces * piece.duration / (spent / 1000);
  };
  time(SPAN);
  return Array.from({ length: RUNS }, () => time(SPAN));
}

const figures: Figure[] = [];
for (const preset of ["kpp-01", "claimed-25m"] as const) {
  const piece = findSmoothPiece(preset);
  const reference = flatten(runObjects(piece, REFERENCE_STEPS));
  const contestants = [
    engine(piece, "fixed"),
    engine(piece, "adaptive"),
    plainObjects(piece),
    odex(piece),
    cashKarp(piece),
  ];
  const speeds = contestants.map((each) => measure(each, { piece, reference }));
  const controlled = median(speeds[1]);
  contestants.forEach(({ name }, i) => {
    figures.push({
      what: `${preset}, ${piece.start.floaters.length} floaters: ${name}`,
      unit: "x real time",
      runs: speeds[i],
    });
  });
  contestants.slice(2).forEach(({ name }, i) => {
    figures.push({
      what: `${preset}: engine with error control / ${name}`,
      unit: "x",
      runs: speeds[i + 2].map((speed) => controlled / speed),
    });
  });
}
publish(figures);
