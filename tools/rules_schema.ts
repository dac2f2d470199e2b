/**
 * Writes docs/alarms.schema.json, the JSON Schema of rules files, from the table of their members:
 * `deno run --allow-write=docs tools/rules_schema.ts`.
 *
 * @module
 */

import {
  ANNOTATION_MEMBERS,
  kindOf,
  LIMIT_DESCRIPTIONS,
  LIMIT_MEMBERS,
  type Member,
  RULE_MEMBERS,
} from "../monitor/mod.ts";
import type { Schema } from "./schema.ts";

/** The schema of a rules file. */
export function rulesSchema(): Schema {
  const limit = object(membersSchema(LIMIT_MEMBERS), { required: ["at"] });
  const limits = Object.entries(LIMIT_DESCRIPTIONS).map(([name, description]) => [
    name,
    { description, anyOf: [{ type: "number" }, limit] },
  ]);
  const rule = object({
    ...membersSchema(RULE_MEMBERS),
    limits: {
      description: "what the signal is compared with",
      ...object(Object.fromEntries(limits)),
    },
    annotations: {
      description: "what people are told",
      ...object(membersSchema(ANNOTATION_MEMBERS)),
    },
  }, {
    required: ["alert"],
    oneOf: [{ required: ["expr"] }, { required: ["signal", "limits"] }],
  });
  const name = { description: "name of the group, unique", ...kindOf(RULE_MEMBERS.alert).schema };
  const rules = { type: "array", items: rule };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Rules of alarms of kpp",
    description: "What kpp run --rules and kpp alarms test read, as YAML or JSON",
    ...object({
      $schema: { type: "string" },
      defaults: {
        description: "whether the default rules are in force too; true when nothing is said",
        type: "boolean",
      },
      groups: {
        description: "rules in groups; the first alarm of a group to come is its first-out",
        type: "array",
        items: object({ name, rules }, { required: ["name", "rules"] }),
      },
    }, { required: ["groups"] }),
  };
}

function membersSchema(members: Readonly<Record<string, Member>>): Schema {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name,
      { description: member.description, ...kindOf(member).schema },
    ]),
  );
}

function object(properties: Schema, rest: Schema = {}): Schema {
  return { type: "object", additionalProperties: false, properties, ...rest };
}

if (import.meta.main) {
  const path = new URL("../docs/alarms.schema.json", import.meta.url);
  Deno.writeTextFileSync(path, `${JSON.stringify(rulesSchema(), null, 2)}\n`);
}
