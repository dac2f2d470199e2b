import assert from "node:assert/strict";
import { didYouMean } from "../../telemetry/mod.ts";

const WORDS = ["run", "list", "kpp-01", "kpp-01-matched", "injector.freeAirVolume", "--fps"];

const CASES: readonly [string, string][] = [
  ["rnu", '; did you mean "run"?'],
  ["lst", '; did you mean "list"?'],
  ["kpp-1", '; did you mean "kpp-01"?'],
  ["kpp01matched", '; did you mean "kpp-01-matched"?'],
  ["freeairvolume", '; did you mean "injector.freeAirVolume"?'],
  ["Injector.FreeAirVolum", '; did you mean "injector.freeAirVolume"?'],
  ["--fpz", '; did you mean "--fps"?'],
  ["-fps", '; did you mean "--fps"?'],
  ["--dt", ""],
  ["zzz", ""],
  ["", ""],
];

for (const [word, hint] of CASES) {
  Deno.test(`didYouMean: "${word}"${hint || " is like nothing"}`, () => {
    assert.equal(didYouMean(word, WORDS), hint);
  });
}

Deno.test("didYouMean: nothing is offered where there is nothing", () => {
  assert.equal(didYouMean("run", []), "");
});
