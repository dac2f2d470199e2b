import { DEFAULT_MODE, MODE_NAMES, MODES } from "../../telemetry/mod.ts";
import type { Action } from "../keys/table.ts";
import { type Model, only, refuse, say, sending, type Update } from "../model.ts";
import { speedText } from "../format.ts";

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
    return sending(say(model, `Mode ${mode}: ${MODES[mode].description}`), { kind: "mode", mode });
  },
  reset: (model: Model): Update =>
    sending(say(model, "Reset: from rest, with the parameters as they are"), { kind: "reset" }),
  quit: (model: Model): Update => ({ model, effects: [{ kind: "quit" }] }),
  // The guard of the terminal suspends before the key comes here.
  suspend: (model: Model): Update => only(model),
} satisfies Partial<Record<Action, (model: Model) => Update>>;

function atSpeed(model: Model, speed: number): Update {
  return sending(say({ ...model, speed }, `Speed ${speedText(speed)}`), { kind: "speed", speed });
}
