const UNITS: Readonly<Record<string, number>> = {
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  w: 7 * 86400,
  y: 365 * 86400,
};

const PARTS = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/;

/** What a duration looks like, for messages. */
export const DURATION_FORM = "a duration such as 500ms, 10s or 1h30m";

/**
 * The duration written as `text`, s: whole numbers with units, the longest first, as Prometheus
 * writes them: `500ms`, `10s`, `1h30m`, `0`.
 *
 * @returns `undefined` when it is none.
 */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  if (text === "" || !PARTS.test(text)) return undefined;
  let milliseconds = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    milliseconds += Number(digits) * UNITS[unit] * 1e3;
  }
  return milliseconds / 1e3;
}
