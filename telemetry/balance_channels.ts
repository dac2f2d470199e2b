import {
  ACCOUNTS,
  type LedgerKind,
  type LedgerRow,
  RESIDUALS,
  STORED,
} from "../engine/terms/mod.ts";
import type { AccountName, ResidualName, StoredName } from "../engine/terms/mod.ts";
import type { Channel, Sample } from "./channel.ts";

/** The last whole lap; "no data" before the first. */
export const LAP_CHANNELS = [
  {
    id: "lap.count",
    label: "laps",
    unit: "",
    range: [0, 10],
    decimals: 0,
    description: "Whole laps completed since the start",
    read: ({ plant }) => plant.lap.count,
  },
  {
    id: "lap.startUp",
    label: "start-up lap",
    unit: "",
    range: [0, 1],
    decimals: 0,
    description: "1 while the last lap is the first, which contains the start-up, else 0",
    read: ({ plant }) => Number(plant.lap.startUp),
  },
  {
    id: "lap.time",
    label: "lap time",
    unit: "s",
    range: [0, 200],
    decimals: 3,
    description: "Duration of the last lap",
    read: ({ plant }) => plant.lap.time,
  },
  {
    id: "lap.rpm",
    label: "lap speed",
    unit: "1/min",
    range: [0, 10],
    decimals: 4,
    description: "Mean sprocket speed over the last lap",
    read: ({ plant }) => plant.lap.rpm,
  },
  {
    id: "lap.power",
    label: "lap power",
    unit: "W",
    range: [0, 5e3],
    decimals: 1,
    description: "Mean electric power of the generator over the last lap",
    read: ({ plant }) => plant.lap.power,
  },
  {
    id: "lap.mechanical",
    label: "lap mechanical",
    unit: "W",
    range: [0, 5e3],
    decimals: 1,
    description: "Mean power from chain to shaft over the last lap",
    read: ({ plant }) => plant.lap.mechanical,
  },
  {
    id: "lap.compressor",
    label: "lap compressor",
    unit: "W",
    range: [0, 20e3],
    decimals: 1,
    description: "Mean electric power the compressor took over the last lap",
    read: ({ plant }) => plant.lap.compressor,
  },
  {
    id: "lap.net",
    label: "lap net power",
    unit: "W",
    range: [-20e3, 5e3],
    decimals: 1,
    description: "Mean net electric power over the last lap",
    read: ({ plant }) => plant.lap.net,
  },
  {
    id: "lap.electricEfficiency",
    label: "lap efficiency",
    unit: "",
    range: [0, 1],
    decimals: 4,
    description: "Electricity given / electricity taken over the last lap; the member efficiency",
    read: ({ plant }) => plant.lap.electricEfficiency,
  },
  {
    id: "lap.chainEfficiency",
    label: "chain efficiency",
    unit: "",
    range: [0, 1],
    decimals: 4,
    description: "Work of air on the chain / work of the compressor's shaft over the last lap",
    read: ({ plant }) => plant.lap.chainEfficiency,
  },
] as const satisfies readonly Channel[];

/** What bounds the plant, and the second law. */
export const LIMIT_CHANNELS = [
  {
    id: "ceiling",
    label: "ceiling",
    unit: "",
    range: [0, 1],
    decimals: 4,
    description: "Largest electric efficiency this cycle allows with a perfect machine",
    read: ({ plant }) => plant.ceiling,
  },
  {
    id: "efficiency.running",
    label: "running efficiency",
    unit: "",
    range: [0, 1],
    decimals: 4,
    description: "Electricity given / what the air just used has cost, over the last pitch",
    read: ({ plant }) => plant.runningEfficiency,
  },
  {
    id: "h2.carnotWork",
    label: "work in water heat",
    unit: "J",
    range: [0, 1e6],
    decimals: 0,
    description: "Work the heat taken from the water could have given at best, since the start",
    read: ({ plant }) => plant.carnotWork,
  },
  {
    id: "exergy.destroyed",
    label: "exergy destroyed",
    unit: "J",
    range: [0, 1e6],
    decimals: 0,
    description: "Exergy destroyed since the start; the second law says it never decreases",
    read: ({ plant }) => plant.exergyDestroyed,
  },
  {
    id: "exergy.violation",
    label: "energy violation",
    unit: "",
    range: [0, 1],
    decimals: 0,
    description: "1 once exergy destroyed has decreased beyond rounding, else 0",
    read: ({ plant }) => Number(plant.energyViolation),
  },
] as const satisfies readonly Channel[];

const MEANING: Readonly<Record<LedgerKind, string>> = {
  electric: "Electric account, summed since the start",
  air: "Air account, summed since the start",
  loss: "Loss, summed since the start",
  transfer: "Transfer between parts, summed since the start",
  mass: "Mass account, summed since the start",
  stored: "Stored now",
  residual: "What does not close; 0 but for rounding",
  edit: "Stored quantity put in by changes of parameters, summed since the start",
};

const LEDGER_RANGE: Readonly<Record<LedgerKind, readonly [number, number]>> = {
  electric: [0, 1e6],
  air: [-1e6, 1e6],
  loss: [0, 1e6],
  transfer: [-1e6, 1e6],
  mass: [0, 100],
  stored: [-1e6, 1e6],
  residual: [-1e-6, 1e-6],
  edit: [-1e6, 1e6],
};

type LedgerId = `ledger.${AccountName | StoredName | ResidualName}`;

function ledgerChannel(row: LedgerRow, read: (sample: Sample) => number): Channel<LedgerId> {
  const residual = row.kind === "residual";
  return {
    id: `ledger.${row.name}` as LedgerId,
    label: row.label,
    unit: row.unit,
    range: LEDGER_RANGE[row.kind],
    decimals: residual ? 12 : row.unit === "kg" ? 4 : 0,
    description: `${MEANING[row.kind]}: ${row.label}`,
    read,
  };
}

/** Every account, stored quantity and residual, and what the residuals are measured against. */
export const LEDGER_CHANNELS = [
  ...ACCOUNTS.map((row, index) => ledgerChannel(row, ({ plant }) => plant.accounts[index])),
  ...STORED.map((row, index) => ledgerChannel(row, ({ plant }) => plant.stored[index])),
  ...RESIDUALS.map((row, index) => ledgerChannel(row, ({ plant }) => plant.residuals[index])),
  {
    id: "ledger.turnedOver",
    label: "energy turned over",
    unit: "J",
    range: [0, 1e6],
    decimals: 0,
    description: "1 J and half the sum of all accounts' magnitudes",
    read: ({ plant }: Sample) => plant.energyTurnedOver,
  },
  {
    id: "ledger.relativeResidual",
    label: "relative residual",
    unit: "",
    range: [0, 1e-10],
    decimals: 16,
    description: "Largest energy residual / energy turned over",
    read: ({ plant }: Sample) => plant.relativeResidual,
  },
] as const satisfies readonly Channel[];
