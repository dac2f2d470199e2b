/**
 * Writes docs/kpp.schema.json, the JSON Schema of configuration files, from the dictionaries of
 * options and parameters: `deno run --allow-write=docs tools/schema.ts`.
 *
 * @module
 */

import { OPTION_NAMES, OPTIONS } from "../cli/mod.ts";
import { LIMITS } from "../monitor/mod.ts";
import { FAULT_KIND_NAMES, MAX_FAULTS, type Parameter, PARAMETERS } from "../telemetry/mod.ts";

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schema of a configuration file. */
export function configSchema(): Schema {
  const options = OPTION_NAMES.map((name) => {
    const { description, schema } = OPTIONS[name];
    return [name, { description, ...schema }];
  });
  const parameters = PARAMETERS.map((row) => [row.name, parameterSchema(row)]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Configuration of kpp",
    description: "What kpp run --config reads; the command line wins",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(options),
      alarms: {
        description: "limits of alarms by name, such as chainSpeed.hi, in the unit of the signal",
        type: "object",
        patternProperties: { [`^\\w+\\.(${LIMITS.join("|")})$`]: { type: "number" } },
        additionalProperties: false,
      },
      faults: {
        description: "what is made to go wrong, as after --fault; see kpp list faults",
        type: "array",
        items: { type: "string", pattern: `^\\s*(${FAULT_KIND_NAMES.join("|")})\\b` },
        maxItems: MAX_FAULTS,
      },
      parameters: {
        description: "parameters of the plant that differ from the preset",
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(parameters),
      },
    },
  };
}

function parameterSchema(row: Parameter): Schema {
  if (row.kind === "boolean") return { description: row.description, type: "boolean" };
  if (row.kind === "choice") return { description: row.description, enum: row.choices };
  const number = {
    type: row.kind,
    [row.above === true ? "exclusiveMinimum" : "minimum"]: row.min,
    [row.below === true ? "exclusiveMaximum" : "maximum"]: row.max,
  };
  return {
    description: row.unit === "" ? row.description : `${row.description}, ${row.unit}`,
    ...(row.infinite === true ? { anyOf: [number, { const: "Infinity" }] } : number),
  };
}

if (import.meta.main) {
  const path = new URL("../docs/kpp.schema.json", import.meta.url);
  Deno.writeTextFileSync(path, `${JSON.stringify(configSchema(), null, 2)}\n`);
}
