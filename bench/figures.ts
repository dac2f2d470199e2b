/** What a benchmark hands over, and the statistics and text that all of them share. */

/** Where a measured figure may lie. */
export interface Budget {
  readonly limit: number;
  readonly side: "at most" | "at least";
}

/** One measured figure: the median of several runs. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** Every run's value, in the order of the runs. */
  readonly runs: readonly number[];
  readonly budget?: Budget;
}

/** The figure that stands for all runs. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that the fraction `q` of all values does not exceed (nearest rank). */
export function quantile(values: ArrayLike<number>, q: number): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** Whether a figure keeps its budget; null where it has none. */
export function isMet({ runs, budget }: Figure): boolean | null {
  if (budget === undefined) return null;
  const value = median(runs);
  return budget.side === "at most" ? value <= budget.limit : value >= budget.limit;
}

/** Numbers below this are shown with an exponent. */
const SMALLEST_PLAIN = 1e-4;

/** A number with three significant digits, thousands apart. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "no data";
  if (value !== 0 && Math.abs(value) < SMALLEST_PLAIN) return value.toExponential(2);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Number(value.toPrecision(3)).toLocaleString("en", {
    maximumFractionDigits: Math.min(digits, 6),
  });
}

/** Rows of a Markdown table: figure, median, spread over the runs, budget, verdict. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, unit, runs, budget } = figure;
    const met = isMet(figure);
    return [
      what,
      `${formatNumber(median(runs))} ${unit}`,
      runs.length < 2
        ? ""
        : `${formatNumber(Math.min(...runs))} to ${formatNumber(Math.max(...runs))}`,
      budget === undefined ? "" : `${budget.side} ${formatNumber(budget.limit)} ${unit}`,
      met === null ? "" : met ? "met" : "missed",
    ];
  });
  const head = [["what", "median", "runs", "budget", ""], ["---", "---", "---", "---", "---"]];
  return [...head, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Prints the figures of one benchmark: JSON for the runner, a table for a reader. */
export function publish(figures: readonly Figure[]) {
  console.log(Deno.args.includes("--json") ? JSON.stringify(figures) : formatTable(figures));
}
