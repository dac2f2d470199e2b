import { ACCOUNTS, RESIDUALS, STORED } from "./ledger.ts";

/** Differences of accounts over the last whole lap; NaN is "no data". */
export interface LapObservation {
  /** Laps completed since the start. */
  count: number;
  /** Whether the last lap is the first, which contains the start-up. */
  startUp: boolean;
  /** Duration, s. */
  time: number;
  /** Mean sprocket speed, revolutions per minute. */
  rpm: number;
  /** Mean generator electric power, W. */
  power: number;
  /** Mean power from chain to shaft, W. */
  mechanical: number;
  /** Mean compressor electric power, W. */
  compressor: number;
  /** Mean net electric power, W. */
  net: number;
  /** generatorElectric / (compressorElectric + auxiliary + h1Supply + heater), never clamped. */
  electricEfficiency: number;
  /** chainWork / (motor efficiency x compressorElectric). */
  chainEfficiency: number;
}

/** How well the method is doing; NaN is "no data". */
export interface HealthObservation {
  /** Largest change of the plant's residual in one step so far, J. */
  defect: number;
  /** Sum of the estimated errors of all steps, of full scale; NaN where none is estimated. */
  estimatedError: number;
  /** Steps that were tried and found too long. */
  rejected: number;
  /** Steps of the shortest length that were still too long for the tolerance. */
  collapsed: number;
  /** Air that the books do not explain, kg. */
  airBalance: number;
  /** Largest air volume above capacity, in floater volumes. */
  overfill: number;
  /** How often in the last second the boundary was passed that was passed last. */
  chatter: number;
  /** Which boundary that is, an index into BOUNDARIES. */
  chatterEvent: number;
  /** More exergy has come out than went in. */
  overUnity: boolean;
  /** Steps under error control that failed a check. */
  failedSteps: number;
  /** The check that failed last, an index into STEP_CHECKS. */
  failedCheck: number;
}

/** Columns of {@link Observation.floaters}, in order. */
export const FLOATER_COLUMNS = [
  "sigma", // path coordinate, m
  "mass", // air, kg
  "enthalpy", // air, J
  "temperature", // air, K, NaN when empty
  "volume", // air, m3
  "valve", // 1 open, 0 shut
] as const;

/**
 * All that can be seen of a plant at one instant. SI units; NaN is "no data", never 0.
 * Filled in place by `observe`, so that looking costs no allocation.
 */
export class Observation {
  /** Simulated time, s. */
  time = 0;
  /** Chain. Position since start, m; speed >= 0, m/s; acceleration, m/s2. */
  position = 0;
  speed = 0;
  acceleration = 0;
  stuck = true;
  /** Whether the chain has moved since the start. */
  hasMoved = false;
  /** Sprocket shaft: speed, rad/s; clutch torque T_c, N m, 0 while stuck or freewheeling. */
  shaftSpeed = 0;
  shaftTorque = 0;
  clutchLocked = true;
  /** Generator shaft speed, rad/s; torque, N m; electric power, W. */
  generatorSpeed = 0;
  generatorTorque = 0;
  generatorPower = 0;
  /** Electric power of the compressor, the H1 supply, the H2 heater and the rest, W. */
  compressorPower = 0;
  compressorOn = false;
  h1Power = 0;
  heaterPower = 0;
  auxiliaryPower = 0;
  /** generator - compressor - auxiliary - H1 - heater, W. */
  netPower = 0;
  /** Pressures, Pa. */
  receiverPressure = 0;
  headerPressure = 0;
  /** Air in all floaters: mass, kg; enthalpy, J; volume, m3. */
  airMass = 0;
  airEnthalpy = 0;
  airVolume = 0;
  /** Passes of the window that ended with the target mass, and without it. */
  fills = 0;
  shortFills = 0;
  /** Valves open now, and those of them that pass air. */
  openValves = 0;
  passingValves = 0;
  starved = false;
  cannotStart = false;
  readonly lap: LapObservation = {
    count: 0,
    startUp: false,
    time: NaN,
    rpm: NaN,
    power: NaN,
    mechanical: NaN,
    compressor: NaN,
    net: NaN,
    electricEfficiency: NaN,
    chainEfficiency: NaN,
  };
  /** Largest electric efficiency this cycle allows with a perfect machine, PHYSICS.md section 7. */
  ceiling = NaN;
  /** Efficiency over the last pitch of travel. */
  runningEfficiency = NaN;
  /** Work that the heat taken from the water could have given at best, J. */
  carnotWork = 0;
  /** Exergy destroyed since the start, J; the second law says it never decreases. */
  exergyDestroyed = 0;
  /** Whether exergyDestroyed decreased by more than 1e-9 of energy turned over. */
  energyViolation = false;
  /** Energy turned over since the start, J: 1 + half the sum of all accounts' magnitudes. */
  energyTurnedOver = 1;
  /** Accounts in the order of `ACCOUNTS`, J or kg. */
  readonly accounts = new Float64Array(ACCOUNTS.length);
  /** Stored quantities in the order of `STORED`, J. */
  readonly stored = new Float64Array(STORED.length);
  /** Residuals in the order of `RESIDUALS`, J or kg. */
  readonly residuals = new Float64Array(RESIDUALS.length);
  /** Largest energy residual / energy turned over, dimensionless. */
  relativeResidual = 0;
  readonly health: HealthObservation = {
    defect: 0,
    estimatedError: NaN,
    rejected: 0,
    collapsed: 0,
    airBalance: 0,
    overfill: 0,
    chatter: 0,
    chatterEvent: NaN,
    overUnity: false,
    failedSteps: 0,
    failedCheck: NaN,
  };
  /** Events located and sub-steps taken since the start. */
  events = 0;
  subSteps = 0;
  /** Floaters, `floaterCount` rows of `FLOATER_COLUMNS.length` numbers, floater 0 first. */
  floaterCount = 0;
  floaters = new Float64Array(0);
}
