import type { RuleDocument, RulesDocument } from "../../monitor/mod.ts";
import { CHANNELS } from "../../telemetry/mod.ts";

/** Channels that {@linkcode manyRules} watch. */
export const WATCHED_CHANNELS = CHANNELS.slice(0, 100);

/** So many rules on a hundred channels, of every kind there is, in turns. */
export function manyRules(count: number): RulesDocument {
  const rules = Array.from({ length: count }, (_, index): RuleDocument => {
    const { id } = WATCHED_CHANNELS[index % WATCHED_CHANNELS.length];
    const other = WATCHED_CHANNELS[(7 * index + 1) % WATCHED_CHANNELS.length].id;
    const alert = `rule${index}`;
    switch (index % 5) {
      case 0:
        return { alert, signal: id, limits: { hi: 2 }, deadband: 0.1, for: "2s" };
      case 1:
        return { alert, signal: id, limits: { lo: -2 }, keep_firing_for: "5s" };
      case 2:
        return { alert, signal: id, limits: { rate: 1e3 }, over: "5s" };
      case 3:
        return { alert, expr: `${id} > 2 and (abs(${other}) > 3 or change(${id}, 10s) > 4)` };
      default:
        return { alert, expr: `${id} / ${other} > 1e9`, suppress_when: `${other} < -5` };
    }
  });
  return { defaults: false, groups: [{ name: "many", rules }] };
}

/** Values that no rule minds, different at each evaluation. */
export function quietValues(evaluation: number, out: Float64Array): void {
  for (let index = 0; index < out.length; index++) {
    // Between 0.5 and 1.5, without a function that allocates.
    out[index] = 0.5 + ((evaluation * 31 + index * 17) % 100) / 100;
  }
}
