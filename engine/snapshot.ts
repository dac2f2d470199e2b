import { murmur } from "./hash.ts";
import { impairmentLines } from "./impairments.ts";
import type { PlantModel } from "./model.ts";
import { PlantState, STATE_ARRAYS, STATE_SCALARS } from "./state.ts";

// Layout, little endian: "kppS", version, plant, floaters, rows of history (all u32), then the
// scalars, the arrays, the laps and the history (f64), then the checksum of all before it (u32).

const MAGIC = 0x5370706b;
/** Version of the layout and of the equations: a snapshot of another one is refused. */
const VERSION = 3;
const HEADER_BYTES = 20;
const SEED = 0x6b707053;

/** 32-bit identity of a plant: its parameters by name and value, and what is broken. */
export function plantIdentity(model: PlantModel): number {
  const rows = Object.entries(model.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([name, value]) => `${name}=${value}\n`);
  const text = [...lines, ...impairmentLines(model.impairments)].join("");
  return murmur(new TextEncoder().encode(text), SEED);
}

/**
 * All that decides how a plant goes on, as bytes: what is restored from them continues bit for
 * bit. A few kB.
 */
export function takeSnapshot(model: PlantModel, state: PlantState): Uint8Array {
  const history = state.history.rowsSince(model.pitch);
  const values = [
    ...STATE_SCALARS.map((name) => Number(state[name])),
    ...STATE_ARRAYS.flatMap((name) => [...state[name]]),
    ...state.laps.toNumbers(),
    ...history,
  ];
  const bytes = new Uint8Array(HEADER_BYTES + 8 * values.length + 4);
  const view = new DataView(bytes.buffer);
  const header = [MAGIC, VERSION, plantIdentity(model), model.count, history.length];
  header.forEach((value, i) => view.setUint32(4 * i, value, true));
  values.forEach((value, i) => view.setFloat64(HEADER_BYTES + 8 * i, value, true));
  view.setUint32(bytes.length - 4, murmur(bytes.subarray(0, bytes.length - 4), SEED), true);
  return bytes;
}

/**
 * The state that a snapshot of this plant holds.
 *
 * @throws {SyntaxError} when the bytes are no whole snapshot
 * @throws {RangeError} when it is of another version or of another plant
 */
export function readSnapshot(model: PlantModel, bytes: Uint8Array): PlantState {
  const view = checked(bytes);
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw refused("its version", VERSION, version);
  const plant = view.getUint32(8, true);
  const identity = plantIdentity(model);
  if (plant !== identity) {
    throw refused("its plant", `the one that runs, ${hex(identity)}`, hex(plant));
  }
  const state = new PlantState(model.count);
  let at = HEADER_BYTES;
  const next = () => {
    const value = view.getFloat64(at, true);
    at += 8;
    return value;
  };
  const scalars = state as unknown as Record<string, number | boolean>;
  for (const name of STATE_SCALARS) {
    const value = next();
    scalars[name] = typeof state[name] === "boolean" ? value !== 0 : value;
  }
  for (const name of STATE_ARRAYS) {
    const array = state[name];
    for (let i = 0; i < array.length; i++) array[i] = next();
  }
  state.laps.fromNumbers(next);
  state.history.restore(Float64Array.from({ length: view.getUint32(16, true) }, next));
  return state;
}

/** The bytes as a view, once they are known to be a whole snapshot. */
function checked(bytes: Uint8Array): DataView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES + 4 || view.getUint32(0, true) !== MAGIC) {
    throw new SyntaxError(
      `Cannot restore as the bytes must be a snapshot of kpp: they are ${bytes.length} others`,
    );
  }
  const sum = view.getUint32(bytes.length - 4, true);
  const found = murmur(bytes.subarray(0, bytes.length - 4), SEED);
  if (sum !== found) {
    throw new SyntaxError(
      `Cannot restore as the checksum must be ${hex(sum)}: the ${bytes.length} bytes are ` +
        `truncated or corrupt, theirs is ${hex(found)}`,
    );
  }
  return view;
}

function refused(what: string, allowed: string | number, value: string | number): RangeError {
  return new RangeError(
    `Cannot restore the snapshot as ${what} must be ${allowed}: current value is ${value}`,
  );
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
