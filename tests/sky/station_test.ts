import assert from "node:assert/strict";
import fc from "fast-check";
import {
  earthFixed,
  findPasses,
  lookAt,
  type Place,
  placeOf,
  positionOf,
  Propagator,
  siderealTime,
  sight,
  Station,
} from "../../sky/mod.ts";
import { ISS, SATELLITES, VERIFICATIONS } from "../truth/sky/fixtures.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 100, endOnFailure: true });

const places = fc.record({
  latitudeDeg: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
  longitudeDeg: fc.double({ min: -179.9, max: 179.9, noNaN: true }),
  height: fc.double({ min: -400, max: 9000, noNaN: true }),
});

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);
}

Deno.test("earth: sidereal time is that of the published example; a day is 236 s short", () => {
  // Vallado, example 3-5: 1992-08-20 12:14 UT1, from a Julian date, which is good to 40 us.
  near(siderealTime(Date.UTC(1992, 7, 20, 12, 14) / 1e3) * 180 / Math.PI, 152.578787886, 1e-7);
  const before = siderealTime(Date.UTC(1970, 0, 1) / 1e3);
  const after = siderealTime(Date.UTC(1970, 0, 2) / 1e3);
  near(((after - before) / (2 * Math.PI) * 86400 + 86400) % 86400, 236.555, 1e-3);
});

Deno.test("earth: a place and its position are the same", () => {
  fc.assert(fc.property(places, (place) => {
    const back = placeOf(positionOf(place));
    near(back.latitudeDeg, place.latitudeDeg, 1e-9);
    near(back.longitudeDeg, place.longitudeDeg, 1e-9);
    near(back.height, place.height, 1e-4);
  }));
});

Deno.test("earth: the velocity on the turning Earth is how its position changes", () => {
  for (const set of SATELLITES) {
    const satellite = new Propagator(set);
    const at = (time: number) => earthFixed(satellite.motionAt(time), time);
    const [time, step] = [set.epoch + 3600, 0.5];
    const [before, now, after] = [at(time - step), at(time), at(time + step)];
    for (const axis of ["x", "y", "z"] as const) {
      const slope = (after.position[axis] - before.position[axis]) / (2 * step);
      // SGP4's velocity leaves out the drift of the elements: up to some metres per second.
      near(now.velocity[axis], slope, 5);
    }
  }
});

Deno.test("station: what stands in each direction is seen there", () => {
  const place: Place = { latitudeDeg: 0, longitudeDeg: 0, height: 0 };
  const station = new Station(place);
  const { x } = positionOf(place);
  const still = { x: 0, y: 0, z: 0 };
  const look = (position: { x: number; y: number; z: number }) =>
    station.look({ position, velocity: still });
  near(look({ x: x + 5e5, y: 0, z: 0 }).elevationDeg, 90, 1e-9);
  near(look({ x, y: 0, z: 1e5 }).azimuthDeg, 0, 1e-9);
  near(look({ x, y: 1e5, z: 0 }).azimuthDeg, 90, 1e-9);
  near(look({ x, y: 0, z: -1e5 }).azimuthDeg, 180, 1e-9);
  near(look({ x, y: -1e5, z: 0 }).azimuthDeg, 270, 1e-9);
  near(look({ x: x - 1e5, y: 1e5, z: 0 }).elevationDeg, -45, 1e-9);
  near(look({ x, y: 3e5, z: 4e5 }).range, 5e5, 1e-6);
});

Deno.test("station: the rate of the range is how it changes", () => {
  const from = ISS[0].epoch;
  const satellite = new Propagator(ISS[0]);
  fc.assert(fc.property(places, fc.double({ min: 0, max: 1e5, noNaN: true }), (place, after) => {
    const station = new Station(place);
    const step = 0.5;
    const [before, now, next] = [-step, 0, step].map((each) =>
      lookAt(satellite, station, from + after + each)
    );
    near(now.rangeRate, (next.range - before.range) / (2 * step), 5);
  }));
});

Deno.test("sighting: the place below lies below", () => {
  const set = ISS[0];
  const station = new Station({ latitudeDeg: 0, longitudeDeg: 0, height: 0 });
  const { place } = sight(new Propagator(set), station, set.epoch + 1000);
  const above = new Station({ ...place, height: 0 });
  const { look } = sight(new Propagator(set), above, set.epoch + 1000);
  near(look.elevationDeg, 90, 1e-6);
  near(look.range, place.height, 0.01);
});

Deno.test("passes: those of windows that touch are those of the whole", () => {
  const set = SATELLITES[0];
  const satellite = new Propagator(set);
  const [from, to] = [set.epoch, set.epoch + 86400];
  fc.assert(
    fc.property(
      places,
      fc.double({ min: 60, max: 86000, noNaN: true }),
      fc.integer({ min: 0, max: 60 }),
      (place, cut, maskDeg) => {
        const station = new Station(place);
        const find = (one: number, other: number) =>
          findPasses(satellite, station, { from: one, to: other, maskDeg });
        const whole = find(from, to);
        const [first, second] = [find(from, from + cut), find(from + cut, to)];
        const length = (passes: typeof whole) =>
          passes.reduce((sum, { aos, los }) => sum + los.time - aos.time, 0);
        near(length(first) + length(second), length(whole), 0.01);
        const isCut = first.at(-1)?.isClipped.end ?? false;
        assert.equal(isCut, second[0]?.isClipped.start ?? false);
        assert.equal(first.length + second.length - Number(isCut), whole.length);
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("passes: as a slow, obvious search finds them", () => {
  // Low and eccentric, high and eccentric, geosynchronous.
  for (const number of [6251, 8195, 14128]) {
    const { set } = VERIFICATIONS.find((each) => each.set.catalogueNumber === number)!;
    const satellite = new Propagator(set);
    const window = { from: set.epoch, to: set.epoch + 86400, maskDeg: 10 };
    for (const latitudeDeg of [-60, 0, 45, 80]) {
      const station = new Station({ latitudeDeg, longitudeDeg: 30, height: 0 });
      const found = findPasses(satellite, station, window);
      let isUp = false;
      let count = 0;
      for (let time = window.from; time <= window.to; time += 5) {
        const { elevationDeg } = lookAt(satellite, station, time);
        if (elevationDeg >= 10 !== isUp) {
          isUp = !isUp;
          if (isUp) count++;
        }
        const pass = found.find(({ aos, los }) => aos.time <= time && los.time >= time);
        assert.equal(pass !== undefined, isUp, `${number} from ${latitudeDeg} at ${time}`);
        if (pass) assert.ok(pass.tca.look.elevationDeg >= elevationDeg - 1e-9);
      }
      assert.equal(found.length, count);
    }
  }
});

Deno.test("passes: two that turn within ten minutes are both found", () => {
  // Near its perigee: up to -25.11 degrees, down to -25.20, up to -25.16, within ten minutes.
  const { set } = VERIFICATIONS.find((each) => each.set.catalogueNumber === 28623)!;
  const station = new Station({ latitudeDeg: -40, longitudeDeg: -180, height: 0 });
  const from = set.epoch + 54000;
  const window = { from, to: from + 2400, maskDeg: -25.18 };
  const passes = findPasses(new Propagator(set), station, window);
  assert.deepEqual(passes.map(({ tca }) => tca.look.elevationDeg.toFixed(2)), ["-25.11", "-25.16"]);
  assert.ok(passes[1].aos.time - passes[0].los.time > 200);
});

Deno.test("propagation: what is no position is none, whatever SGP4 says", () => {
  const satellite = new Propagator(ISS[0]);
  for (const time of [NaN, Infinity]) {
    assert.throws(() => satellite.motionAt(time), /^PropagationFault: Cannot propagate 25544 to /);
  }
  // Weeks after it has decayed SGP4 says nothing of it, and gives positions again.
  const { set } = VERIFICATIONS.find((each) => each.set.catalogueNumber === 29141)!;
  const decayed = new Propagator(set);
  for (let minutes = 440; minutes < 10_000; minutes += 60) {
    const time = set.epoch + minutes * 60;
    assert.throws(() => decayed.motionAt(time), { name: "PropagationFault" });
  }
});

Deno.test("passes: a satellite that never sets has one pass, cut at both ends", () => {
  const { set } = VERIFICATIONS.find((each) => each.set.catalogueNumber === 14128)!;
  const satellite = new Propagator(set);
  const { place } = sight(
    satellite,
    new Station({ latitudeDeg: 0, longitudeDeg: 0, height: 0 }),
    set.epoch,
  );
  const station = new Station({ ...place, height: 0 });
  const window = { from: set.epoch, to: set.epoch + 3600, maskDeg: 5 };
  const [pass, ...others] = findPasses(satellite, station, window);
  assert.equal(others.length, 0);
  assert.deepEqual(pass.isClipped, { start: true, end: true });
  assert.deepEqual([pass.aos.time, pass.los.time], [window.from, window.to]);
});
