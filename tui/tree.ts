import { PARAMETERS } from "../telemetry/mod.ts";
import type { Model } from "./model.ts";

/** A line of the tree: a group, with how many it hides, or a parameter by its position. */
export type TreeLine =
  | { readonly group: string; readonly count: number; readonly isFolded: boolean }
  | { readonly position: number };

/** What of a model the tree is made from. */
type TreeState = Pick<Model, "search" | "folded">;

/** Whether only the name of a group is shown; while something is searched none is. */
export function isFolded({ search, folded }: TreeState, group: string): boolean {
  return search === "" && folded.includes(group);
}

const ALL: readonly number[] = PARAMETERS.map((_, position) => position);

/** Positions in `PARAMETERS` of those that have every word that is searched for. */
export function foundParameters({ search }: TreeState): readonly number[] {
  if (search === "") return ALL;
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return PARAMETERS.flatMap(({ name, label, description }, position) => {
    const text = `${name} ${label} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word)) ? [position] : [];
  });
}

/** Those that can be selected: of a folded group the first stands for all. */
export function selectableParameters(state: TreeState): readonly number[] {
  return foundParameters(state).filter((position) => {
    const { group } = PARAMETERS[position];
    return !isFolded(state, group) || PARAMETERS[position - 1]?.group !== group;
  });
}

/** The lines of the tree, from the top. */
export function treeLines(state: TreeState): readonly TreeLine[] {
  const found = foundParameters(state);
  return found.flatMap((position, index): TreeLine[] => {
    const { group } = PARAMETERS[position];
    const isFirst = index === 0 || PARAMETERS[found[index - 1]].group !== group;
    const folded = isFolded(state, group);
    const line: TreeLine[] = folded ? [] : [{ position }];
    if (!isFirst) return line;
    const count = folded ? found.filter((each) => PARAMETERS[each].group === group).length : 0;
    return [{ group, count, isFolded: folded }, ...line];
  });
}
