/** Numbers side by side, as exactJson() knows them. */
export type Column = Uint8Array | Uint16Array | Float64Array;

const COLUMNS = { Uint8Array, Uint16Array, Float64Array };

/**
 * A value as JSON text in which every number keeps itself: those that JSON has not (NaN, the
 * infinities, -0) are told by their names.
 *
 * @param columns Where columns are put in turn, of which the text has the kind and the length.
 */
export function exactJson(value: unknown, columns: Column[] = []): string {
  return JSON.stringify(value, (_, each) => {
    if (ArrayBuffer.isView(each)) {
      const column = each as Column;
      columns.push(column);
      return { column: column.constructor.name, length: column.length };
    }
    if (typeof each !== "number" || (Number.isFinite(each) && !Object.is(each, -0))) return each;
    return { number: Object.is(each, -0) ? "-0" : String(each) };
  });
}

/**
 * The value of a text that exactJson() wrote.
 *
 * @param bytes Those of the columns, one behind the other.
 * @throws {SyntaxError} The text is no JSON.
 */
export function parseExactJson(text: string, bytes: Uint8Array = new Uint8Array(0)): unknown {
  let at = 0;
  return JSON.parse(text, (_, each) => {
    if (typeof each !== "object" || each === null) return each;
    if ("number" in each) return Number(each.number);
    if (!("column" in each)) return each;
    const column = new COLUMNS[each.column as keyof typeof COLUMNS](each.length);
    new Uint8Array(column.buffer).set(bytes.subarray(at, at += column.byteLength));
    return column;
  });
}
