import { type ChannelId, FAULT_KINDS, type FaultKind } from "../telemetry/mod.ts";
import { CLEAR_LIMIT, QUALITY_LIMIT } from "./limits.ts";
import { PLANT_DETECTIONS } from "./plant_detection.ts";

/** How a fault shows, or why it does not. */
export interface Detection {
  readonly kind: FaultKind;
  /** What of: channels by group, a part of the plant, or of the program. */
  readonly of: string;
  /** Channels to try it on, for faults of sensors. */
  readonly channels?: readonly ChannelId[];
  /** What shows it; `null` where nothing does. */
  readonly shownBy: string | null;
  /** How long it takes at most from when it can be seen, s; NaN where nothing shows it. */
  readonly within: number;
  /** What the program does; where nothing shows the fault, why. */
  readonly then: string;
}

/** Channels that others vouch for at every instant. */
const VOUCHED = [
  "chain.position",
  "chain.speed",
  "chain.acceleration",
  "shaft.speed",
  "shaft.torque",
  "generator.speed",
  "generator.torque",
  "generator.power",
  "compressor.power",
  "power.net",
  "receiver.pressure",
  "air.mass",
  "air.enthalpy",
  "air.volume",
  "ledger.generatorElectric",
  "ledger.drag",
  "exergy.destroyed",
] as const satisfies readonly ChannelId[];

const HEADER = ["header.pressure"] as const satisfies readonly ChannelId[];
const RUNNING = ["efficiency.running"] as const satisfies readonly ChannelId[];
const COUNTS = [
  "engine.events",
  "health.rejected",
  "air.fills",
  "air.shortFills",
] as const satisfies readonly ChannelId[];
const PROGRAM = ["clock.fps", "profile.engineP50"] as const satisfies readonly ChannelId[];

const SENSOR_KINDS = ["stuck", "bias", "drift", "spike", "noise", "drop", "nan"] as const;
type SensorKind = (typeof SENSOR_KINDS)[number];

const STALE: readonly SensorKind[] = ["drop", "nan"];

const DRAWN = "drawn with `~` or `!`, journalled by name; the plant goes on as if nothing were";

function vouched(kind: SensorKind): Detection {
  const isStale = STALE.includes(kind);
  const quality = kind === "stuck" ? "stale or bad" : isStale ? "stale" : "bad";
  return {
    kind,
    of: "a channel that others vouch for",
    channels: kind === "stuck" ? VOUCHED : [...VOUCHED, ...HEADER],
    shownBy: `quality ${quality}, alarm \`sensor\``,
    within: QUALITY_LIMIT,
    then: `${DRAWN}; good again ${CLEAR_LIMIT} s after the fault`,
  };
}

function header(): Detection {
  return {
    kind: "stuck",
    of: "`header.pressure` of a regulator that holds",
    channels: HEADER,
    shownBy: null,
    within: NaN,
    then: "it shows what is: a header that is held does not move",
  };
}

function running(kind: SensorKind): Detection {
  const isFrozen = kind === "stuck";
  return {
    kind,
    of: "`efficiency.running`",
    channels: RUNNING,
    shownBy: isFrozen ? "quality stale, alarm `sensor`" : null,
    within: isFrozen ? 3 : NaN,
    then: isFrozen
      ? DRAWN
      : STALE.includes(kind)
      ? "no data is one of the things it says: before one pitch, and while no air is used"
      : "what was a pitch ago, which it is made of, is in no channel",
  };
}

function uncounted(kind: "stuck" | "bias"): Detection {
  return {
    kind,
    of: "counts: `engine.*`, `health.*`, `air.fills`, `air.shortFills`",
    channels: COUNTS,
    shownBy: null,
    within: NaN,
    then: "nothing else counts the same; half a count is seen, a whole one is not",
  };
}

function program(kind: "bias" | "nan"): Detection {
  return {
    kind,
    of: "what the program says of itself: `clock.*`, `profile.*`, `queue.*`",
    channels: PROGRAM,
    shownBy: null,
    within: NaN,
    then: "nothing vouches for it, and no data is one of the things it says",
  };
}

/** What each fault of the plant makes the program do. */
const PLANT_WORDS: Readonly<Partial<Record<FaultKind, string>>> = {
  "compressor-trip":
    "`compressor.on` is bad, since it takes no power; runs on until the air is used",
  "chain-jam": "valves, heat and air go on; the chain starts by itself once it is free",
  "load-rejection": "the chain speeds up until drag holds it; `chainSpeed.hi` beyond 8 m/s",
  "regulator-drift": "`header.pressure` is bad, since a sensor that drifts shows the same",
  "valve-shut": "in the window, shut and without air; a valve that was open is a fill that was " +
    "missed, too; page 4 shows which",
  "valve-open": "once it has more than its fill; the books are right; page 4 shows which",
  "floater-leak": "on its way up while it is not full; what it loses is vented as what spills is",
  "receiver-leak": "`receiverLow.lo` when too much is gone; a sensor of pressure that drifts " +
    "shows the same, and is bad besides",
};

/** Faults of the program, and the recoveries that tell of them. */
const RUNTIME: readonly Detection[] = [
  {
    kind: "slow-step",
    of: "the plant's thread",
    shownBy: "alarm `overrun`",
    within: 1,
    then: "steps are dropped and counted, time falls behind; `--adapt` asks less of the machine",
  },
  {
    kind: "throw",
    of: "the plant's thread",
    shownBy: "journal `recovery`, `recovery.plantCount`",
    within: 1,
    then: "another thread goes on from the last checkpoint; RUNTIME.md has the limits",
  },
  {
    kind: "dead-worker",
    of: "the plant's thread",
    shownBy: "journal `recovery`, `recovery.plantCount`",
    within: 3,
    then: "as for an error, once the heart of the thread has been still for too long",
  },
  {
    kind: "block",
    of: "the main thread",
    shownBy: "alarm `framesWait`",
    within: 1,
    then: "frames that have no place meanwhile are dropped and counted; the plant goes on; a " +
      "block of less than half a second is a late frame",
  },
  {
    kind: "disk-full",
    of: "the journal",
    shownBy: "journal `recovery`, `recovery.journalCount`",
    within: 1,
    then: "entries wait and are written once there is room, a recording too; a snapshot is refused",
  },
  {
    kind: "slow-reader",
    of: "the frames",
    shownBy: "alarm `framesWait`",
    within: 2,
    then: "a live run drops frames and counts them; a run at full speed waits, loses nothing and " +
      "says nothing",
  },
];

function partOf(kind: FaultKind): string {
  const { targets } = FAULT_KINDS[kind];
  return typeof targets === "string" ? `a ${targets}` : targets[0];
}

/** Every kind of fault by what it strikes. */
export const DETECTIONS: readonly Detection[] = [
  ...SENSOR_KINDS.map(vouched),
  header(),
  ...SENSOR_KINDS.map(running),
  uncounted("stuck"),
  uncounted("bias"),
  program("bias"),
  program("nan"),
  ...PLANT_DETECTIONS.map(({ kind, alarm, within }): Detection => ({
    kind,
    of: partOf(kind),
    shownBy: `alarm \`${alarm}\``,
    within,
    then: PLANT_WORDS[kind]!,
  })),
  ...RUNTIME,
];

/** The table as docs/FAULTS.md has it. */
export function detectionTable(): string {
  const rows = DETECTIONS.map(({ kind, of, shownBy, within, then }) =>
    `| \`${kind}\` | ${of} | ${shownBy ?? "**not shown**"} | ${
      Number.isNaN(within) ? "" : `${within} s`
    } | ${then} |`
  );
  return [
    "| kind | of | shown by | within | what happens, or why not |",
    "|---|---|---|---|---|",
    ...rows,
  ]
    .join("\n");
}
