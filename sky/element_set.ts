import { type LineFault, LineReader, type NumberedLine } from "./line_reader.ts";

/**
 * Mean elements of one satellite at its epoch, as SGP4 takes them.
 *
 * Two lines of 69 columns, T. S. Kelso, "Two-Line Element Set Format", celestrak.org. Angles are
 * in the frame TEME (true equator, mean equinox of date).
 */
export interface ElementSet {
  /** What it is called; its catalogue number where the file has no name. */
  readonly name: string;
  /** Number in the catalogue, 0 to 339999. */
  readonly catalogueNumber: number;
  /** International designator as it stands there, such as 98067A; may be empty. */
  readonly designator: string;
  /** Instant of the elements, Unix time, s. */
  readonly epoch: number;
  /** Drag term of SGP4, 1/earth radius. */
  readonly bstar: number;
  /** 0 to 180. */
  readonly inclinationDeg: number;
  /** Right ascension of the ascending node, 0 to 360. */
  readonly ascendingNodeDeg: number;
  /** 0 to below 1. */
  readonly eccentricity: number;
  /** Argument of perigee, 0 to 360. */
  readonly perigeeDeg: number;
  /** 0 to 360. */
  readonly meanAnomalyDeg: number;
  /** Revolutions per day, above 0 to {@linkcode MOST_REVOLUTIONS}. */
  readonly revolutionsPerDay: number;
  /** The two lines, checked, 69 columns each. */
  readonly lines: readonly [first: string, second: string];
}

/** Seconds of a day of UTC without a leap second. */
const DAY = 86400;

/** Two-digit years from here on are of the 20th century: Sputnik 1 was launched in 1957. */
const FIRST_YEAR = 57;

/** Most revolutions in a day; an orbit with more lies below the ground. */
export const MOST_REVOLUTIONS = 17.5;

/** A digit, sign or point of the grammar of numbers, with blanks in front of it. */
const DECIMAL = /^ *[+-]?\d*\.\d+$/;

/** A number with its point and exponent understood: ` 11289-3` is 0.11289e-3. */
const POWERED = /^([ +-])(\d{5})([+-]\d)$/;

/**
 * Reads one element set.
 *
 * @param name What it is called; empty where nothing says so.
 * @param pair Its two lines. Blanks at their ends do not count.
 * @returns The element set, or what is wrong with it, line by line.
 */
export function readElementSet(
  name: string,
  pair: readonly [first: NumberedLine, second: NumberedLine],
): ElementSet | readonly LineFault[] {
  const faults: LineFault[] = [];
  const [first, second] = pair.map((each, index) => new LineReader(each, index + 1, faults));
  if (faults.length > 0) return faults;
  const number = first.field("catalogue number", [3, 7], CATALOGUE_NUMBER);
  const set: ElementSet = {
    name: name === "" ? first.text.slice(2, 7).trim() : name,
    catalogueNumber: number,
    ...readFirst(first),
    ...readSecond(second, number),
    lines: [first.text, second.text],
  };
  return faults.length > 0 ? faults : set;
}

function readFirst(line: LineReader): Pick<ElementSet, "designator" | "epoch" | "bstar"> {
  line.field("classification", [8, 8], { allowed: "U, C or S", read: oneOf("U", "C", "S") });
  const epoch = line.field("epoch", [19, 32], EPOCH);
  line.field("first derivative of the mean motion", [34, 43], within(-1, 1));
  line.field("second derivative of the mean motion", [45, 52], POWERED_NUMBER);
  const bstar = line.field("drag term", [54, 61], POWERED_NUMBER);
  line.field("ephemeris type", [63, 63], {
    allowed: "0: these are elements of another theory than SGP4",
    read: oneOf("0", " "),
  });
  return { designator: line.text.slice(9, 17).trim(), epoch, bstar };
}

function readSecond(line: LineReader, catalogueNumber: number) {
  line.field("catalogue number", [3, 7], {
    allowed: "that of the line before it",
    read: (text) => readCatalogueNumber(text) === catalogueNumber ? catalogueNumber : undefined,
  });
  return {
    inclinationDeg: line.field("inclination", [9, 16], within(0, 180)),
    ascendingNodeDeg: line.field("right ascension of the node", [18, 25], within(0, 360)),
    eccentricity: line.field("eccentricity", [27, 33], ECCENTRICITY),
    perigeeDeg: line.field("argument of perigee", [35, 42], within(0, 360)),
    meanAnomalyDeg: line.field("mean anomaly", [44, 51], within(0, 360)),
    revolutionsPerDay: line.field("mean motion", [53, 63], REVOLUTIONS),
  };
}

/** How a field is read, and what an error says it must be. */
interface FieldKind<Value> {
  readonly allowed: string;
  /** The value written as `text`; `undefined` when it is none. */
  readonly read: (text: string) => Value | undefined;
}

const CATALOGUE_NUMBER: FieldKind<number> = {
  allowed: "five digits, the first of which may be a letter but I and O",
  read: readCatalogueNumber,
};

const EPOCH: FieldKind<number> = {
  allowed: "a year of two digits, then a day of that year with eight decimals, the first being 1",
  read: (text) => {
    const [, twoDigits, day] = /^([ \d]\d)([ \d]{2}\d\.\d{8})$/.exec(text) ?? [];
    const year = Number(twoDigits) + (Number(twoDigits) < FIRST_YEAR ? 2000 : 1900);
    const begin = Date.UTC(year, 0, 1) / 1e3;
    const epoch = begin + (Number(day) - 1) * DAY;
    return epoch >= begin && epoch < Date.UTC(year + 1, 0, 1) / 1e3 ? epoch : undefined;
  },
};

const POWERED_NUMBER: FieldKind<number> = {
  allowed: "a number such as 11289-3, which is 0.11289e-3",
  read: (text) => {
    const [, sign, digits, power] = POWERED.exec(text) ?? [];
    return digits === undefined ? undefined : Number(`${sign.trim()}0.${digits}e${power}`);
  },
};

const ECCENTRICITY: FieldKind<number> = {
  allowed: "seven digits behind a point that is understood",
  read: (text) => /^\d{7}$/.test(text) ? Number(`0.${text}`) : undefined,
};

const REVOLUTIONS: FieldKind<number> = {
  allowed: `a number above 0 to ${MOST_REVOLUTIONS}`,
  read: (text) => within(0, MOST_REVOLUTIONS).read(text) || undefined,
};

/** Letters that stand for the first two digits of a number above 99999: A is 10, Z is 33. */
const ALPHA_5 = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** A catalogue number, whose first digit may be a letter ("alpha-5", space-track.org). */
function readCatalogueNumber(text: string): number | undefined {
  if (!/^[ \dA-HJ-NP-Z][ \d]{3}\d$/.test(text) || /\S /.test(text)) return undefined;
  const letter = ALPHA_5.indexOf(text[0]);
  return letter === -1 ? Number(text) : (letter + 10) * 10_000 + Number(text.slice(1));
}

function within(min: number, max: number): FieldKind<number> {
  return {
    allowed: `a number from ${min} to ${max}`,
    read: (text) => {
      const value = DECIMAL.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

function oneOf(...words: readonly string[]): (text: string) => string | undefined {
  return (text) => words.find((word) => word === text);
}
