/** Gas constant of dry air, J/(kg K). PHYSICS.md section 1. */
export const R_AIR = 287.05;

/** R / c_p of dry air, dimensionless. */
export const KAPPA = 2 / 7;

/** Specific heat of air at constant pressure, J/(kg K). */
export const C_P = R_AIR / KAPPA;

/** Specific heat of air at constant volume, J/(kg K). */
export const C_V = C_P - R_AIR;

/** Reference density of ISO 6358, kg/m3. */
export const RHO_0 = 1.185;

/** Reference temperature of ISO 6358, K. */
export const T_0 = 293.15;

/** Length of descending leg after which what is left in a floater is dumped, m. */
export const DUMP_DISTANCE = 0.5;
