import { FLOATER_COLUMNS, type Frame, type PlantParameters } from "../../telemetry/mod.ts";
import { fixed, NO_DATA } from "../format.ts";
import { type Element, Text } from "../kit/mod.ts";
import { List } from "./list.tsx";
import type { NumeralPanelProps } from "./panel.ts";

/** Parts of the path, in the order in which a floater passes them. Source: docs/PHYSICS.md 2. */
const LEGS = ["ascending", "top", "descending", "bottom"] as const;

interface TableColumn {
  readonly heading: string;
  readonly width: number;
  readonly text: (floater: Floater) => string;
}

interface Floater {
  readonly index: number;
  readonly sigma: number;
  readonly leg: (typeof LEGS)[number];
  readonly mass: number;
  readonly volume: number;
  readonly temperature: number;
  /** 1 open, 0 shut. */
  readonly valve: number;
  /** Share of the floater that is air. */
  readonly filled: number;
}

/** Columns of the table, those to be dropped first last. */
const COLUMNS: readonly TableColumn[] = [
  { heading: "#", width: 4, text: ({ index }) => String(index) },
  { heading: "position m", width: 12, text: ({ sigma }) => fixed(sigma, 2) },
  { heading: "leg", width: 12, text: ({ leg }) => leg },
  { heading: "air kg", width: 9, text: ({ mass }) => fixed(mass, 4) },
  { heading: "volume m3", width: 11, text: ({ volume }) => fixed(volume, 4) },
  {
    heading: "temp K",
    width: 10,
    text: ({ temperature }) => Number.isNaN(temperature) ? "-" : fixed(temperature, 2),
  },
  { heading: "valve", width: 8, text: ({ valve }) => valveText(valve) },
];

/** Every floater: where it is, and its air. */
export function FloatersPanel(props: NumeralPanelProps): Element {
  const { model, columns } = props;
  const { theme } = model;
  const frame = model.numerals;
  const table = shownColumns(columns);
  const room = columns - table.reduce((sum, { width }) => sum + width, 0);
  const heading = table.map(({ heading, width }) => heading.padStart(width)).join("");
  return (
    <List
      {...props}
      panel="floaters"
      title="floaters"
      heading={frame === undefined ? NO_DATA : heading}
      count={frame?.floaterCount ?? 0}
      line={(index) => {
        const floater = floaterAt(frame!, index, model.parameters);
        const cells = table.map(({ width, text }) => text(floater).padStart(width)).join("");
        const text = `${cells}${filling(floater, room - 2)}`;
        return <Text style={floater.mass > 0 ? undefined : theme.faint}>{text}</Text>;
      }}
    />
  );
}

/** As many columns as have room. */
function shownColumns(room: number): readonly TableColumn[] {
  let used = 0;
  return COLUMNS.filter(({ width }) => (used += width) <= room);
}

/** The air in a floater as a bar, where there is room. */
function filling({ filled }: Floater, room: number): string {
  const length = Math.min(20, room);
  return length < 5 ? "" : `  ${"█".repeat(Math.round(Math.min(1, filled) * length))}`;
}

function floaterAt(frame: Frame, index: number, parameters: PlantParameters): Floater {
  const row = index * FLOATER_COLUMNS.length;
  const value = (column: (typeof FLOATER_COLUMNS)[number]) =>
    frame.floaters[row + FLOATER_COLUMNS.indexOf(column)];
  const sigma = value("sigma");
  const volume = value("volume");
  return {
    index,
    sigma,
    leg: legAt(sigma, parameters),
    mass: value("mass"),
    volume,
    temperature: value("temperature"),
    valve: value("valve"),
    filled: volume / parameters["floater.volume"],
  };
}

function valveText(valve: number): string {
  return Number.isNaN(valve) ? NO_DATA : valve > 0 ? "» open" : "shut";
}

function legAt(sigma: number, parameters: PlantParameters): Floater["leg"] {
  const height = parameters["chain.straightHeight"];
  const arc = Math.PI * parameters["chain.sprocketRadius"];
  return LEGS[[height, height + arc, 2 * height + arc, Infinity].findIndex((end) => sigma < end)];
}
