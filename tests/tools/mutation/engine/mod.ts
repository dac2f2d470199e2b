// What an engine looks like once its changes are compiled in, each behind its switch.

const { isChanged } = globalThis as unknown as { isChanged(change: number): boolean };

/** 0: another number in a table. */
const FACTORS = [isChanged(0) ? 3 : 2];

let calls = 0;

/** 1: the wrong sign; 2: a loop without end; 3: what nobody asks for. */
export function twiceTheSum(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; isChanged(2) ? i-- : i++) {
    sum += isChanged(1) ? -values[i] : values[i];
  }
  if (isChanged(3)) calls += 0;
  return FACTORS[0] * sum;
}

/** 4: what goes on to be wrong once it was; 5: what ends the process. */
export function count(): number {
  if (isChanged(4)) calls = -100;
  if (isChanged(5)) Deno.exit(0);
  calls += 1;
  return calls;
}

/** 6: where no test comes by. */
export function never(): boolean {
  return isChanged(6);
}
