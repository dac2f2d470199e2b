import { equal } from "node:assert/strict";
import {
  clockTime,
  energyNumber,
  energyUnit,
  fixed,
  magnitude,
  percent,
  quantity,
  speedText,
  withUnit,
} from "../../tui/format.ts";

Deno.test("numerals have the units of a screen, and one each", () => {
  const said = (value: number, unit: string, decimals = 1) =>
    withUnit(quantity(value, unit, decimals));
  equal(said(2586.13, "W"), "2.586 kW");
  equal(said(-12260.4, "W"), "-12.260 kW");
  equal(said(530e3, "W"), "530.00 kW");
  equal(said(0.4, "W"), "0.000 kW");
  equal(said(7.07e5, "Pa"), "7.070 bar");
  equal(said(10795.5, "N m"), "10796 N m");
  equal(said(0.24951, "m/s", 4), "0.2495 m/s");
  equal(said(123456.7, "J", 1), "123457 J");
  equal(said(3, "", 0), "3");
});

Deno.test("no data is never a number", () => {
  equal(withUnit(quantity(NaN, "W", 1)), "no data");
  equal(percent(NaN), "no data");
  equal(clockTime(NaN), "no data");
  equal(energyNumber(NaN, 1e6), "no data");
  equal(magnitude(NaN), "no data");
  equal(fixed(NaN, 2), "no data");
});

Deno.test("no negative zero", () => {
  equal(fixed(-0.0004, 3), "0.000");
  equal(fixed(-0, 0), "0");
  equal(fixed(-0.0006, 3), "-0.001");
});

Deno.test("a table of energies shares the unit of the largest", () => {
  equal(energyUnit(1), "kJ");
  equal(energyUnit(9.9e6), "kJ");
  equal(energyUnit(1.01e7), "MJ");
  equal(energyUnit(1e10), "GJ");
  equal(energyUnit(1e18), "TJ");
  equal(energyNumber(12345, 1e6), "12.3");
  equal(energyNumber(12345, 1e8), "0.012");
});

Deno.test("percent, magnitude, speed", () => {
  equal(percent(0.1742), "17.4 %");
  equal(percent(1.2), "120.0 %");
  equal(magnitude(0), "0");
  equal(magnitude(3.24e-15), "3.2e-15");
  equal(speedText(0.1), "0.1");
  equal(speedText(Infinity), "max");
});

Deno.test("simulated time as a clock shows it", () => {
  equal(clockTime(0), "0:00:00.0");
  equal(clockTime(59.99), "0:00:59.9");
  equal(clockTime(60), "0:01:00.0");
  equal(clockTime(3661.5), "1:01:01.5");
  equal(clockTime(21 + 1 / 240, 4), "0:00:21.0041");
  equal(clockTime(59.99, 0), "0:00:59");
  // Sixty steps of 1/240 s do not quite add up to a quarter.
  equal(clockTime(0.3 - 1e-12), "0:00:00.3");
});
