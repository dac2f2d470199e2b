/**
 * The words of the engine and of the clock that readers of frames need. They read telemetry only.
 *
 * @module
 */

export type { ClockReading } from "../clock/mod.ts";
export type {
  AccountName,
  Balance,
  Claim,
  Impairments,
  Integration,
  LedgerKind,
  LedgerRow,
  Observation,
  ParameterName,
  ParameterValue,
  PlantParameters,
  Preset,
  PresetName,
  ResidualName,
  StoredName,
} from "../engine/terms/mod.ts";
export {
  ACCOUNTS,
  BALANCES,
  C_P,
  C_V,
  DEFAULT_PRESET,
  FLOATER_COLUMNS,
  PLANT_BALANCE,
  PRESETS,
  R_AIR,
  RESIDUALS,
  RESTART_PARAMETERS,
  SOUND,
  STORED,
} from "../engine/terms/mod.ts";
