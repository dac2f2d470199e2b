/**
 * A value as JSON text in which every number keeps itself: those that JSON has not (NaN, the
 * infinities, -0) are told by their names.
 */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_, each) => {
    if (typeof each !== "number" || (Number.isFinite(each) && !Object.is(each, -0))) return each;
    return { number: Object.is(each, -0) ? "-0" : String(each) };
  });
}

/**
 * The value of a text that exactJson() wrote.
 *
 * @throws {SyntaxError} The text is no JSON.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_, each) => {
    const isNumber = typeof each === "object" && each !== null && "number" in each;
    return isNumber ? Number(each.number) : each;
  });
}
