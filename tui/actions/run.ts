import { DEFAULT_MODE, type Mode, MODE_NAMES, MODES } from "../../telemetry/mod.ts";
import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, say, sending, type Update } from "../model.ts";
import { baselineOf } from "../baseline.ts";
import { clockTime, speedText } from "../format.ts";
import { confirming } from "../dialog.ts";

/** Real-time factors that `<` and `>` step through; Infinity is as fast as it goes. */
export const SPEEDS: readonly number[] = [
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1000,
  Infinity,
];

/** What the keys of the run and of the program do. */
export const RUN_ACTIONS = {
  hold: (model: Model): Update =>
    model.isHeld
      ? sending(say({ ...model, isHeld: false }, "Running"), { kind: "resume" })
      : sending(say({ ...model, isHeld: true }, "Held: space resumes, . advances a step"), {
        kind: "hold",
      }),
  step: (model: Model): Update =>
    model.isHeld
      ? sending(model, { kind: "step" })
      : refuse(model, "A single step needs a held run: press space first"),
  slower: (model: Model): Update => {
    const speed = SPEEDS.findLast((each) => each < model.speed);
    return speed === undefined
      ? refuse(model, `${speedText(SPEEDS[0])} is the lowest speed`)
      : atSpeed(model, speed);
  },
  faster: (model: Model): Update => {
    const speed = SPEEDS.find((each) => each > model.speed);
    return speed === undefined
      ? refuse(model, "It already runs as fast as it can")
      : atSpeed(model, speed);
  },
  mode: (model: Model): Update => {
    const { mode: now } = model;
    const mode = now === undefined
      ? DEFAULT_MODE
      : MODE_NAMES[(MODE_NAMES.indexOf(now) + 1) % MODE_NAMES.length];
    return inMode(model, mode);
  },
  reset: (model: Model): Update =>
    model.frame === undefined
      ? refuse(model, "The run has not begun yet")
      : confirming(model, "The run would begin again from rest. Reset it?", (now) =>
        sending(say(now, "Reset: from rest, with the parameters as they are"), { kind: "reset" })),
  baseline: (model: Model): Update => {
    const { baseline, frame, history } = model;
    if (baseline !== undefined) {
      return only(say({ ...model, baseline: undefined }, "The baseline is taken away"));
    }
    if (frame === undefined) return refuse(model, "No frame has come yet: nothing to compare with");
    const taken = { ...model, baseline: baselineOf(history, frame) };
    return only(say(taken, `Baseline: the run up to ${clockTime(frame.simulationTime)}`));
  },
  quit: (model: Model): Update => ({ model, effects: [{ kind: "quit" }] }),
  // The guard of the terminal suspends before the key comes here.
  suspend: (model: Model): Update => only(model),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

/** Takes the steps of a mode. */
export function inMode(model: Model, mode: Mode): Update {
  return sending(say(model, `Mode ${mode}: ${MODES[mode].description}`), { kind: "mode", mode });
}

/** Runs at another real-time factor. */
export function atSpeed(model: Model, speed: number): Update {
  return sending(say({ ...model, speed }, `Speed ${speedText(speed)}`), { kind: "speed", speed });
}
