/**
 * Plays a scenario in simulated time: the parts of a real run, in one thread and without a clock.
 *
 * @module
 */

import { emptyReading, ManualTime } from "../clock/mod.ts";
import { Observation, Plant } from "../engine/mod.ts";
import {
  confirmTaken,
  createOutboxWord,
  type JournalEntry,
  JournalOutbox,
} from "../monitor/mod.ts";
import { runPlant } from "./plant_loop.ts";
import type { RunEnd } from "./plant_run_parts.ts";
import { JournalHash, type Scenario, type TimedCommand, Witness } from "../simtest/mod.ts";
import { createOwnRings } from "./own_rings.ts";
import {
  CHANNELS,
  emptyRuntime,
  type Frame,
  MAX_FLOATERS,
  MODES,
  OUTBOX_ENTRIES,
  type PlantParameters,
  sample,
} from "../telemetry/mod.ts";

/** Frames per second of simulated time that are looked at. */
const FRAME_RATE = 5;

/** Frames that may be under way: each is taken before the next. A power of two. */
const SLOTS = 2;

/** What came of a trial. */
export interface Trial {
  readonly scenario: Scenario;
  readonly violations: Witness["violations"];
  /** Hash of the journal. */
  readonly hash: string;
  /** Entries of the journal. */
  readonly entries: number;
}

/** A plant that shows what it does to somebody else whenever it is observed. */
class WitnessedPlant extends Plant {
  readonly truth = new Float64Array(CHANNELS.length);
  readonly #clock = emptyReading();
  readonly #runtime = emptyRuntime();

  override observeAhead(dt: number, out: Observation): void {
    super.observeAhead(dt, out);
    sample({ plant: out, clock: this.#clock, runtime: this.#runtime }, this.truth);
  }
}

/** What can be done to a trial so that a test sees an invariant break. */
export interface TrialOptions {
  /** What is made of a frame before it is judged: a defect of the program under test. */
  readonly defect?: (frame: Frame) => Frame;
  /** Told of every entry of the journal. */
  readonly tell?: (entry: JournalEntry) => void;
}

/** Plays a scenario to its end. */
export function playScenario(scenario: Scenario, options: TrialOptions = {}): Trial {
  const trial = new TrialRun(scenario, options);
  return trial.play();
}

class TrialRun {
  readonly #scenario: Scenario;
  readonly #defect: (frame: Frame) => Frame;
  readonly #tell: (entry: JournalEntry) => void;
  readonly #plant: WitnessedPlant;
  readonly #witness: Witness;
  readonly #hash = new JournalHash();
  readonly #rings = createOwnRings({ maxFloaters: MAX_FLOATERS, slots: SLOTS });
  readonly #word = createOutboxWord();
  readonly #outbox = new JournalOutbox({
    word: this.#word,
    post: (entries) => this.#takeJournal(entries),
    whenFull: "drop",
  });
  #commands: readonly TimedCommand[];
  #commanded: PlantParameters;
  #last: Frame | undefined;
  #entries = 0;

  constructor(scenario: Scenario, { defect = (frame) => frame, tell = () => {} }: TrialOptions) {
    this.#scenario = scenario;
    this.#defect = defect;
    this.#tell = tell;
    this.#plant = new WitnessedPlant(scenario.parameters, MODES[scenario.mode].integration);
    this.#commanded = scenario.parameters;
    this.#witness = new Witness(scenario);
    this.#commands = scenario.commands.toSorted((one, other) => one.at - other.at);
  }

  play(): Trial {
    const end = this.#run();
    this.#outbox.flush();
    this.#takeFrames();
    if (end.reason !== "done") {
      const said = end.reason === "fault" ? end.message : end.reason;
      this.#witness.say("ended", this.#plant.time, said);
    }
    if (this.#last) this.#witness.finish(this.#last);
    const { violations } = this.#witness;
    return {
      scenario: this.#scenario,
      violations,
      hash: this.#hash.digest,
      entries: this.#entries,
    };
  }

  #run(): RunEnd {
    const { parameters, duration, faults, seed, mode } = this.#scenario;
    return runPlant({
      options: {
        parameters,
        ...MODES[mode],
        fps: FRAME_RATE,
        speed: Infinity,
        duration,
        rows: { rate: FRAME_RATE },
        faults,
        seed,
      },
      plant: this.#plant,
      time: new ManualTime(),
      ...this.#rings.parts,
      // What an operator does by chance may be refused.
      reply: ({ command, outcome }) => {
        if (command.kind !== "set" || outcome === "refused") return;
        this.#commanded = { ...this.#commanded, [command.parameter]: command.value };
      },
      journal: {
        add: (entry) => this.#outbox.add(entry),
        // Called between two frames, once commands have been obeyed.
        send: () => {
          this.#outbox.send();
          this.#takeFrames();
          this.#giveCommands();
        },
        flush: () => this.#outbox.flush(),
        waiting: 0,
      },
    });
  }

  #takeJournal(entries: readonly JournalEntry[]): void {
    if (entries.length > OUTBOX_ENTRIES) {
      this.#witness.say("boundedQueues", this.#plant.time, `${entries.length} entries waited`);
    }
    confirmTaken(this.#word);
    for (const entry of entries) {
      this.#hash.add(entry);
      this.#witness.read(entry);
      this.#tell(entry);
      this.#entries++;
    }
  }

  #takeFrames(): void {
    for (let frame = this.#rings.reader.peek(); frame; frame = this.#rings.reader.peek()) {
      this.#last = this.#defect(frame);
      this.#witness.see(this.#last, this.#plant.truth, this.#commanded);
      this.#rings.reader.release();
    }
  }

  #giveCommands(): void {
    while (this.#commands.length > 0 && this.#commands[0].at <= this.#plant.time) {
      if (this.#rings.sender.full) break;
      this.#rings.sender.send(this.#commands[0].command);
      this.#commands = this.#commands.slice(1);
    }
  }
}
