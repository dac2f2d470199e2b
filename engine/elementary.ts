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

/** Sine of an angle within half a quarter turn, rad: Taylor series to r^17. */
function sinKernel(r: number): number {
  const q = r * r;
  return r +
    r * q * (-1 / 6 + q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880 + q *
                      (-1 / 39916800 +
                        q * (1 / 6227020800 + q * (-1 / 1307674368000 + q / 355687428096000)))))));
}

/** Cosine of an angle within half a quarter turn, rad: Taylor series to r^18. */
function cosKernel(r: number): number {
  const q = r * r;
  const tail = q * q * (1 / 24 + q * (-1 / 720 + q * (1 / 40320 + q * (-1 / 3628800 + q *
                  (1 / 479001600 + q * (-1 / 87178291200 + q * (1 / 20922789888000 -
                            q / 6402373705728000)))))));
  return 1 - 0.5 * q + tail;
}

/** Puts sine and cosine of an angle in rad, |angle| up to about 1e5, into out[0] and out[1]. */
export function sineAndCosine(angle: number, out: Float64Array): void {
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
  sineAndCosine(angle, pair);
  return pair[0];
}

/** Cosine of an angle in rad, |angle| up to about 1e5. */
export function cos(angle: number): number {
  sineAndCosine(angle, pair);
  return pair[1];
}

const LN_2_HIGH = 0.6931471803691238; // 33 significant bits
const LN_2_LOW = 1.9082149292705877e-10;
const SQRT_HALF = 0.7071067811865476;

const bits = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm of a positive, finite, normal number.
 *
 * x = 2^e f with f in [sqrt(1/2), sqrt(2)); ln f = 2 atanh((f - 1)/(f + 1)) as a series in the
 * square of the argument, which is at most 0.0295. NaN for x <= 0 or x not finite.
 */
export function ln(x: number): number {
  if (!(x > 0) || x === Infinity) return NaN;
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1022;
  bits.setUint32(0, (high & 0x000fffff) | 0x3fe00000);
  let f = bits.getFloat64(0); // in [1/2, 1)
  if (f < SQRT_HALF) {
    f *= 2;
    exponent -= 1;
  }
  const s = (f - 1) / (f + 1);
  const q = s * s;
  const series = q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q *
                          (1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21))))))))));
  return exponent * LN_2_HIGH + (2 * s + (2 * s * series + exponent * LN_2_LOW));
}
