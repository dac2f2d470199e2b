/**
 * Sine, cosine and logarithm from + - * / only.
 *
 * The built-in ones differ between runtimes and would make the trajectory depend on where it was
 * computed. These agree with them to 2 units in the last place.
 */

// pi/2 as the sum of a part with 33 significant bits and the rest, so that the reduction is exact
// for the few turns that occur here (Cody and Waite 1980).
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
const TWO_OVER_PI = 0.6366197723675814;

export const PI = 3.141592653589793;

// The sums are grouped by powers of q^2 and q^4 (Estrin 1960): the processor can form the groups
// side by side.

/** Sine of an angle within half a quarter turn, rad: Taylor series to r^17. */
function sinKernel(r: number): number {
  const q = r * r;
  const q2 = q * q;
  const low = (-1 / 6 + q * (1 / 120)) + q2 * (-1 / 5040 + q * (1 / 362880));
  const high = (-1 / 39916800 + q * (1 / 6227020800)) +
    q2 * (-1 / 1307674368000 + q * (1 / 355687428096000));
  return r + r * q * (low + q2 * q2 * high);
}

/** Cosine of an angle within half a quarter turn, rad: Taylor series to r^18. */
function cosKernel(r: number): number {
  const q = r * r;
  const q2 = q * q;
  const low = (1 / 24 + q * (-1 / 720)) + q2 * (1 / 40320 + q * (-1 / 3628800));
  const high = (1 / 479001600 + q * (-1 / 87178291200)) +
    q2 * (1 / 20922789888000 + q * (-1 / 6402373705728000));
  return 1 - 0.5 * q + q2 * (low + q2 * q2 * high);
}

/**
 * Puts sine and cosine of the angle in out[0], rad, up to about 1e5 either way, into out[0] and
 * out[1].
 */
export function takeSineAndCosine(out: Float64Array): void {
  const angle = out[0];
  const turns = Math.floor(angle * TWO_OVER_PI + 0.5);
  const r = (angle - turns * HALF_PI_HIGH) - turns * HALF_PI_LOW;
  const s = sinKernel(r);
  const c = cosKernel(r);
  const quarter = turns & 3;
  out[0] = quarter === 0 ? s : quarter === 1 ? c : quarter === 2 ? -s : -c;
  out[1] = quarter === 0 ? c : quarter === 1 ? -s : quarter === 2 ? -c : s;
}

const pair = new Float64Array(2);

/** Sine of an angle in rad, |angle| up to about 1e5. */
export function sin(angle: number): number {
  pair[0] = angle;
  takeSineAndCosine(pair);
  return pair[0];
}

/** Cosine of an angle in rad, |angle| up to about 1e5. */
export function cos(angle: number): number {
  pair[0] = angle;
  takeSineAndCosine(pair);
  return pair[1];
}

// Constants of this module are folded; globals are looked up at every use.
const LARGEST = Number.MAX_VALUE;
const NOT_A_NUMBER = NaN;
const LN_2_HIGH = 0.6931471803691238; // 33 significant bits
const LN_2_LOW = 1.9082149292705877e-10;
const SQRT_HALF = 0.7071067811865476;
/** Far from 1 the exponent is brought down by so many halvings at once. */
const STRIDE = 32;
const TWO_TO_STRIDE = 4294967296;

/**
 * Natural logarithm of a positive, finite number.
 *
 * x = 2^e f with f in [sqrt(1/2), sqrt(2)); ln f = 2 atanh((f - 1)/(f + 1)) as a series in the
 * square of the argument, which is at most 0.0295. NaN for x <= 0 or x not finite.
 */
export function ln(x: number): number {
  pair[0] = x;
  takeLn(pair, 0);
  return pair[0];
}

/** Puts the natural logarithm of a number in the place of the number; see ln(). */
export function takeLn(values: Float64Array, i: number): void {
  const x = values[i];
  if (!(x > 0 && x <= LARGEST)) {
    values[i] = NOT_A_NUMBER;
    return;
  }
  let f = x;
  let exponent = 0;
  for (; f >= TWO_TO_STRIDE; exponent += STRIDE) f /= TWO_TO_STRIDE;
  for (; f < 1 / TWO_TO_STRIDE; exponent -= STRIDE) f *= TWO_TO_STRIDE;
  for (; f >= 2 * SQRT_HALF; exponent += 1) f *= 0.5;
  for (; f < SQRT_HALF; exponent -= 1) f *= 2;
  const s = (f - 1) / (f + 1);
  const q = s * s;
  const q2 = q * q;
  const first = (1 / 3 + q * (1 / 5)) + q2 * (1 / 7 + q * (1 / 9));
  const second = (1 / 11 + q * (1 / 13)) + q2 * (1 / 15 + q * (1 / 17));
  const third = 1 / 19 + q * (1 / 21);
  const series = q * (first + q2 * q2 * (second + q2 * q2 * third));
  values[i] = exponent * LN_2_HIGH + (2 * s + (2 * s * series + exponent * LN_2_LOW));
}
