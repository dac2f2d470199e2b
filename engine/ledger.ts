/** What a ledger row is: an account summed over time, a stored quantity, or a residual. */
export type LedgerKind =
  | "electric"
  | "air"
  | "loss"
  | "transfer"
  | "mass"
  | "stored"
  | "residual"
  | "edit";

/** One row of the ledger. */
export interface LedgerRow {
  readonly name: string;
  readonly kind: LedgerKind;
  readonly unit: "J" | "kg";
  readonly label: string;
}

/**
 * Accounts integrated over time, in the order of the ledger array.
 * Source: docs/PHYSICS.md section 7. Signs are those of the residual equations there.
 */
export const ACCOUNTS = [
  { name: "compressorElectric", kind: "electric", unit: "J", label: "compressor electric" },
  { name: "auxiliary", kind: "electric", unit: "J", label: "auxiliary electric" },
  { name: "h1Supply", kind: "electric", unit: "J", label: "nanobubble supply" },
  { name: "heater", kind: "electric", unit: "J", label: "water heater" },
  { name: "generatorElectric", kind: "electric", unit: "J", label: "generator electric" },
  { name: "intakeEnthalpy", kind: "air", unit: "J", label: "intake enthalpy" },
  { name: "receiverHeat", kind: "air", unit: "J", label: "heat into receiver" },
  { name: "waterHeat", kind: "air", unit: "J", label: "heat from water" },
  { name: "airLift", kind: "air", unit: "J", label: "weight of air let in and out" },
  { name: "ventEnthalpy", kind: "air", unit: "J", label: "vented enthalpy" },
  { name: "chainWork", kind: "air", unit: "J", label: "work of air on chain" },
  { name: "motorHeat", kind: "loss", unit: "J", label: "motor heat" },
  { name: "compressorHeat", kind: "loss", unit: "J", label: "aftercooler heat" },
  { name: "drag", kind: "loss", unit: "J", label: "drag" },
  { name: "friction", kind: "loss", unit: "J", label: "chain friction" },
  { name: "brake", kind: "loss", unit: "J", label: "brake" },
  { name: "accretion", kind: "loss", unit: "J", label: "mass taken aboard" },
  { name: "expelled", kind: "loss", unit: "J", label: "mass expelled" },
  { name: "windage", kind: "loss", unit: "J", label: "windage" },
  { name: "gear", kind: "loss", unit: "J", label: "gearbox" },
  { name: "generatorLoss", kind: "loss", unit: "J", label: "generator loss" },
  { name: "clutch", kind: "loss", unit: "J", label: "clutch engagement" },
  { name: "h1Loss", kind: "loss", unit: "J", label: "nanobubble loss" },
  { name: "shaftWork", kind: "transfer", unit: "J", label: "chain to shaft" },
  { name: "densityWork", kind: "transfer", unit: "J", label: "density work" },
  { name: "externalWork", kind: "transfer", unit: "J", label: "external work" },
  { name: "airCompressed", kind: "mass", unit: "kg", label: "air compressed" },
  { name: "airInjected", kind: "mass", unit: "kg", label: "air injected" },
  { name: "airVented", kind: "mass", unit: "kg", label: "air vented" },
] as const satisfies readonly LedgerRow[];

/** Quantities stored in the plant. `edited` is what parameter changes put in, see edit.ts. */
export const STORED = [
  { name: "receiver", kind: "stored", unit: "J", label: "air in receiver" },
  { name: "floaterAir", kind: "stored", unit: "J", label: "air in floaters" },
  { name: "chainKinetic", kind: "stored", unit: "J", label: "chain kinetic" },
  { name: "shaftKinetic", kind: "stored", unit: "J", label: "shaft kinetic" },
  { name: "shellPotential", kind: "stored", unit: "J", label: "shell potential" },
  { name: "edited", kind: "edit", unit: "J", label: "put in by parameter changes" },
] as const satisfies readonly LedgerRow[];

/** What does not close. */
export const RESIDUALS = [
  { name: "airResidual", kind: "residual", unit: "J", label: "air residual" },
  { name: "chainResidual", kind: "residual", unit: "J", label: "chain residual" },
  { name: "shaftResidual", kind: "residual", unit: "J", label: "shaft residual" },
  { name: "plantResidual", kind: "residual", unit: "J", label: "plant residual" },
  { name: "massResidual", kind: "residual", unit: "kg", label: "mass residual" },
] as const satisfies readonly LedgerRow[];

/** Name of an account. */
export type AccountName = (typeof ACCOUNTS)[number]["name"];
/** Name of a stored quantity. */
export type StoredName = (typeof STORED)[number]["name"];
/** Name of a residual. */
export type ResidualName = (typeof RESIDUALS)[number]["name"];

/** Position of each account in an account array: `ACCOUNT.drag` and so on. */
export const ACCOUNT = Object.fromEntries(ACCOUNTS.map((row, index) => [row.name, index])) as {
  readonly [name in AccountName]: number;
};

/** What comes in and what goes out, so that their difference is what is stored. */
export interface Balance {
  readonly in: readonly AccountName[];
  readonly out: readonly AccountName[];
}

/** Everything that enters and leaves the plant as a whole; other accounts pass inside it. */
export const PLANT_BALANCE: Balance = {
  in: [
    "compressorElectric",
    "intakeEnthalpy",
    "receiverHeat",
    "waterHeat",
    "airLift",
    "h1Supply",
    "externalWork",
  ],
  out: [
    "generatorElectric",
    "motorHeat",
    "compressorHeat",
    "ventEnthalpy",
    "drag",
    "friction",
    "brake",
    "accretion",
    "expelled",
    "windage",
    "gear",
    "generatorLoss",
    "clutch",
    "h1Loss",
  ],
};

/** The balance behind each residual, in the order of `RESIDUALS`. docs/PHYSICS.md section 7. */
export const BALANCES: readonly Balance[] = [
  {
    in: ["intakeEnthalpy", "receiverHeat", "waterHeat", "airLift"],
    out: ["ventEnthalpy", "chainWork"],
  },
  {
    in: ["chainWork", "densityWork", "externalWork"],
    out: ["drag", "friction", "brake", "accretion", "expelled", "shaftWork", "clutch"],
  },
  { in: ["shaftWork"], out: ["windage", "gear", "generatorLoss", "generatorElectric"] },
  PLANT_BALANCE,
  { in: ["airCompressed"], out: ["airVented"] },
];
