import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { Box, Cells, paint, style, type SvgOptions, Text, toSvg } from "../../../tui/kit/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 100 });

interface Element {
  readonly name: string;
  attributes: Record<string, string>;
  text: string;
}

/** Elements of a document by name, with their attributes and text; throws where it is no XML. */
function elementsOf(document: string): Element[] {
  const open: Element[] = [];
  const elements: Element[] = [];
  const pattern = /<(\/?)([a-z]+)((?: [A-Za-z-]+="[^"<&]*")*)(\/?)>|[^<>]+/y;
  for (let end = 0; end < document.length; end = pattern.lastIndex) {
    const token = pattern.exec(document);
    ok(token, `no markup: ${document.slice(end, end + 40)}`);
    const [all, closes, name, attributes, isEmpty] = token;
    if (name === undefined) {
      ok(!/&(?!(amp|lt|gt);)/.test(all), `bare ampersand: ${all}`);
      open.at(-1)!.text += all.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&");
    } else if (closes) {
      equal(open.pop()?.name, name);
      if (open.length === 0) equal(document.slice(pattern.lastIndex), "\n");
    } else {
      const element = { name, attributes: attributesOf(attributes), text: "" };
      ok(open.length > 0 || elements.length === 0, "one root");
      // What is on a group holds for what is in it.
      if (open.at(-1)?.name === "g") {
        element.attributes = { ...open.at(-1)!.attributes, ...element.attributes };
      }
      elements.push(element);
      if (!isEmpty) open.push(element);
    }
    if (open.length === 0) break;
  }
  equal(open.length, 0);
  return elements;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = Array.from(text.matchAll(/ ([A-Za-z-]+)="([^"]*)"/g), ([, name, value]) => {
    return [name, value] as const;
  });
  const attributes = Object.fromEntries(pairs);
  equal(pairs.length, Object.keys(attributes).length, "no attribute twice");
  return attributes;
}

const CELL = { width: 8, height: 16 };

/** What can be read in a picture: letters and symbols by cell, braille by where its dots are. */
function readBack(document: string, width: number, height: number): string {
  const rows = Array.from({ length: height }, () => new Array<string>(width).fill(" "));
  const dots = [[0, 3], [1, 4], [2, 5], [6, 7]];
  for (const { name, attributes, text } of elementsOf(document)) {
    if (name === "text") {
      const isCentred = attributes["text-anchor"] === "middle";
      const x = (Number(attributes.x) - (isCentred ? CELL.width / 2 : 0)) / CELL.width;
      const y = (Number(attributes.y) - 12) / CELL.height;
      if (!isCentred) equal(Number(attributes.textLength), text.length * CELL.width);
      Array.from(text).forEach((symbol, i) => rows[y][x + i] = symbol);
    }
    if (attributes["stroke-linecap"] === "round") {
      for (const [, dotX, dotY] of attributes.d.matchAll(/M(\d+) (\d+)h0/g)) {
        const [x, y] = [Math.floor(Number(dotX) / 8), Math.floor(Number(dotY) / 16)];
        const bit = dots[Math.floor(Number(dotY) % 16 / 4)][Math.floor(Number(dotX) % 8 / 4)];
        const known = rows[y][x] === " " ? 0x2800 : rows[y][x].charCodeAt(0);
        rows[y][x] = String.fromCharCode(known | 1 << bit);
      }
    }
  }
  return rows.map((row) => row.join("").trimEnd()).join("\n");
}

const LOOKS = [
  {},
  { bold: true },
  { color: 0xe5604d, italic: true },
  { dim: true, background: 0x103050 },
  { inverse: true, underline: true },
].map(style);

Deno.test("every letter, symbol and braille dot is in the picture, at its place", () => {
  const symbols = Array.from(" ab<>&\"'0°²»≈●↑▲✗漢\u28ff\u2801\u2880");
  const cell = fc.record({
    x: fc.nat({ max: 11 }),
    y: fc.nat({ max: 3 }),
    text: fc.array(fc.constantFrom(...symbols), { minLength: 1, maxLength: 6 }),
    look: fc.constantFrom(...LOOKS),
  });
  fc.assert(fc.property(fc.array(cell, { maxLength: 20 }), (writes) => {
    const cells = new Cells(12, 4);
    for (const { x, y, text, look } of writes) cells.write(x, y, text.join(""), { style: look });
    equal(readBack(toSvg(cells), 12, 4), cells.toString());
  }));
});

Deno.test("text and title are escaped", () => {
  const cells = new Cells(9, 1);
  cells.write(0, 0, "a<b&&c>]]");
  const document = toSvg(cells, { title: 'R&D <"x">' });
  match(document, />a&lt;b&amp;&amp;c&gt;\]\]<\/text>/);
  match(document, /<title>R&amp;D &lt;"x"&gt;<\/title>/);
  equal(elementsOf(document).find(({ name }) => name === "title")?.text, 'R&D <"x">');
});

/** All paths but those of dots, by color. */
function pathsOf(cells: Cells, options?: SvgOptions): (readonly [color: string, d: string])[] {
  return elementsOf(toSvg(cells, options)).filter(({ name }) => name === "path")
    .map(({ attributes: { fill, stroke, d } }) => [fill === "none" ? stroke : fill, d]);
}

Deno.test("a box is lines that meet at the edges of cells", () => {
  const cells = new Cells(4, 3);
  paint(Box({ children: Text({ children: "ab" }) }), cells);
  deepEqual(pathsOf(cells, { foreground: 0x010203 }), [[
    "#010203",
    "M8 8q-4 0-4 4v4" + "M8 8h16" + "M24 8q4 0 4 4v4" +
    "M4 16v16" + "M28 16v16" +
    "M8 40q-4 0-4-4v-4" + "M8 40h16" + "M24 40q4 0 4-4v-4",
  ]]);
});

Deno.test("blocks fill the eighths of their cells", () => {
  const cells = new Cells(5, 2);
  cells.write(0, 1, "▁█▌▀▐", { style: style({ color: 0xff8800 }) });
  deepEqual(pathsOf(cells), [[
    "#ff8800",
    "M0 30h8v2h-8z" + "M8 16h8v16h-8z" + "M16 16h4v16h-4z" + "M24 16h8v8h-8z" + "M36 16h4v16h-4z",
  ]]);
});

Deno.test("quadrants fill the quarters of their cells", () => {
  const cells = new Cells(3, 1);
  cells.write(0, 0, "▘▚▟", { style: style({ color: 0xff8800 }) });
  deepEqual(pathsOf(cells), [[
    "#ff8800",
    "M0 0h4v8h-4z" + "M8 0h4v8h-4z" + "M12 8h4v8h-4z" +
    "M20 0h4v8h-4z" + "M16 8h4v8h-4z" + "M20 8h4v8h-4z",
  ]]);
});

Deno.test("one rectangle for each run of a background, colors as the cells have them", () => {
  const cells = new Cells(8, 2);
  const own = { foreground: 0xc8c8c8, background: 0x000000 };
  cells.write(1, 0, "abc", { style: style({ background: 0x224466, color: 0xffffff }) });
  cells.write(4, 0, "d", { style: style({ inverse: true }) });
  cells.write(0, 1, "e f", { style: style({ dim: true, bold: true, italic: true }) });
  const elements = elementsOf(toSvg(cells, own));
  const [, ...rects] = elements.filter(({ name }) => name === "rect").map((it) => it.attributes);
  deepEqual(rects.map(({ x, y, width, height, fill }) => [x, y, width, height, fill]), [
    ["8", "0", "24", "16", "#224466"],
    ["32", "0", "8", "16", "#c8c8c8"],
  ]);
  const texts = elements.filter(({ name }) => name === "text").map((it) => [
    it.text,
    it.attributes.fill,
    it.attributes["font-weight"],
    it.attributes["font-style"],
  ]);
  deepEqual(texts, [
    ["abc", "#ffffff", undefined, undefined],
    ["d", "#000000", undefined, undefined],
    ["e", "#787878", "700", "italic"],
    ["f", "#787878", "700", "italic"],
  ]);
});

Deno.test("an underline runs below its letters and blanks", () => {
  const cells = new Cells(6, 1);
  cells.write(1, 0, "a  b", { style: style({ underline: true, color: 0x00ff00 }) });
  deepEqual(pathsOf(cells), [["#00ff00", "M8 14h32"]]);
});
