/**
 * Writes the pictures of the README, pages of the dashboard of a real run: the published plant,
 * started from rest and run as `kpp run` runs it, in time that passes without waiting, so that the
 * same program gives the same pictures: `deno run --allow-write=docs tools/picture.ts`.
 *
 * @module
 */

import { DEFAULT_RULES, watchedAlarms } from "../monitor/mod.ts";
import { ManualTime } from "../clock/mod.ts";
import { Plant, PRESETS } from "../engine/mod.ts";
import { runPlant } from "../runtime/plant_loop.ts";
import { createOwnRings } from "../runtime/own_rings.ts";
import { DEFAULT_MODE, MODES } from "../telemetry/mod.ts";
import { Cells, paint, toSvg } from "../tui/kit/mod.ts";
import { initialModel, type Message, type Model, update, view } from "../tui/mod.ts";

const NAME = "kpp-01";
const COLUMNS = 120;
const ROWS = 40;
const FPS = 30;

/** When the picture is taken, s: two laps are done, so the last one has no start-up in it. */
const DURATION = 216;

/** Room for every frame of the run: a power of two. */
const SLOTS = 8192;

/** What is pressed, and when, s: what it does is what the charts are to show. */
const PRESSED = { at: 184, keys: ["b", ...Array.from({ length: 8 }, () => "-")] };

/** What is pressed for each picture, and its file. */
const PICTURES = [
  { key: "1", page: "overview", file: "dashboard.svg" },
  { key: "2", page: "energy", file: "energy.svg" },
  { key: "3", page: "charts", file: "charts.svg" },
] as const;

/** The dashboard at the end of the run. */
export function lastModel(): Model {
  const preset = PRESETS[NAME];
  const { parameters } = preset;
  const { parts, reader, sender } = createOwnRings({
    maxFloaters: parameters["chain.floaterCount"],
    slots: SLOTS,
  });
  let model = initialModel({
    name: NAME,
    preset,
    parameters,
    mode: DEFAULT_MODE,
    fps: FPS,
    speed: 1,
    columns: COLUMNS,
    rows: ROWS,
    symbols: "braille",
    alarms: watchedAlarms(DEFAULT_RULES).map(({ alarm }) => alarm),
  });
  const tell = (message: Message): void => {
    const { model: next, effects } = update(model, message);
    model = next;
    for (const effect of effects) if (effect.kind === "send") sender.send(effect.command);
  };
  const readFrames = (): void => {
    for (let frame = reader.peek(); frame; frame = reader.peek()) {
      tell({ kind: "frame", frame });
      reader.release();
    }
  };
  const time = new ManualTime();
  time.schedule(PRESSED.at, () => {
    readFrames();
    for (const key of PRESSED.keys) tell({ kind: "key", key });
  });
  const { dt, integration } = MODES[DEFAULT_MODE];
  runPlant({
    options: { parameters, dt, integration, fps: FPS, speed: 1, duration: DURATION },
    plant: new Plant(parameters, integration),
    time,
    ...parts,
    reply: (reply) => tell({ kind: "reply", reply }),
    journal: {
      add: (entry) => tell({ kind: "journal", entries: [entry] }),
      send: () => {},
      flush: () => {},
      waiting: 0,
    },
  });
  readFrames();
  return model;
}

if (import.meta.main) {
  const last = lastModel();
  for (const { key, page, file } of PICTURES) {
    const { model } = update(last, { kind: "key", key });
    const cells = new Cells(COLUMNS, ROWS, "braille");
    paint(view(model), cells);
    const title = `Dashboard of kpp, ${page}: the preset ${NAME} after ${DURATION} seconds`;
    const picture = toSvg(cells, { title, ...model.theme.page });
    Deno.writeTextFileSync(new URL(`../docs/${file}`, import.meta.url), picture);
  }
}
