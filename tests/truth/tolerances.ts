/** A number from outside this program that the engine must reproduce. */
export interface Truth {
  readonly what: string;
  readonly expected: number;
  /** Largest difference allowed, in the unit of `expected`. */
  readonly tolerance: number;
  /** Where the number comes from, and why the tolerance is what it is. */
  readonly source: string;
}

const PAPER = "Tonihabeeb/KPP-01-Physics-Paper, 2026-09-18; 0.05 %: what the four fitted " +
  "parameters leave of rounding in the paper and of steps in one lap";
const MODEL = "PHYSICS.md section 8, laps 2 and 3 of an independent implementation; half of the " +
  "last digit given";
const DRIFT = "PHYSICS.md section 8; the receiver drifts by 90 Pa from lap 2 to lap 3, 1.3 W";
const RUN = "PHYSICS.md sections 1 and 8; half of the last digit given";

/** The published plant, and what this model makes of it and of the other presets. */
export const PLANTS = {
  paperShaftSpeed: { what: "shaft speed, rpm", expected: 2.755, tolerance: 1.4e-3, source: PAPER },
  paperGeneratorSpeed: {
    what: "generator speed, rpm",
    expected: 300,
    tolerance: 0.15,
    source: PAPER,
  },
  paperMechanical: { what: "mechanical power, W", expected: 3114, tolerance: 1.6, source: PAPER },
  paperElectric: { what: "electric power, W", expected: 2586, tolerance: 1.3, source: PAPER },
  paperTorque: { what: "shaft torque, N m", expected: 10797, tolerance: 5.4, source: PAPER },
  paperLapTime: { what: "lap time, s", expected: 86.989, tolerance: 0.043, source: PAPER },
  paperFills: { what: "fills per minute", expected: 20.003, tolerance: 0.01, source: PAPER },
  paperCompressor: {
    what: "compressor at 8 bar, W",
    expected: 15843,
    tolerance: 7.9,
    source: PAPER,
  },

  shaftSpeed: { what: "shaft speed, rpm", expected: 2.75503, tolerance: 5e-6, source: MODEL },
  generatorSpeed: {
    what: "generator speed, rpm",
    expected: 300.02,
    tolerance: 5e-3,
    source: MODEL,
  },
  mechanical: { what: "mechanical power, W", expected: 3114.57, tolerance: 5e-3, source: MODEL },
  electric: { what: "electric power, W", expected: 2586.03, tolerance: 5e-3, source: MODEL },
  torque: { what: "shaft torque, N m", expected: 10795.5, tolerance: 0.05, source: MODEL },
  lapTime: { what: "lap time, s", expected: 86.981, tolerance: 5e-4, source: MODEL },
  fills: { what: "fills per minute", expected: 20.004, tolerance: 5e-4, source: MODEL },
  compressorAtEight: {
    what: "compressor by formula at 8 bar, W",
    expected: 15838,
    tolerance: 1,
    source: "PHYSICS.md section 8, without decimals: p_a Q_F ln(8 / 1.01325) / 0.705 is 15838.54",
  },
  compressor: { what: "compressor, W", expected: 14846, tolerance: 1.4, source: DRIFT },
  receiver: {
    what: "receiver, bar",
    expected: 7.07,
    tolerance: 5e-3,
    source: "PHYSICS.md section 8; half of the last digit given",
  },
  net: { what: "net power, W", expected: -12260, tolerance: 1.4, source: DRIFT },
  compressorLive: {
    what: "compressor from 6.33 bar, W",
    expected: 13588,
    tolerance: 1.4,
    source: DRIFT,
  },
  throttled: {
    what: "share of the compressor's power throttled from 8 to 1.9 bar",
    expected: 0.69,
    tolerance: 7e-3,
    source: "PHYSICS.md section 8: 69 %; ln(8 / 1.9) / ln(8 / 1.01325) = 0.696",
  },
  matchedNet: { what: "net of kpp-01-matched, W", expected: -2600, tolerance: 50, source: RUN },
  claimedElectric: {
    what: "electric power of claimed-25m in lap 2, W",
    expected: 28_700,
    tolerance: 50,
    source: RUN,
  },
  claimedCompressor: {
    what: "compressor of claimed-25m in lap 2, W",
    expected: 133_800,
    tolerance: 50,
    source: RUN,
  },
  claimedNet: {
    what: "net of claimed-25m in lap 2, W",
    expected: -105_000,
    tolerance: 500,
    source: RUN,
  },
  teachingElectric: {
    what: "electric power of teaching-10m, W",
    expected: 433,
    tolerance: 0.5,
    source: RUN,
  },
  teachingCompressor: {
    what: "compressor of teaching-10m, W",
    expected: 2000,
    tolerance: 100,
    source: "PHYSICS.md section 1: about 2.0 kW; the compressor switches, so laps differ by 4 %",
  },
} as const satisfies Record<string, Truth>;

const FORMULA = "PHYSICS.md section 8, closed form; half of the last digit given";
const METHOD = "closed form; 1e-9 of it, the error of the fourth-order step at 1/240 s";
const SEALED = "PHYSICS.md section 8, sealed loop with tau_T = 3 s; half of the last digit given";

/** Closed forms: g = 9.81 m/s2, p_a = 101 325 Pa, rho = 1000 kg/m3, T = 293.15 K. */
export const CLOSED_FORMS = {
  isothermalCompression10: {
    what: "isothermal compression of 0.4 m3 to 10 m, J",
    expected: 27443.07,
    tolerance: 5e-3,
    source: FORMULA,
  },
  isothermalCompression25: {
    what: "isothermal compression of 0.4 m3 to 25 m, J",
    expected: 49842.42,
    tolerance: 5e-3,
    source: FORMULA,
  },
  isothermalSinking10: {
    what: "isothermal sinking of 0.4 m3 to 10 m, J",
    expected: 27443.07,
    tolerance: 5e-3,
    source: FORMULA,
  },
  isothermalSinking25: {
    what: "isothermal sinking of 0.4 m3 to 25 m, J",
    expected: 49842.42,
    tolerance: 5e-3,
    source: FORMULA,
  },
  adiabaticCompression10: {
    what: "adiabatic compression of 0.4 m3 to 10 m, J",
    expected: 30277.41,
    tolerance: 5e-3,
    source: FORMULA,
  },
  adiabaticCompression25: {
    what: "adiabatic compression of 0.4 m3 to 25 m, J",
    expected: 59721.13,
    tolerance: 5e-3,
    source: FORMULA,
  },
  isothermalAscent10: {
    what: "isothermal ascent of 0.4 m3 of free air from 10 m, J",
    expected: 27443.07,
    tolerance: 5e-3,
    source: FORMULA,
  },
  isothermalAscent25: {
    what: "isothermal ascent of 0.4 m3 of free air from 25 m, J",
    expected: 49842.42,
    tolerance: 5e-3,
    source: FORMULA,
  },
  adiabaticAscent10: {
    what: "adiabatic ascent of 0.4 m3 of free air from 10 m, J",
    expected: 24951.73,
    tolerance: 5e-3,
    source: FORMULA,
  },
  adiabaticAscent25: {
    what: "adiabatic ascent of 0.4 m3 of free air from 25 m, J",
    expected: 42027.5,
    tolerance: 5e-3,
    source: FORMULA,
  },
  fullAscent10: {
    what: "ascent by 10 m of 0.4 m3 that spills, J",
    expected: 39240,
    tolerance: 1e-3,
    source: "PHYSICS.md section 8, (p_b - p_a) V; less the lag of spilling, which the test works " +
      "out to first order: the second order is 1e-8 of it",
  },
  fullAscent25: {
    what: "ascent by 25 m of 0.4 m3 that spills, J",
    expected: 98100,
    tolerance: 2.5e-3,
    source: "as from 10 m",
  },
  fullEfficiency10: {
    what: "efficiency (r - 1) / (r ln r) at 10 m",
    expected: 0.7265,
    tolerance: 5e-5,
    source: FORMULA,
  },
  fullEfficiency25: {
    what: "efficiency (r - 1) / (r ln r) at 25 m",
    expected: 0.5754,
    tolerance: 5e-5,
    source: FORMULA,
  },
  fullEfficiency9: {
    what: "efficiency (r - 1) / (r ln r) at 9 m",
    expected: 0.743,
    tolerance: 5e-5,
    source: FORMULA,
  },
  sealedLapWork: {
    what: "chainWork over a lap of a sealed isothermal loop, J per kJ turned over",
    expected: 0,
    tolerance: 1e-9,
    source: "PHYSICS.md section 8",
  },
  sealedStart: {
    what: "energy of the sealed loop at the start, J",
    expected: 4774.9,
    tolerance: 0.05,
    source: SEALED,
  },
  sealedWaterHeat: {
    what: "heat that the sealed loop leaves in the water, J",
    expected: 4483.6,
    tolerance: 0.05,
    source: SEALED,
  },
  sealedAccretion: {
    what: "accretion of the sealed loop, J",
    expected: 146.4,
    tolerance: 0.05,
    source: SEALED,
  },
  sealedExpelled: {
    what: "energy of what the sealed loop expels, J",
    expected: 144.8,
    tolerance: 0.05,
    source: SEALED,
  },
  startSpeed: {
    what: "v / (v_t tanh(t / tau)) after 3 s from rest under a constant force with drag",
    expected: 1,
    tolerance: 1e-9,
    source: METHOD,
  },
  startTravel: {
    what: "s / (v_t tau ln cosh(t / tau)) after 3 s",
    expected: 1,
    tolerance: 1e-9,
    source: METHOD,
  },
  bestLoadSpeed: {
    what: "v / sqrt(F / 3 b) where the load takes two thirds of the force",
    expected: 1,
    tolerance: 1e-9,
    source: METHOD,
  },
  bestLoadEfficiency: {
    what: "hydrodynamic efficiency at the best load",
    expected: 2 / 3,
    tolerance: 1e-12,
    source: "exact",
  },
  spinDown: {
    what: "w / (w_0 exp(-t G^2 k / (eta_g I))) of a free shaft under a linear load, after 0.5 s",
    expected: 1,
    tolerance: 1e-7,
    source: "closed form; sub-steps of a quarter of the decay time leave 3e-8 over 5 of them",
  },
  clutch: {
    what: "energy lost when 10 kg m2 at 10 rad/s engages 500 kg m2 at rest, J",
    expected: 490.196,
    tolerance: 5e-4,
    source: FORMULA,
  },
  pumpUp: {
    what: "time to pump the receiver up, per V_r (p_2 - p_1) / (p_a Q_F)",
    expected: 1,
    tolerance: 1e-12,
    source: "exact: the flow is constant",
  },
} as const satisfies Record<string, Truth>;

const SKYFIELD = "passes of Skyfield with fine root finding";
const VERIFICATION = "AIAA 2006-6753";

/** How near sky/ must come to passes and positions from outside, which stand in sky/. */
export const SKY = {
  position: {
    what: "position, m",
    tolerance: 1e-5,
    source: `${VERIFICATION}; eight decimals of a kilometre, in three components`,
    exceptions: {
      "22312": 1e-3, // in its last hours, which magnify the rounding of a minute
      "20413": 2e-4, // 1.8 million minutes after its epoch
    } as Readonly<Record<string, number>>,
  },
  velocity: {
    what: "velocity, m/s",
    tolerance: 2e-6,
    source: `${VERIFICATION}; nine decimals of a kilometre per second`,
  },
  crossing: {
    what: "AOS and LOS, s",
    tolerance: 0.1,
    source: `${SKYFIELD}; UT1 is taken for UTC here, and there is not`,
  },
  culmination: { what: "TCA, s", tolerance: 0.2, source: `${SKYFIELD}; the elevation is flat` },
  elevation: { what: "greatest elevation, degrees", tolerance: 0.01, source: SKYFIELD },
  azimuth: { what: "azimuths, degrees", tolerance: 0.05, source: SKYFIELD },
  age: {
    what: "error of a low orbit by the age of its elements, km",
    source: "six element sets of the Space Station in 2026; half of the last digit given",
    ranges: [
      { days: [0.9, 1.1], kilometres: [0.15, 0.45] },
      { days: [3, 4], kilometres: [5.5, 8.5] },
      { days: [6.9, 8.2], kilometres: [21.5, 38.5] },
    ],
  },
} as const;
