import assert from "node:assert/strict";
import type { Machine } from "../../engine/machine.ts";
import { createModel, PLACE_BAND } from "../../engine/model.ts";
import { chooseRegimes, createMachine, isInWindow } from "../../engine/start.ts";
import { FLOW, GENERATOR, Y } from "../../engine/state.ts";
import { near, type Overrides, parametersOf } from "./rig.ts";

// The machine at t = 0, before anything settles: PHYSICS.md section 1.

const machineOf = (overrides: Overrides = {}) =>
  createMachine(createModel(parametersOf(overrides)));

const HEIGHT = 8.135;
const ARC = Math.PI * 0.8649;

Deno.test("start: the compressor is on up to cut-in, to the last bit, and off above", () => {
  const isOn = (initial: number) =>
    machineOf({ "receiver.initialPressure": initial }).state.compressorOn;
  assert.deepEqual([3e5, 7e5, 7e5 + 1, 8e5, 9e5].map(isOn), [true, true, false, false, false]);
  for (let cutIn = 2e5; cutIn < 3e5; cutIn += 12_345.678) {
    const { state } = machineOf({ "receiver.cutIn": cutIn, "receiver.initialPressure": cutIn });
    assert.equal(state.compressorOn, true, `${cutIn} Pa`);
  }
});

/** Regimes that are chosen for a receiver at `pressure`, Pa, which has no rounding then. */
function chosen(pressure: number, change: (machine: Machine) => void = () => {}) {
  const machine = machineOf();
  const exact = { ...machine.model, pressurePerMass: 1 };
  const at = Object.assign(machine, { model: exact });
  at.state.y[Y.receiver] = pressure;
  change(at);
  chooseRegimes(at);
  return at.state;
}

Deno.test("start: a compressor between cut-in and cut-out stays as it is", () => {
  for (const was of [true, false]) {
    const isOn = (pressure: number) =>
      chosen(pressure, ({ state }) => state.compressorOn = was).compressorOn;
    assert.deepEqual([7e5, 7e5 + 1, 8e5 - 1, 8e5].map(isOn), [true, was, was, false]);
  }
});

Deno.test("start: the header is regulated from its setpoint up", () => {
  const isRegulated = (pressure: number) => chosen(pressure).regulated;
  assert.deepEqual([2.3e5 - 1, 2.3e5, 2.3e5 + 1].map(isRegulated), [false, true, true]);
});

Deno.test("start: a receiver above ambient pressure takes work", () => {
  const isLoaded = (pressure: number) => chosen(pressure).loaded;
  assert.deepEqual([101324, 101325, 101326].map(isLoaded), [false, false, true]);
});

Deno.test("start: the generator is idle up to cut-in, then linear up to its limit", () => {
  const regime = (speed: number) =>
    chosen(8e5, ({ model, state }) => {
      Object.assign(model, { gearRatio: 100, cutInSpeed: 30, gain: 2, torqueLimit: 300 });
      state.y[Y.shaft] = speed;
    }).generator;
  // 2 (100 w - 30) = 300 at w = 1.8.
  const { idle, linear, limited } = GENERATOR;
  const expected = [idle, idle, linear, linear, linear, limited];
  assert.deepEqual([0, 0.3, 0.31, 1.79, 1.8, 1.81].map(regime), expected);
});

Deno.test("start: heat and nanobubbles begin without a claim on the regime", () => {
  const state = chosen(8e5, ({ state }) => {
    state.heating = true;
    state.h1Paced = true;
  });
  assert.deepEqual([state.heating, state.h1Paced], [false, false]);
});

Deno.test("start: open valves get the regime of their own pressure, shut ones none", () => {
  const machine = machineOf({ "injector.criticalRatio": 0.7, "injector.laminarRatio": 0.8 });
  const { state, model } = machine;
  assert.ok(state.valve[0] === 1 && state.valve[1] === 1);
  const regime = (slot: number) => {
    const r = (101325 + 1000 * 9.80665 * (9 - slot * model.pitch)) / 2.3e5;
    return r <= 0.7 ? FLOW.choked : r <= 0.8 ? FLOW.subsonic : FLOW.laminar;
  };
  const shut = state.airEnd - 1;
  state.valve[shut - 1] = 1;
  state.flow.fill(9);
  chooseRegimes(machine);
  for (const slot of [0, 1, 2]) assert.equal(state.flow[slot], regime(slot), `slot ${slot}`);
  assert.equal(state.flow[shut], 9);
  assert.notEqual(state.flow[shut - 1], 9, "the last of those with air, too");
});

Deno.test("start: valves are open in the window and nowhere else", () => {
  for (const position of [0, 0.3, 1.9, 7.77]) {
    const window = { "injector.windowStart": 0.5, "injector.windowEnd": 3 };
    const { state, model } = machineOf({ ...window, "initial.position": position });
    for (let slot = 0; slot < model.count; slot++) {
      const sigma = slot * model.pitch + position % model.pitch;
      assert.equal(state.valve[slot], sigma >= 0.5 && sigma < 3 ? 1 : 0, `slot ${slot}`);
    }
  }
});

Deno.test("start: a floater at the window's begin is in it, one at its end is not", () => {
  const pitch = (2 * HEIGHT + 2 * ARC) / 29;
  const at = (windowStart: number, windowEnd: number) => {
    const machine = machineOf({
      "injector.windowStart": windowStart,
      "injector.windowEnd": windowEnd,
    });
    return [0, 1, 2, 3, 4].map((slot) => isInWindow(machine, slot));
  };
  assert.deepEqual(at(pitch, 3 * pitch), [false, true, true, false, false]);
  // Within rounding of a place a floater counts as there, and no further.
  const band = PLACE_BAND * pitch;
  const within = at(pitch + 0.9 * band, 3 * pitch + 0.9 * band);
  assert.deepEqual(within, [false, true, true, false, false]);
  const beyond = at(pitch + 2 * band, 3 * pitch + 2 * band);
  assert.deepEqual(beyond, [false, false, true, true, false]);
});

Deno.test("start: floaters are counted on every part of the path", () => {
  for (const position of [0, 0.2, 0.5, 0.74, 3.21]) {
    for (const count of [1, 2, 29]) {
      const { state, model } = machineOf({
        "chain.floaterCount": count,
        "initial.position": position,
      });
      const before = (end: number) =>
        Array.from({ length: count }, (_, slot) => slot * model.pitch + position % model.pitch)
          .filter((sigma) => sigma < end).length;
      assert.equal(state.ascendingEnd, before(HEIGHT));
      assert.equal(state.topEnd, before(HEIGHT + ARC));
      assert.equal(state.airEnd, before(HEIGHT + ARC + 0.5));
      assert.equal(state.descendingEnd, before(2 * HEIGHT + ARC));
      near(state.pitches * model.pitch + state.y[Y.offset], position, {
        what: "position",
        absolute: 1e-12,
      });
      const passed = model.places.filter(({ offset }) => offset <= state.y[Y.offset]);
      assert.equal(state.placesPassed, passed.length);
    }
  }
});

Deno.test("start: only sealed floaters begin with air", () => {
  const mass = 0.05;
  const open = machineOf({ "floater.sealedMass": mass });
  assert.deepEqual([Math.max(...open.state.mass), Math.max(...open.state.enthalpy)], [0, 0]);
  const sealed = machineOf({ "floater.sealed": true, "floater.sealedMass": mass });
  assert.equal(sealed.state.airEnd, 29);
  assert.ok(sealed.state.valve.every((valve) => valve === 0));
  for (const enthalpy of sealed.state.enthalpy) {
    near(enthalpy, mass * 3.5 * 287.05 * 293.15, { what: "enthalpy", relative: 1e-14 });
  }
});

Deno.test("start: chain and shaft, locked when the chain is as fast as the shaft", () => {
  const clutch = { "drivetrain.clutch": "overrunning" } as const;
  const at = (speed: number, shaft: number, overrides: Overrides = clutch) => {
    const start = { "initial.speed": speed, "initial.shaftSpeed": shaft };
    const { state } = machineOf({ ...overrides, ...start, "chain.sprocketRadius": 0.5 });
    return [state.stuck, state.hasMoved, state.locked, state.y[Y.shaft]];
  };
  assert.deepEqual(at(0, 0), [true, false, true, 0]);
  assert.deepEqual(at(1, 2), [false, true, true, 2]);
  assert.deepEqual(at(1, 2.1), [false, true, false, 2.1]);
  assert.deepEqual(at(0, 0.1), [true, false, false, 0.1]);
  assert.deepEqual(at(1, 3, {}), [false, true, true, 2]);
});
