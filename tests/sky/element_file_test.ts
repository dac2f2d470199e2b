import assert from "node:assert/strict";
import fc from "fast-check";
import { type ElementSet, MOST_ELEMENT_SETS, MOST_FAULTS, readElementFile } from "../../sky/mod.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 300, endOnFailure: true });

const FIRST = "1 25544U 98067A   22221.92646991  .00006058  00000-0  11289-3 0  9998";
const SECOND = "2 25544  51.6448  70.3700 0005152 101.7041  98.6467 15.50292585353513";

/** A line with some columns, from one on, replaced, and the checksum that goes with them. */
function altered(line: string, column: number, text: string): string {
  const body = line.slice(0, column - 1) + text + line.slice(column - 1 + text.length, 68);
  const digits = [...body].map((each) => each === "-" ? 1 : Number(each) || 0);
  return body + digits.reduce((sum, digit) => sum + digit) % 10;
}

/** The one element set of a file without faults. */
function only(text: string): ElementSet {
  const { sets, faults } = readElementFile(text);
  assert.deepEqual(faults, []);
  assert.equal(sets.length, 1);
  return sets[0];
}

/** The faults of a file, as `line: message`. */
function faultsOf(text: string): string[] {
  return readElementFile(text).faults.map(({ line, message }) => `${line}: ${message}`);
}

Deno.test("element file: what two lines say", () => {
  const { lines, ...set } = only(`ISS (ZARYA)\n${FIRST}\n${SECOND}\n`);
  assert.deepEqual(lines, [FIRST, SECOND]);
  assert.deepEqual(set, {
    name: "ISS (ZARYA)",
    catalogueNumber: 25544,
    designator: "98067A",
    // Day 221 of 2022 is 9 August.
    epoch: Date.UTC(2022, 7, 9) / 1e3 + 0.92646991 * 86400,
    bstar: 0.11289e-3,
    inclinationDeg: 51.6448,
    ascendingNodeDeg: 70.37,
    eccentricity: 0.0005152,
    perigeeDeg: 101.7041,
    meanAnomalyDeg: 98.6467,
    revolutionsPerDay: 15.50292585,
  });
});

Deno.test("element file: names, blank lines, remarks, line ends and a mark at the start", () => {
  const sets = [
    `${FIRST}\n${SECOND}`,
    `0 ISS\n${FIRST}\n${SECOND}`,
    `\uFEFF# elements\r\n\r\n  ISS  \r\n${FIRST}  \r\n${SECOND}\r\n`,
    `1 KUNS-PF\n${FIRST}\n${SECOND}\n\n`,
  ].map(only);
  assert.deepEqual(sets.map(({ name }) => name), ["25544", "ISS", "ISS", "1 KUNS-PF"]);
});

Deno.test("element file: years of two digits are those from 1957 to 2056", () => {
  const years = ["57", "99", "00", "56"].map((year) => {
    const { epoch } = only(`${altered(FIRST, 19, year + "001.00000000")}\n${SECOND}`);
    return new Date(epoch * 1e3).toISOString();
  });
  assert.deepEqual(years.map((instant) => instant.slice(0, 10)), [
    "1957-01-01",
    "1999-01-01",
    "2000-01-01",
    "2056-01-01",
  ]);
  const leap = only(`${altered(FIRST, 19, "24366.50000000")}\n${SECOND}`);
  assert.equal(new Date(leap.epoch * 1e3).toISOString(), "2024-12-31T12:00:00.000Z");
});

Deno.test("element file: catalogue numbers of six digits, with a letter for the first two", () => {
  const numbers = ["A0000", "H9999", "J0000", "N9999", "P0000", "Z9999", "    5", "00005"];
  const read = numbers.map((text) =>
    only(`${altered(FIRST, 3, text)}\n${altered(SECOND, 3, text)}`).catalogueNumber
  );
  assert.deepEqual(read, [100000, 179999, 180000, 229999, 230000, 339999, 5, 5]);
});

Deno.test("element file: every field out of range is one clear line with its number", () => {
  const wrong: readonly (readonly [line: 1 | 2, column: number, text: string, what: RegExp])[] = [
    [1, 3, "I5544", /^2: .*catalogue number must be five digits, .* but I and O: .* I5544$/],
    [1, 8, "X", /^2: .*line 1 .* classification must be U, C or S: current value is X$/],
    [1, 19, "22000.99999999", /^2: .*epoch must be a year .*: current value is 22000.99999999$/],
    [1, 19, "22366.00000000", /^2: .*epoch must/],
    [1, 19, "24367.00000000", /^2: .*epoch must/],
    [1, 19, "2x001.00000000", /^2: .*epoch must/],
    [
      1,
      34,
      "1.00006058",
      /^2: .*first derivative of the mean motion must be a number from -1 to 1/,
    ],
    [1, 45, " 0x000-0", /^2: .*second derivative/],
    [1, 54, " 11289 3", /^2: .*drag term must be a number such as 11289-3/],
    [
      1,
      63,
      "4",
      /^2: .*ephemeris type must be 0: .* another theory than SGP4: current value is 4$/,
    ],
    [2, 3, "25545", /^3: .*catalogue number must be that of the line before it.* 25545$/],
    [
      2,
      9,
      "180.0001",
      /^3: .*inclination must be a number from 0 to 180: current value is 180.0001$/,
    ],
    [2, 18, "360.0001", /^3: .*right ascension of the node must be a number from 0 to 360/],
    [2, 27, "00 5152", /^3: .*eccentricity must be seven digits/],
    [2, 35, "-01.7041", /^3: .*argument of perigee must/],
    [2, 44, "      NaN".slice(1), /^3: .*mean anomaly must .* NaN$/],
    [2, 53, "00.00000000", /^3: .*mean motion must be a number above 0 to 17.5: .* 00.00000000$/],
    [2, 53, "17.50000001", /^3: .*mean motion must/],
  ];
  for (const [line, column, text, what] of wrong) {
    const pair = [FIRST, SECOND];
    pair[line - 1] = altered(pair[line - 1], column, text);
    const faults = faultsOf(["ISS", ...pair].join("\n"));
    assert.match(faults[0], what);
    // The second line cannot have the number that the first does not say.
    assert.equal(faults.length, text === "I5544" ? 2 : 1, faults.join("\n"));
  }
});

Deno.test("element file: length, columns and checksum", () => {
  assert.deepEqual(faultsOf(`${FIRST.slice(0, 68)}\n${SECOND}x`), [
    "1: Cannot read line 1 of an element set as its length must be 69 columns: current value is 68",
    "2: Cannot read line 2 of an element set as its length must be 69 columns: current value is 70",
  ]);
  assert.deepEqual(faultsOf(`${FIRST}\n${SECOND.slice(0, 68)}4`), [
    "2: Cannot read line 2 of an element set as its checksum must be 3: current value is 4",
  ]);
  const shifted = altered(`${SECOND.slice(0, 8)}1${SECOND.slice(8, 68)}`, 1, "2");
  assert.deepEqual(faultsOf(`${FIRST}\n${shifted}`), [
    "2: Cannot read line 2 of an element set as its column 17 must be blank: current value is 8",
  ]);
});

Deno.test("element file: columns between fields are blank, and fields reach to their ends", () => {
  const blanks = [[9, 18, 33, 44, 53, 62, 64], [8, 17, 26, 34, 43, 52]];
  for (const [line, columns] of blanks.entries()) {
    for (const column of columns) {
      const pair = [FIRST, SECOND];
      pair[line] = altered(pair[line], column, "7");
      const fault = `its column ${column} must be blank: current value is 7`;
      assert.match(faultsOf(pair.join("\n")).join(), new RegExp(fault));
    }
  }
  const ends: readonly (readonly [number, string, keyof ElementSet, number])[] = [
    [9, "  0.0000", "inclinationDeg", 0],
    [9, "180.0000", "inclinationDeg", 180],
    [18, "360.0000", "ascendingNodeDeg", 360],
    [53, "17.50000000", "revolutionsPerDay", 17.5],
    [53, " 0.00000001", "revolutionsPerDay", 1e-8],
  ];
  for (const [column, text, member, value] of ends) {
    assert.equal(only(`${FIRST}\n${altered(SECOND, column, text)}`)[member], value);
  }
  const holed = [FIRST, SECOND].map((line) => altered(line, 3, "2 544"));
  assert.match(faultsOf(holed.join("\n"))[0], /catalogue number must be five digits.* is 2 544$/);
});

Deno.test("element file: what follows a fault is read, and there are bounds", () => {
  const alone = readElementFile(`${FIRST}\nISS\n${FIRST}\n${SECOND}`);
  assert.deepEqual(alone.sets.map(({ name }) => name), ["ISS"]);
  assert.equal(alone.faults.length, 1);
  assert.match(
    faultsOf(`I\u0007SS\n${FIRST}\n${SECOND}`)[0],
    /^1: Cannot use a name as it must be/,
  );
  const threefold = altered(
    altered(altered(SECOND, 9, "999.0000"), 18, "999.0000"),
    35,
    "999.0000",
  );
  assert.equal(faultsOf(`${FIRST}\n${threefold}\n`.repeat(7)).length, MOST_FAULTS);
  const full = `${FIRST}\n${SECOND}\n`.repeat(MOST_ELEMENT_SETS);
  assert.deepEqual(readElementFile(full).faults, []);
  const [fault] = readElementFile(`${full}${FIRST}\n${SECOND}`).faults;
  assert.equal(fault.line, 2 * MOST_ELEMENT_SETS + 1);
  assert.match(fault.message, /there must be at most 50000 element sets/);
});

Deno.test("element file: lines that are missing, alone or in the wrong order", () => {
  assert.deepEqual(faultsOf(""), ["1: Cannot use elements as there must be some: none are"]);
  assert.deepEqual(faultsOf("# nothing\n\n"), faultsOf(""));
  assert.match(faultsOf("ISS").join(), /^1: .* or a name before line 1: current value is ISS$/);
  assert.match(faultsOf(FIRST).join(), /^1: .*must stand before line 2: current value is the end$/);
  assert.match(faultsOf(`${SECOND}\n${FIRST}`).join(), /^2: .* before line 2: .* is the end$/);
  const late = faultsOf(`${SECOND}\n${FIRST}\n${SECOND}`).join();
  assert.match(late, /^1: Cannot use a name as it must be at most 60 characters/);
  assert.match(faultsOf(`A\nB\n${FIRST}\n${SECOND}`).join(), /^1: .* before line 1: .* is A$/);
});

Deno.test("element file: what is no file of elements is refused in a few lines", () => {
  const { faults } = readElementFile("nothing of the kind\n".repeat(10_000));
  assert.equal(faults.length, MOST_FAULTS);
});

Deno.test("element file: no digit can be changed unseen, and no text brings it down", () => {
  const place = fc.integer({ min: 2, max: 68 });
  fc.assert(fc.property(fc.constantFrom(0, 1), place, fc.nat(9), (line, column, digit) => {
    const pair = [FIRST, SECOND];
    const was = pair[line][column];
    fc.pre(/\d/.test(was) && was !== String(digit));
    pair[line] = pair[line].slice(0, column) + digit + pair[line].slice(column + 1);
    assert.ok(faultsOf(pair.join("\n")).length > 0);
  }));
  const text = fc.array(
    fc.constantFrom(FIRST, SECOND, FIRST.slice(0, 40), "1 25544", "\u0000", "ISS", "é😀", ""),
  );
  fc.assert(fc.property(text, fc.string(), (lines, other) => {
    const { sets, faults } = readElementFile([...lines, other].join("\n"));
    assert.ok(sets.length > 0 || faults.length > 0);
    for (const { revolutionsPerDay, epoch } of sets) assert.ok(revolutionsPerDay * epoch > 0);
  }));
});
