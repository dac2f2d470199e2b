import {
  ACCOUNTS,
  type ChannelId,
  channelIndex,
  CHANNELS,
  FLOATER_COLUMNS,
  type Frame,
  type PlantParameters,
  type PresetName,
  PRESETS,
} from "../../telemetry/mod.ts";
import { DEFAULT_RULES, type JournalEntry, watchedAlarms } from "../../monitor/mod.ts";
import { type DashboardOptions, initialModel, type Model, update } from "../../tui/mod.ts";

const ALARMS = watchedAlarms(DEFAULT_RULES).map(({ alarm }) => alarm);

/** Frames per second of every test. */
export const FPS = 30;

/** A dashboard before its first frame. */
export function dashboard(options: Partial<DashboardOptions> = {}): Model {
  const name: PresetName = "kpp-01";
  return initialModel({
    name,
    preset: PRESETS[name],
    parameters: PRESETS[name].parameters,
    mode: "balanced",
    fps: FPS,
    speed: 1,
    columns: 120,
    rows: 40,
    symbols: "braille",
    alarms: ALARMS,
    ...options,
  });
}

/** The model after some keys. */
export function press(model: Model, ...keys: readonly string[]): Model {
  return keys.reduce((known, key) => update(known, { kind: "key", key }).model, model);
}

/** The model after `seconds` of frames, from the time of its newest one. */
export function running(model: Model, seconds: number): Model {
  const first = model.frames;
  let known = model;
  for (let index = first; index < first + seconds * FPS; index++) {
    known = update(known, { kind: "frame", frame: frameAt(index, known.parameters) }).model;
  }
  return known;
}

/** The model after one more frame with some values of its own. */
export function withFrame(
  model: Model,
  known: Partial<Record<ChannelId, number>>,
  rest: Partial<Frame> = {},
): Model {
  const frame = frameAt(model.frames, model.parameters);
  for (const [id, value] of Object.entries(known)) {
    frame.values[channelIndex(id as ChannelId)] = value;
  }
  return update(model, { kind: "frame", frame: { ...frame, ...rest } }).model;
}

/** The model after alarms have come, at the time of its newest frame. */
export function alarmed(model: Model, ...names: readonly string[]): Model {
  const time = model.frame?.simulationTime ?? 0;
  const entries = names.map((name): JournalEntry => ({
    kind: "transition",
    time,
    alarm: name,
    level: ALARMS.find((alarm) => alarm.name === name)!.level,
    event: "raise",
    from: "normal",
    to: "unacknowledged",
    value: 1,
    worst: 1,
    count: 1,
    activeTime: 0,
    isFirstOut: true,
  }));
  return update(model, { kind: "journal", entries }).model;
}

/** The model after a fault has begun, at the time of its newest frame. */
export function faulty(model: Model): Model {
  const entry = {
    kind: "fault",
    time: model.frame?.simulationTime ?? 0,
    event: "began",
    fault: "bias",
    target: "chain.speed",
    magnitude: 0.5,
  } as const;
  const begun = update(model, { kind: "journal", entries: [entry] }).model;
  return withFrame(begun, { "faults.active": 1 });
}

/**
 * A frame such as a plant gives, of closed forms, so that no screen changes with the engine: power
 * settles at 2.6 kW in half a minute, with a ripple of three seconds.
 */
export function frameAt(index: number, parameters: PlantParameters): Frame {
  const time = index / FPS;
  const settled = 1 - 1 / (1 + (time / 10) ** 4);
  const ripple = 40 * Math.cos(2 * Math.PI * time / 3);
  const power = time === 0 ? 0 : 2586 * settled + ripple * settled;
  const lap = Math.floor(time / 87);
  const values = new Float64Array(CHANNELS.length).fill(0);
  const set = (known: Partial<Record<ChannelId, number>>) => {
    for (const [id, value] of Object.entries(known)) values[channelIndex(id as ChannelId)] = value;
  };
  set({
    "chain.position": 0.2495 * time,
    "chain.speed": 0.2495 * settled,
    "chain.hasMoved": time === 0 ? 0 : 1,
    "shaft.speed": 0.2885 * settled,
    "shaft.torque": 10797 * settled + 4 * ripple * settled,
    "generator.power": power,
    "compressor.power": time < 5 ? 0 : 15000,
    "power.net": power - (time < 5 ? 0 : 15000),
    "receiver.pressure": 7.2e5,
    "header.pressure": 2.3e5,
    "injector.openValves": 1,
    "injector.passingValves": 1,
    "air.volume": 1.48 * settled,
    "lap.count": lap,
    "lap.startUp": lap === 1 ? 1 : 0,
    "lap.time": lap === 0 ? NaN : 87,
    "lap.power": lap === 0 ? NaN : 2500,
    "lap.compressor": lap === 0 ? NaN : 14900,
    "lap.net": lap === 0 ? NaN : -12400,
    "lap.electricEfficiency": lap === 0 ? NaN : 2500 / 14900,
    "lap.chainEfficiency": lap === 0 ? NaN : 0.23,
    "ceiling": 0.97,
    "efficiency.running": time < 3 ? NaN : 0.175 * settled,
    "exergy.destroyed": 9000 * time,
    "ledger.turnedOver": 1 + 30000 * time,
    "ledger.relativeResidual": 3.2e-15,
    "ledger.plantResidual": 1.5e-9,
    "stability": 1,
    "stability.worst": NaN,
    "health.chatterEvent": NaN,
    "health.failedCheck": NaN,
    "queue.tap": NaN,
    "queue.recording": NaN,
    "clock.rtf": 1,
    "clock.target": 1,
    "clock.fps": FPS,
  });
  ACCOUNTS.forEach(({ name }, row) => set({ [`ledger.${name}`]: 100 * (row + 1) * time }));
  return {
    frameId: index,
    timestamp: 1.7e9 + time,
    simulationTime: time,
    status: time === 0 ? "starting" : "running",
    values,
    floaterCount: parameters["chain.floaterCount"],
    floaters: floatersAt(0.2495 * time, parameters),
  };
}

/** Floaters along the loop: part-filled at the dock, full at the top, empty on the way down. */
function floatersAt(position: number, parameters: PlantParameters): Float64Array {
  const count = parameters["chain.floaterCount"];
  const height = parameters["chain.straightHeight"];
  const length = 2 * height + 2 * Math.PI * parameters["chain.sprocketRadius"];
  const columns = FLOATER_COLUMNS.length;
  const floaters = new Float64Array(count * columns);
  for (let floater = 0; floater < count; floater++) {
    const sigma = (position + floater * length / count) % length;
    const isRising = sigma < height;
    const row = floater * columns;
    floaters[row + FLOATER_COLUMNS.indexOf("sigma")] = sigma;
    floaters[row + FLOATER_COLUMNS.indexOf("volume")] = isRising
      ? parameters["floater.volume"] * Math.min(1, 0.2 + sigma / height)
      : 0;
    floaters[row + FLOATER_COLUMNS.indexOf("valve")] = isRising && sigma < 1 ? 1 : 0;
  }
  return floaters;
}
