import assert from "node:assert/strict";
import {
  ACCOUNT,
  type AccountName,
  ACCOUNTS,
  Observation,
  type ResidualName,
  RESIDUALS,
} from "../../engine/mod.ts";
import type { Machine } from "../../engine/machine.ts";
import { createModel } from "../../engine/model.ts";
import { observe } from "../../engine/observe.ts";
import { createMachine } from "../../engine/start.ts";
import { copyState, Y } from "../../engine/state.ts";
import { readSnapshot } from "../../engine/snapshot.ts";
import { build, near, parametersOf, residual, run } from "./rig.ts";

// What is put into the books on purpose must show in them. Signs: PHYSICS.md section 7.

/** Residuals that an account leaves open when it is too large, and by how much of it. */
const SHOWS: Readonly<Record<AccountName, Partial<Record<ResidualName, number>>>> = {
  compressorElectric: { plantResidual: -1 },
  auxiliary: {},
  h1Supply: { plantResidual: -1 },
  heater: {},
  generatorElectric: { shaftResidual: 1, plantResidual: 1 },
  intakeEnthalpy: { airResidual: -1, plantResidual: -1 },
  receiverHeat: { airResidual: -1, plantResidual: -1 },
  waterHeat: { airResidual: -1, plantResidual: -1 },
  airLift: { airResidual: -1, plantResidual: -1 },
  ventEnthalpy: { airResidual: 1, plantResidual: 1 },
  chainWork: { airResidual: 1, chainResidual: -1 },
  motorHeat: { plantResidual: 1 },
  compressorHeat: { plantResidual: 1 },
  drag: { chainResidual: 1, plantResidual: 1 },
  friction: { chainResidual: 1, plantResidual: 1 },
  brake: { chainResidual: 1, plantResidual: 1 },
  accretion: { chainResidual: 1, plantResidual: 1 },
  expelled: { chainResidual: 1, plantResidual: 1 },
  windage: { shaftResidual: 1, plantResidual: 1 },
  gear: { shaftResidual: 1, plantResidual: 1 },
  generatorLoss: { shaftResidual: 1, plantResidual: 1 },
  clutch: { chainResidual: 1, plantResidual: 1 },
  h1Loss: { plantResidual: 1 },
  shaftWork: { chainResidual: 1, shaftResidual: -1 },
  densityWork: { chainResidual: -1 },
  externalWork: { chainResidual: -1, plantResidual: -1 },
  airCompressed: { massResidual: -1 },
  airInjected: {},
  airVented: { massResidual: 1 },
};

const SNAPSHOT = (() => {
  const plant = build();
  run(plant, 20);
  return plant.snapshot();
})();

/** kpp-01 after 20 s, with something in its state changed. */
function spoil(change: (machine: Machine) => void): Observation {
  const model = createModel(parametersOf());
  const machine = createMachine(model);
  copyState(readSnapshot(model, SNAPSHOT), machine.state);
  change(machine);
  machine.refresh();
  const out = new Observation();
  observe(machine, out);
  return out;
}

for (const { name } of ACCOUNTS) {
  Deno.test(`spoilt ledger: 4096 too much in ${name} shows where section 7 has it`, () => {
    const sound = spoil(() => {});
    const seen = spoil(({ state }) => state.accounts[ACCOUNT[name]] += 4096);
    for (const row of RESIDUALS) {
      const share = SHOWS[name][row.name] ?? 0;
      near(residual(seen, row.name) - residual(sound, row.name), share * 4096, {
        what: row.name,
        absolute: 1e-9,
      });
    }
  });
}

Deno.test("spoilt ledger: air from nowhere is in the mass residual", () => {
  const seen = spoil(({ state }) => state.y[Y.receiver] += 0.25);
  near(residual(seen, "massResidual"), 0.25, { what: "receiver", absolute: 1e-12 });
  const floater = spoil(({ state }) => state.mass[0] += 0.125);
  near(residual(floater, "massResidual"), 0.125, { what: "floater", absolute: 1e-12 });
});

Deno.test("spoilt ledger: the largest residual is the relative one, whichever it is", () => {
  for (
    const [name, turned] of [["chainWork", 4096], ["shaftWork", 4096], ["h1Loss", 4096]] as const
  ) {
    const seen = spoil(({ state }) => state.accounts[ACCOUNT[name]] -= turned);
    near(seen.relativeResidual * seen.energyTurnedOver, 4096, { what: name, relative: 1e-9 });
  }
});

Deno.test("spoilt ledger: destroyed exergy that decreases is an energy violation", () => {
  const sound = spoil(() => {});
  assert.equal(sound.energyViolation, false);
  // What is destroyed since the last pitch hides as much; the limit is beyond that.
  const at = (given: number) =>
    spoil(({ state }) => state.accounts[ACCOUNT.generatorElectric] += given);
  const recent = sound.exergyDestroyed;
  assert.equal(at(1.1 * recent).energyViolation, true);
  assert.equal(at(0.001).energyViolation, false);
  near(at(1000).exergyDestroyed, recent - 1000, { what: "destroyed", absolute: 1e-6 });
});
