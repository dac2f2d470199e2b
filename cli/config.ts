import {
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import {
  checkParameter,
  didYouMean,
  type Fault,
  messageOf,
  parseFault,
  type PlantParameters,
} from "../telemetry/mod.ts";
import {
  type JsonType,
  OPTION_NAMES,
  type OptionName,
  type OptionRow,
  OPTIONS,
  type OptionValues,
} from "./options.ts";
import { either, refusal } from "./parsers.ts";
import { parseLimit } from "./run_rules.ts";
import type { RunLayer } from "./run_request.ts";

/** Keys of a configuration file that are no options. */
const OTHER_KEYS = ["$schema", "parameters", "alarms", "faults"] as const;

/**
 * Reads a configuration file: `{ "preset": ..., "parameters": { ... }, "fps": 30, ... }`.
 *
 * @param text What the file says.
 * @param path What an error calls it.
 * @throws {SyntaxError} It is no JSON, or says something that means nothing; the message begins
 * with path and line.
 */
export function parseConfig(text: string, path: string): RunLayer {
  return new ConfigReader(text, path).read();
}

class ConfigReader {
  readonly #text: string;
  readonly #path: string;

  constructor(text: string, path: string) {
    // Some editors begin a file with a byte order mark.
    this.#text = text.replace(/^\uFEFF/, "");
    this.#path = path;
  }

  read(): RunLayer {
    const errors: ParseError[] = [];
    const root = this.#parse(errors);
    if (errors.length > 0) {
      // The code is a word such as ColonExpected.
      const code = printParseErrorCode(errors[0].error);
      const what = code.replaceAll(/\B[A-Z]/g, " $&").toLowerCase();
      throw this.#fault(errors[0].offset, `Cannot read the file as it must be JSON: ${what}`);
    }
    const options: Partial<Record<OptionName, unknown>> = {};
    let parameters: Partial<PlantParameters> = {};
    let limits: Readonly<Record<string, number>> = {};
    let faults: readonly Fault[] = [];
    for (const [key, value] of this.#members(root, "the file")) {
      if (key.value === "$schema") continue;
      if (key.value === "parameters") parameters = this.#parameters(value);
      else if (key.value === "alarms") limits = this.#limits(value);
      else if (key.value === "faults") faults = this.#faults(value);
      else options[this.#optionName(key)] = this.#option(key.value, value);
    }
    return { options: options as Partial<OptionValues>, parameters, limits, faults };
  }

  #parse(errors: ParseError[]): Node | undefined {
    try {
      return parseTree(this.#text, errors, { disallowComments: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw this.#fault(0, "Cannot read the file as it must be JSON: it is nested too deeply");
    }
  }

  #parameters(node: Node): Partial<PlantParameters> {
    const parameters: Record<string, unknown> = {};
    for (const [key, member] of this.#members(node, `"parameters"`)) {
      const plain = getNodeValue(member);
      // JSON has no Infinity.
      const value = plain === "Infinity" ? Infinity : plain;
      this.#at(key, () => checkParameter(key.value, value));
      parameters[key.value] = value;
    }
    return parameters as Partial<PlantParameters>;
  }

  #limits(node: Node): Record<string, number> {
    const limits: Record<string, number> = {};
    for (const [key, member] of this.#members(node, `"alarms"`)) {
      const text = `${key.value}=${getNodeValue(member)}`;
      const [name, limit] = this.#at(key, () => parseLimit(text, `"alarms"`));
      limits[name] = limit;
    }
    return limits;
  }

  #faults(node: Node): Fault[] {
    const texts = getNodeValue(node);
    if (!Array.isArray(texts) || !texts.every((each) => typeof each === "string")) {
      throw this.#refusal(node, `"faults"`, TYPE_NAMES.array);
    }
    return texts.map((text, index) =>
      this.#at(node.children![index], () => parseFault(text, `"faults"`))
    );
  }

  #optionName(key: Node): OptionName {
    const name = OPTION_NAMES.find((each) => each === key.value);
    if (name !== undefined) return name;
    const hint = didYouMean(key.value, [...OTHER_KEYS, ...OPTION_NAMES]);
    throw this.#fault(key.offset, `Cannot use "${key.value}" as no option is called that${hint}`);
  }

  #option(name: OptionName, node: Node): unknown {
    const value = getNodeValue(node);
    const row: OptionRow<unknown> = OPTIONS[name];
    const type = Array.isArray(value) ? "array" : typeof value;
    const isList = type !== "array" ||
      value.every((each: unknown) => typeof each === "string" && !each.includes(","));
    if (!row.types.some((each) => each === type) || !isList) {
      throw this.#refusal(node, name, either(row.types.map((each) => TYPE_NAMES[each])));
    }
    return this.#at(node, () => row.parse(String(value), name));
  }

  /** Key and value of each member of an object in which no key is there twice. */
  *#members(node: Node | undefined, what: string): Generator<[Node, Node]> {
    if (node?.type !== "object") {
      throw this.#refusal(node, what, "an object");
    }
    const seen = new Set<string>();
    for (const member of node.children ?? []) {
      const [key, value] = member.children ?? [];
      if (seen.has(key.value)) {
        throw this.#fault(
          key.offset,
          `Cannot use "${key.value}" as it must be there once: it is there twice`,
        );
      }
      seen.add(key.value);
      yield [key, value];
    }
  }

  #refusal(node: Node | undefined, name: string, allowed: string): SyntaxError {
    const { offset, length } = node ?? { offset: 0, length: this.#text.length };
    return this.#fault(offset, refusal(name, allowed, this.#text.slice(offset, offset + length)));
  }

  /** What `work` returns; what it throws, with path and line. */
  #at<Result>(node: Node, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw this.#fault(node.offset, messageOf(error));
    }
  }

  #fault(offset: number, message: string): SyntaxError {
    const line = this.#text.slice(0, offset).split("\n").length;
    return new SyntaxError(`${this.#path}:${line}: ${message}`);
  }
}

const TYPE_NAMES: Readonly<Record<JsonType, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  array: "an array of strings",
};
