/** What a fault is injected into: a reading, the plant, or the program that runs it. */
export const FAULT_PARTS = ["sensor", "plant", "runtime"] as const;

/** What a fault is injected into. */
export type FaultPart = (typeof FAULT_PARTS)[number];

/** How much of a fault there can be. */
export interface FaultMagnitude {
  /** SI; "" is dimensionless, and `@` stands for the unit of the channel. */
  readonly unit: string;
  /** What it is when nothing is said; times the typical range of the channel where `ofRange`. */
  readonly usual: number;
  readonly ofRange?: true;
  readonly min: number;
  readonly max: number;
}

/** One row of the table of faults. */
export interface FaultRow {
  readonly part: FaultPart;
  /** What it can be injected into; the first of a few words when nothing is said. */
  readonly targets: "channel" | "floater" | readonly string[];
  /** Without one there is nothing to say. */
  readonly magnitude?: FaultMagnitude;
  /** Whether it is over as soon as it has happened: it has no duration. */
  readonly isMomentary?: true;
  /** One sentence: what goes wrong. */
  readonly description: string;
}

/** The share of readings that a spike disturbs. */
export const SPIKE_SHARE = 0.05;

/** Largest number that a reading can be off by, in the unit of its channel. */
const LARGEST = 1e15;

/** Every kind of fault, by what it is called. docs/FAULTS.md says more of each. */
export const FAULT_KINDS = {
  stuck: {
    part: "sensor",
    targets: "channel",
    description: "The channel goes on to read what it read when the fault began",
  },
  bias: {
    part: "sensor",
    targets: "channel",
    magnitude: { unit: "@", usual: 0.1, ofRange: true, min: -LARGEST, max: LARGEST },
    description: "The channel reads too much by the magnitude",
  },
  drift: {
    part: "sensor",
    targets: "channel",
    magnitude: { unit: "@/s", usual: 0.01, ofRange: true, min: -LARGEST, max: LARGEST },
    description: "The channel reads too much, by the magnitude more every second",
  },
  spike: {
    part: "sensor",
    targets: "channel",
    magnitude: { unit: "@", usual: 0.5, ofRange: true, min: 0, max: LARGEST },
    description: "One reading in twenty, by chance, is off by the magnitude, either way",
  },
  noise: {
    part: "sensor",
    targets: "channel",
    magnitude: { unit: "@", usual: 0.02, ofRange: true, min: 0, max: LARGEST },
    description: "Every reading is off by chance, with the magnitude as standard deviation",
  },
  drop: {
    part: "sensor",
    targets: "channel",
    magnitude: { unit: "", usual: 0.5, min: 0, max: 1 },
    description: "A share of the readings, by chance, does not come: no data",
  },
  nan: {
    part: "sensor",
    targets: "channel",
    description: "The channel reads what is no number",
  },
  "valve-shut": {
    part: "plant",
    targets: "floater",
    description: "The injector valve of a floater stays shut: it goes round without air",
  },
  "valve-open": {
    part: "plant",
    targets: "floater",
    description:
      "The injector valve of a floater, once open, does not shut before the end of the window",
  },
  "floater-leak": {
    part: "plant",
    targets: "floater",
    magnitude: { unit: "1/s", usual: 0.1, min: 0, max: 10 },
    description: "A floater loses air: the magnitude is the share of it that is lost in a second",
  },
  "compressor-trip": {
    part: "plant",
    targets: ["compressor"],
    description: "The compressor delivers nothing and takes no power",
  },
  "receiver-leak": {
    part: "plant",
    targets: ["receiver"],
    magnitude: { unit: "1/s", usual: 0.002, min: 0, max: 1 },
    description:
      "The receiver loses air: the magnitude is the share of its overpressure lost in a second",
  },
  "chain-jam": {
    part: "plant",
    targets: ["chain"],
    magnitude: { unit: "N", usual: 50e3, min: 0, max: 1e8 },
    description: "The chain rubs: the magnitude is added to its dry friction",
  },
  "load-rejection": {
    part: "plant",
    targets: ["generator"],
    description: "The generator loses its load: it turns without torque",
  },
  "regulator-drift": {
    part: "plant",
    targets: ["regulator"],
    magnitude: { unit: "Pa/s", usual: -500, min: -1e6, max: 1e6 },
    description: "The setpoint of the regulator creeps by the magnitude every second",
  },
  "slow-step": {
    part: "runtime",
    targets: ["plant"],
    magnitude: { unit: "s", usual: 0.01, min: 0, max: 10 },
    description: "Every step takes longer by the magnitude",
  },
  throw: {
    part: "runtime",
    targets: ["plant"],
    isMomentary: true,
    description: "The plant thread throws an error between two steps",
  },
  block: {
    part: "runtime",
    targets: ["main"],
    magnitude: { unit: "s", usual: 1, min: 0, max: 60 },
    isMomentary: true,
    description: "The main thread does nothing else for as long as the magnitude says",
  },
  "dead-worker": {
    part: "runtime",
    targets: ["plant"],
    isMomentary: true,
    description: "The plant thread is gone without a word",
  },
  "disk-full": {
    part: "runtime",
    targets: ["journal", "snapshot", "record"],
    description: "Nothing more can be written to a file: no space is left",
  },
  "slow-reader": {
    part: "runtime",
    targets: ["frames"],
    magnitude: { unit: "s", usual: 0.2, min: 0, max: 10 },
    description: "The main thread takes longer by the magnitude for every frame",
  },
} as const satisfies Readonly<Record<string, FaultRow>>;

/** What a kind of fault is called. */
export type FaultKind = keyof typeof FAULT_KINDS;

/** Every kind, in the order of the table. */
export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as readonly FaultKind[];

/** The row of a kind. */
export function faultRow(kind: FaultKind): FaultRow {
  return FAULT_KINDS[kind];
}
