import {
  type ChannelId,
  channelIndex,
  type Claim,
  type Frame,
  type PlantParameters,
  type Preset,
  R_AIR,
} from "../telemetry/mod.ts";

/** What a plant is audited from. */
export interface AuditRequest {
  /** Name of the preset the run started from. */
  readonly name: string;
  /** The preset itself, with the claim made for it if there is one. */
  readonly preset: Preset;
  /** Parameters as they are now. */
  readonly parameters: PlantParameters;
  /** The newest frame. */
  readonly frame: Frame;
}

/** Most changed parameters that are named. */
const CHANGES_SHOWN = 2;

const LABEL_WIDTH = 30;
const NUMBER_WIDTH = 13;
const MISSING = "no data";

/**
 * The verdict on a plant in plain lines: what was advertised, what the same air really costs and
 * gives in this model, the ceiling, and whether it gives more than it takes.
 *
 * Powers are means of the last whole lap, energies are accounts since the start; what has no data
 * says so. Source: docs/PHYSICS.md section 7.
 */
export function auditText(request: AuditRequest): string {
  const { name, preset, frame } = request;
  return [
    `Verdict on ${name}`,
    preset.summary,
    ...changedLines(request),
    lapLine(frame),
    ...powerLines(frame, preset.claim),
    "",
    ...airLines(request),
    ...efficiencyLines(request),
    ...conclusion(request),
  ].join("\n");
}

function changedLines({ preset, parameters }: AuditRequest): string[] {
  const names = (Object.keys(parameters) as (keyof PlantParameters)[])
    .filter((each) => parameters[each] !== preset.parameters[each]);
  if (names.length === 0) return [];
  const shown = names.slice(0, CHANGES_SHOWN).join(", ");
  const more = names.length - CHANGES_SHOWN;
  return [`changed since: ${shown}${more > 0 ? ` and ${more} more` : ""}`];
}

function lapLine(frame: Frame): string {
  const after = `after ${frame.simulationTime.toFixed(1)} s`;
  const laps = value(frame, "lap.count");
  if (!(laps >= 1)) return `No whole lap yet ${after}: powers have no data`;
  const time = `${value(frame, "lap.time").toFixed(2)} s long`;
  const startUp = value(frame, "lap.startUp") > 0 ? " with the start-up" : "";
  return `Powers are means of lap ${laps}${startUp}, ${time}, ${after}`;
}

function powerLines(frame: Frame, claim: Claim | undefined): string[] {
  const power = value(frame, "lap.power");
  const compressor = value(frame, "lap.compressor");
  const net = value(frame, "lap.net");
  const charges = power - compressor - net;
  const lines = claim === undefined ? [row("power, electric", "this model")] : [
    row("power, electric", "advertised", "this model"),
    row("generator", kilowatts(claim.electricPower), kilowatts(power)),
  ];
  const one = claim === undefined ? [] : ["not stated"];
  if (claim === undefined) lines.push(row("generator", kilowatts(power)));
  lines.push(row("compressor", ...one, kilowatts(compressor)));
  // Rounding leaves a few 1e-12 of the powers when there is no charge.
  if (Math.abs(charges) > 1e-6 * (power + compressor)) {
    lines.push(row("auxiliary, H1 and heater", ...one, kilowatts(charges)));
  }
  lines.push(row("net", ...one, kilowatts(net)));
  if (claim !== undefined && !Number.isNaN(power)) {
    const share = percent(power / claim.electricPower);
    lines.push(`The generator gives ${share} of what was ${claim.source}.`);
  }
  return lines;
}

/** Energies of one cubic metre of free air (at ambient pressure and temperature), J. */
function airEnergies({ parameters: plant, frame }: AuditRequest) {
  const injected = value(frame, "ledger.airInjected");
  const volume = injected > 0
    ? injected * R_AIR * plant["ambient.temperature"] / plant["ambient.pressure"]
    : NaN;
  const ambient = plant["ambient.pressure"];
  const depth = plant["water.depth"] - plant["injector.windowStart"];
  const dock = ambient + plant["water.density"] * plant["ambient.gravity"] * depth;
  const isothermal = (pressure: number) => ambient * Math.log(pressure / ambient);
  const receiver = value(frame, "receiver.pressure");
  const efficiency = plant["compressor.isothermalEfficiency"] *
    plant["compressor.motorEfficiency"];
  return {
    volume,
    dock,
    least: isothermal(dock),
    cost: isothermal(receiver) / efficiency,
    chain: value(frame, "ledger.chainWork") / volume,
    generator: value(frame, "ledger.generatorElectric") / volume,
  };
}

function airLines(request: AuditRequest): string[] {
  const air = airEnergies(request);
  const receiver = value(request.frame, "receiver.pressure");
  return [
    row("energy of free air", "per m3"),
    row(`compressor to ${bar(receiver)}`, kilojoules(air.cost)),
    row(`  least, to dock at ${bar(air.dock)}`, kilojoules(air.least)),
    row("work on the chain", kilojoules(air.chain)),
    row("generator, electric", kilojoules(air.generator)),
    Number.isNaN(air.volume)
      ? "No air has been used yet."
      : `Means since the start, over ${air.volume.toPrecision(4)} m3 of free air.`,
  ];
}

function efficiencyLines({ frame }: AuditRequest): string[] {
  return [
    row("electric efficiency, last lap", percent(value(frame, "lap.electricEfficiency"))),
    row("chain efficiency, last lap", percent(value(frame, "lap.chainEfficiency"))),
    row("ceiling, perfect machine", percent(value(frame, "ceiling"))),
  ];
}

function conclusion(request: AuditRequest): string[] {
  const { frame, preset, parameters } = request;
  const lines: string[] = [];
  const efficiency = value(frame, "lap.electricEfficiency");
  const ceiling = value(frame, "ceiling");
  if (preset.claim !== undefined && ceiling > 0) {
    const claimed = preset.claim.electricPower;
    lines.push(
      `To give ${kilowatts(claimed)} this cycle would take at least ` +
        `${kilowatts(claimed / ceiling)} of electricity.`,
    );
  }
  if (parameters["h2.enabled"]) {
    const heat = kilojoules(value(frame, "ledger.waterHeat"));
    const worth = kilojoules(value(frame, "h2.carnotWork"));
    lines.push(`Heat taken from the water: ${heat}, worth ${worth} of work at best.`);
  }
  lines.push(...balance(efficiency, request), books(frame));
  return lines;
}

function balance(efficiency: number, request: AuditRequest): string[] {
  const air = airEnergies(request);
  if (Number.isNaN(efficiency)) {
    const why = value(request.frame, "lap.count") >= 1
      ? "the compressor rested for a lap"
      : "no lap is complete";
    return [`Over unity: no verdict yet, as ${why}.`];
  }
  if (efficiency <= 1) {
    return [`Over unity: no. Each joule it gives costs ${(1 / efficiency).toFixed(2)} J.`];
  }
  // A receiver between cut-out and cut-in feeds a lap with what an earlier lap has paid for.
  if (air.generator <= air.cost) {
    const real = percent(air.generator / air.cost);
    return [
      "Over unity: no. The receiver fed the last lap; with what its air costs to",
      `compress again it is ${real} since the start.`,
    ];
  }
  return [
    `Over unity: this lap gave ${percent(efficiency)} of the electricity it took.`,
    "Heat, stored energy or an outer force paid the rest: see the ledger.",
  ];
}

function books(frame: Frame): string {
  const residual = value(frame, "ledger.relativeResidual");
  const broken = value(frame, "exergy.violation") > 0;
  const law = broken ? "the second law is BROKEN" : "the second law holds";
  return `Books: residual ${residual.toExponential(1)} of energy turned over; ${law}.`;
}

function row(label: string, ...columns: string[]): string {
  const numbers = columns.map((column) => column.padStart(NUMBER_WIDTH)).join("");
  return `${label.padEnd(LABEL_WIDTH)}${numbers}`;
}

function value(frame: Frame, id: ChannelId): number {
  return frame.values[channelIndex(id)];
}

function kilowatts(watts: number): string {
  return said(watts, `${(watts / 1e3).toFixed(2)} kW`);
}

function kilojoules(joules: number): string {
  return said(joules, `${(joules / 1e3).toFixed(2)} kJ`);
}

function bar(pascals: number): string {
  return said(pascals, `${(pascals / 1e5).toFixed(2)} bar`);
}

function percent(ratio: number): string {
  return said(ratio, `${(100 * ratio).toFixed(1)} %`);
}

function said(number: number, text: string): string {
  return Number.isFinite(number) ? text : MISSING;
}
