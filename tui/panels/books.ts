import {
  type AccountName,
  type ChannelId,
  channelIndex,
  type Frame,
  type StoredName,
} from "../../telemetry/mod.ts";
import type { StillModel } from "../still_model.ts";

/** What has flowed between two instants of a run. */
export interface Books {
  /** Time between them, s. */
  readonly duration: number;
  /** Energy turned over by its end, J. */
  readonly turnedOver: number;
  /** What an account took, or by how much what is stored grew, J. */
  readonly joules: (name: AccountName | StoredName) => number;
}

/** Books since the start of the run. */
export function sinceStart(frame: Frame): Books {
  return {
    duration: frame.simulationTime,
    turnedOver: turnedOver(frame),
    joules: (name) => value(frame, name),
  };
}

/** Books over the last lap; `undefined` before its end. */
export function lastLap({ laps: { last, before } }: StillModel): Books | undefined {
  if (last === undefined || before === undefined) return undefined;
  return {
    duration: last.simulationTime - before.simulationTime,
    turnedOver: turnedOver(last),
    joules: (name) => value(last, name) - value(before, name),
  };
}

function turnedOver({ values }: Frame): number {
  return values[channelIndex("ledger.turnedOver")];
}

function value(frame: Frame, name: AccountName | StoredName): number {
  return frame.values[channelIndex(`ledger.${name}` as ChannelId)];
}

/**
 * Numbers rounded to multiples of `unit` so that they add up to their rounded sum: each is what the
 * rounded running sum grows by, so none is off by a whole unit.
 */
export function addingUp(numbers: readonly number[], unit: number): readonly number[] {
  let sum = 0;
  return numbers.map((number) => {
    const before = Math.round(sum / unit);
    sum += number;
    return (Math.round(sum / unit) - before) * unit;
  });
}
