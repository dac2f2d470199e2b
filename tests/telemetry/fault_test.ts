import assert from "node:assert/strict";
import fc from "fast-check";
import {
  channelIndex,
  CHANNELS,
  type Fault,
  FAULT_KIND_NAMES,
  FAULT_PARTS,
  faultRow,
  faultTargets,
  formatFault,
  isSelected,
  MAX_FLOATERS,
  parseFault,
  parseFaultSelection,
} from "../../telemetry/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 300, endOnFailure: true });

/** What is written, and what it means. */
const READ: readonly [string, Fault][] = [
  ["stuck:chain.speed", fault("stuck", "chain.speed")],
  ["bias=-0.5:chain.speed:60s:30s", {
    ...fault("bias", "chain.speed"),
    magnitude: -0.5,
    at: 60,
    for: 30,
  }],
  ["compressor-trip::1.5m:inf:0.25", {
    ...fault("compressor-trip", "compressor"),
    at: 90,
    probability: 0.25,
  }],
  ["load-rejection", fault("load-rejection", "generator")],
  ["valve-shut:007:500ms::1", { ...fault("valve-shut", "7"), at: 0.5 }],
  ["floater-leak:all:0", { ...fault("floater-leak", "all"), magnitude: 0.1 }],
  ["disk-full::1h:0.5", { ...fault("disk-full", "journal"), at: 3600, for: 0.5 }],
  ["throw::3::0.5", { ...fault("throw", "plant"), at: 3, for: 0, probability: 0.5 }],
  [" drop = 1 : power.net : 3 s : 4 ", {
    ...fault("drop", "power.net"),
    magnitude: 1,
    at: 3,
    for: 4,
  }],
];

function fault(kind: Fault["kind"], target: string): Fault {
  return { kind, target, at: 0, for: Infinity, probability: 1 };
}

for (const [text, meant] of READ) {
  Deno.test(`fault: reads "${text}"`, () => assert.deepEqual(parseFault(text), meant));
}

const FORM = "kind[=magnitude]:target:at:for:p such as bias=0.5:chain.speed:60s:30s";

/** What is written, and the line that refuses it. */
const REFUSED: readonly [string, string][] = [
  ["", `Cannot use --fault as it must be ${FORM}: current value is nothing`],
  [
    "stuck:chain.speed:1:2:1:again",
    `Cannot use --fault as it must be ${FORM}: current value is stuck:chain.speed:1:2:1:again`,
  ],
  [
    "stuk:chain.speed",
    'Cannot use --fault as no fault is called "stuk"; did you mean "stuck"?',
  ],
  ["flood:all", 'Cannot use --fault as no fault is called "flood"; see kpp list faults'],
  ["toString:x", 'Cannot use --fault as no fault is called "toString"; see kpp list faults'],
  [
    "stuck:chain.sped",
    "Cannot use the target of --fault stuck as it must be a channel: current value is " +
    'chain.sped; did you mean "chain.speed"?',
  ],
  [
    "stuck",
    "Cannot use the target of --fault stuck as it must be a channel: current value is nothing; " +
    "see kpp list channels",
  ],
  [
    "stuck=3:chain.speed",
    "Cannot use the magnitude of --fault stuck as it must be left out: current value is 3",
  ],
  [
    "drop=2:chain.speed",
    "Cannot use the magnitude of --fault drop as it must be a number from 0 to 1: " +
    "current value is 2",
  ],
  [
    "noise=1=2:chain.speed",
    "Cannot use the magnitude of --fault noise as it must be a number from 0 to " +
    "1000000000000000: current value is 1=2",
  ],
  [
    `valve-shut:${MAX_FLOATERS}`,
    "Cannot use the target of --fault valve-shut as it must be the number of a floater from 0, " +
    `or all: current value is ${MAX_FLOATERS}`,
  ],
  [
    "compressor-trip:chain",
    "Cannot use the target of --fault compressor-trip as it must be compressor: current value is " +
    "chain",
  ],
  [
    "stuck:chain.speed:soon",
    "Cannot use the beginning of --fault stuck as it must be a time from 0 to 1000000000 s such " +
    "as 60s or 10m: current value is soon",
  ],
  [
    "stuck:chain.speed:-1",
    "Cannot use the beginning of --fault stuck as it must be a time from 0 to 1000000000 s such " +
    "as 60s or 10m: current value is -1",
  ],
  [
    "stuck:chain.speed:1:forever",
    "Cannot use the duration of --fault stuck as it must be a time from 0 to 1000000000 s such " +
    "as 60s or 10m: current value is forever",
  ],
  [
    "throw:plant:1:2",
    "Cannot use the duration of --fault throw as it must be left out, as it is over at once: " +
    "current value is 2",
  ],
  [
    "stuck:chain.speed:1:2:1.5",
    "Cannot use the probability of --fault stuck as it must be a number from 0 to 1: " +
    "current value is 1.5",
  ],
];

for (const [text, line] of REFUSED) {
  Deno.test(`fault: refuses "${text}"`, () => {
    assert.throws(() => parseFault(text), { message: line });
  });
}

const time = fc.oneof(fc.integer({ min: 0, max: 1e6 }).map((ms) => ms / 1e3), fc.constant(0));
const faults = fc.constantFrom(...FAULT_KIND_NAMES).chain((kind) => {
  const { magnitude, isMomentary, targets } = faultRow(kind);
  const names = targets === "floater" ? ["0", "28"] : [];
  return fc.record({
    kind: fc.constant(kind),
    target: fc.constantFrom(...faultTargets(kind), ...names),
    ...(magnitude && {
      magnitude: fc.double({ min: magnitude.min, max: magnitude.max, noNaN: true })
        .map((value) => value + 0),
    }),
    at: time,
    for: isMomentary ? fc.constant(0) : fc.oneof(time, fc.constant(Infinity)),
    probability: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1)),
  });
});

Deno.test("fault: reading what is written of a fault gives that fault", () => {
  fc.assert(fc.property(faults, (fault) => {
    assert.deepEqual(parseFault(formatFault(fault)), { ...fault });
  }));
});

Deno.test("fault: what a channel usually reads says how wrong it usually is", () => {
  const [low, high] = CHANNELS[channelIndex("receiver.pressure")].range;
  assert.equal(parseFault("bias:receiver.pressure").magnitude, 0.1 * (high - low));
});

Deno.test("fault: a selection takes those of its kind and target", () => {
  const cases: readonly [string, string, boolean][] = [
    ["", "stuck:power.net", true],
    ["stuck", "stuck:power.net", true],
    ["stuck:power.net", "stuck:power.net:5s", true],
    ["stuck:power.net", "stuck:chain.speed", false],
    ["bias", "stuck:power.net", false],
    ["compressor-trip:", "compressor-trip", true],
  ];
  for (const [selection, text, isTaken] of cases) {
    const selected = parseFaultSelection(selection, "clear");
    assert.equal(isSelected(parseFault(text), selected), isTaken, selection);
  }
  assert.throws(() => parseFaultSelection("stuk", ":fault clear"), {
    message: 'Cannot use :fault clear as no fault is called "stuk"; did you mean "stuck"?',
  });
});

Deno.test("faults: every row can be injected, and says what it does in a sentence", () => {
  for (const kind of FAULT_KIND_NAMES) {
    const { part, magnitude, description } = faultRow(kind);
    assert.match(kind, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(FAULT_PARTS.includes(part));
    assert.match(description, /^[A-Z].*[^.]$/);
    if (magnitude === undefined) continue;
    const { usual, min, max } = magnitude;
    assert.ok(min < max && usual >= min && usual <= max && usual !== 0, kind);
  }
});
