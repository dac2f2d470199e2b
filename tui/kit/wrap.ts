import { cellCount } from "./glyphs.ts";

/**
 * Breaks text into lines of at most `width` cells, at blanks where there are any; line feeds stay.
 *
 * @example
 * ```ts
 * import { wrap } from "./wrap.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(wrap("every joule accounted", 12), ["every joule", "accounted"]);
 * ```
 *
 * @throws RangeError when `width` is not a whole number of at least 1.
 */
export function wrap(text: string, width: number): string[] {
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(
      `Cannot wrap text as width must be a whole number >= 1: current value is ${width}`,
    );
  }
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (cellCount(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const rest = [...word];
    while (rest.length > width) lines.push(rest.splice(0, width).join(""));
    line = rest.join("");
  }
  lines.push(line);
  return lines;
}
