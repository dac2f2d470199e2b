import { type ChannelId, channelIndex, type Frame } from "../../telemetry/mod.ts";
import { clockTime, fixed, NO_DATA, speedText, withUnit } from "../format.ts";
import { type Element, Row, Spacer, Text, type Theme } from "../kit/mod.ts";
import { tabs, TABS_FROM } from "../layout.ts";
import type { LinkReading } from "../message.ts";
import type { NumeralModel } from "../still_model.ts";
import { PAGES } from "../pages/pages.ts";
import { reading } from "../reading.ts";
import { STATUS_LOOK } from "../theme.ts";

/** A label and a numeral of the header. */
interface Reading {
  readonly label: string;
  readonly value: string;
}

const GAP = 2;

/** Digits of a second while held, so that a single step can be seen. */
const HELD_DECIMALS = 4;

/** How it shows that other programs read along, or that anybody may. */
const TAP_WORDS = {
  open: { word: "tap", role: "faint" },
  exposed: { word: "tap open to all", role: "warning" },
} as const;

/** How it shows that the run is being recorded. */
const RECORDING = "rec";

/** The pages by their digits, the one that is shown marked. */
export function Tabs({ model }: { model: NumeralModel }): Element {
  const { theme } = model;
  const all = tabs(model);
  const gap = all[1].x - all[0].text.length;
  return (
    <Row height={1} gap={gap}>
      {all.map(({ page, text }) => (
        <Text key={page} style={page === model.page ? theme.selected : theme.faint}>{text}</Text>
      ))}
    </Row>
  );
}

/** First line: status, simulated time, real-time factor, frame rate, overruns, mode. */
export function Header({ model }: { model: NumeralModel }): Element {
  const { numerals, preset, options, columns, theme } = model;
  const told = numerals?.status ?? "starting";
  // That it is held was so when the plant was last heard of.
  const status = model.isHeld && told !== "stale" ? "held" : told;
  const look = STATUS_LOOK[status];
  const state = `${look.sign} ${status}`;
  const decimals = model.isHeld ? HELD_DECIMALS : 1;
  const time = clockTime(numerals?.simulationTime ?? NaN, decimals);
  const { title } = PAGES[model.page];
  const name = model.rows < TABS_FROM ? `${preset.name}: ${title}` : preset.name;
  const tap = options.tap && TAP_WORDS[options.tap];
  const tapCells = tap === undefined ? 0 : tap.word.length + GAP;
  const recordCells = model.recording === undefined ? 0 : RECORDING.length + GAP;
  const fixedCells = 1 + name.length + state.length + time.length + 3 * GAP + 1 + tapCells +
    recordCells;
  const faults = faultsWord(numerals?.values[channelIndex("faults.active")] ?? NaN);
  const faultCells = faults === "" ? 0 : faults.length + GAP;
  const readings = fitting(clockReadings(model), columns - fixedCells - faultCells);
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      <Text style={theme.title}>{name}</Text>
      <Text style={theme[look.role]} minWidth={state.length}>{state}</Text>
      <Text style={theme.value} minWidth={time.length}>{time}</Text>
      {tap && <Text style={theme[tap.role]}>{tap.word}</Text>}
      {model.recording !== undefined && <Text style={theme.faint}>{RECORDING}</Text>}
      {faults !== "" && <Text style={theme.warning}>{faults}</Text>}
      <Spacer />
      {readings.map((reading) => <Labelled key={reading.label} {...reading} theme={theme} />)}
    </Row>
  );
}

/** How many injected faults are there, if any are. */
function faultsWord(count: number): string {
  return count > 0 ? `${count} ${count === 1 ? "fault" : "faults"}` : "";
}

/** Second line: net power, and what it is made of. */
export function Headline({ model }: { model: NumeralModel }): Element {
  const { numerals: frame, theme } = model;
  const net = withUnit(reading(frame, "power.net"));
  const readings = fitting(plantReadings(frame), model.columns - "net power ".length - 12 - GAP);
  return (
    <Row height={1} gap={GAP} paddingX={1}>
      <Row gap={1}>
        <Text style={theme.title}>net power</Text>
        <Text style={theme.value} width={11} align="right">{net}</Text>
      </Row>
      <Spacer />
      {readings.map((reading) => <Labelled key={reading.label} {...reading} theme={theme} />)}
    </Row>
  );
}

function clockReadings({ numerals, speed, mode, link, outage }: NumeralModel): Reading[] {
  const value = (id: ChannelId) => numerals?.values[channelIndex(id)] ?? NaN;
  return [
    ...(outage === undefined ? [] : [{ label: "plant", value: `${fixed(outage, 1)} s old` }]),
    ...(link === undefined ? [] : [linkReading(link)]),
    ...doubtReading(numerals),
    { label: "RTF", value: `${number(value("clock.rtf"), 2)} of ${speedText(speed)}` },
    { label: "fps", value: number(value("clock.fps"), 1) },
    { label: "overruns", value: number(value("clock.overruns"), 0) },
    // A plant elsewhere tells its mode only when that is changed.
    { label: "mode", value: mode ?? (link === undefined ? "custom" : NO_DATA) },
    { label: "dropped steps", value: number(value("clock.droppedSteps"), 0) },
  ];
}

/** How many channels are not to be believed; page 7 says which. */
function doubtReading(frame: Frame | undefined): Reading[] {
  const { stale = 0, bad = 0 } = frame?.quality ?? {};
  if (stale + bad === 0) return [];
  return [{ label: "channels", value: `${bad} bad, ${stale} stale` }];
}

/** `link websocket good 3 ms`, or how old what is shown is. */
function linkReading({ transport, grade, roundTrip, age, isStale }: LinkReading): Reading {
  const way = transport ?? "lost";
  if (isStale) return { label: "link", value: `${way}, ${fixed(age, 0)} s old` };
  const time = Number.isNaN(roundTrip) ? "" : ` ${fixed(roundTrip * 1e3, 0)} ms`;
  return { label: "link", value: `${way} ${grade}${time}` };
}

function plantReadings(frame: Frame | undefined): Reading[] {
  const said = (id: ChannelId) => withUnit(reading(frame, id));
  return [
    { label: "generator", value: said("generator.power") },
    { label: "compressor", value: said("compressor.power") },
    { label: "receiver", value: said("receiver.pressure") },
    { label: "lap", value: said("lap.count") },
    { label: "lap net", value: said("lap.net") },
    { label: "header", value: said("header.pressure") },
    { label: "shaft", value: said("shaft.speed") },
  ];
}

/** The first of the readings, as many as have room. */
function fitting(readings: readonly Reading[], room: number): readonly Reading[] {
  let used = 0;
  const count = readings.findIndex(({ label, value }) => {
    used += label.length + 1 + value.length + GAP;
    return used > room;
  });
  return count === -1 ? readings : readings.slice(0, count);
}

function Labelled({ label, value, theme }: Reading & { theme: Theme }): Element {
  return (
    <Row gap={1}>
      <Text style={theme.faint}>{label}</Text>
      <Text>{value}</Text>
    </Row>
  );
}

function number(value: number, decimals: number): string {
  return Number.isNaN(value) ? NO_DATA : fixed(value, decimals);
}
