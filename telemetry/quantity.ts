/**
 * Numbers and times as people write them on a command line.
 *
 * @module
 */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, h: 3600 };

/** The number written as `text`; NaN when it is none. */
export function readNumber(text: string): number {
  return NUMBER.test(text.trim()) ? Number(text) : NaN;
}

/** The time written as `60s`, `500ms`, `10m`, `1h` or a number of seconds, s; NaN for none. */
export function readSeconds(text: string): number {
  const [, digits, unit = "s"] = /^(.*?)\s*(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  return readNumber(digits ?? "") * SECONDS[unit];
}
