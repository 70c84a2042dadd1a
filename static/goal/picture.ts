// Draws the pictures of a sheet as texts for attributes of SVG, as the generator's
// package sheet does (funnel.go, plan.go, process.go).

import type { Process } from "./template";
import { formatNumber, round } from "../formula/formula";
import type { Plan } from "./compute";
import type { Meter } from "./sheet";
import { loadText } from "./text";
import type { Judged } from "./verdict";

/** The polygon of each stage: a band as wide as the stage against the widest, then a taper to the width of the next. */
export function slices(values: readonly number[]): string[] {
  const widest = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value, i) => {
    if (value <= 0) return "";
    const [left, right] = edges(value / widest);
    const next = values[i + 1] ?? 0;
    const [nextLeft, nextRight] = edges(next / widest);
    const taper = next > 0 ? `${nextRight},10 ${nextLeft},10 ` : "";
    return `${left},0 ${right},0 ${right},6 ${taper}${left},6`;
  });
}

/** The ends of a bar in the middle of 100, at least 1 wide. */
function edges(part: number): [string, string] {
  const x = round((100 - Math.max(100 * part, 1)) / 2, 2);
  return [formatNumber(x), formatNumber(round(100 - x, 2))];
}

/** The months of a total as a path of upright bars, the highest 12 high. */
export function bars(months: readonly number[]): string {
  const highest = months.reduce((a, b) => Math.max(a, b), 0);
  return months
    .map((x, i) => {
      const height = formatNumber(round((12 * x) / highest, 2));
      return x > 0 ? `M${formatNumber(3 * i)},12v-${height}h2v${height}z` : "";
    })
    .join("");
}

/** Measures a goal, of one with a load in its busiest period; judged is undefined without a capacity. */
export function measure(goal: Process, plan: Plan, judged: Judged | undefined): Meter {
  const capacity = limitOf(goal, plan, judged);
  const [low, high] = goal.recommend ?? [undefined, undefined];
  const width = Math.max(capacity ?? 0, low ?? 0, high ?? 0, 0);
  const load = judged !== undefined && (capacity ?? 0) > 0 ? loadText(judged.ratio) : "";
  const periods = { load, busiest: plan.loads.get(goal.key)?.busiest?.id ?? "", tightest: judged?.tightest?.id ?? "" };
  if (width <= 0) return { value: "", low: "", high: "", capacity: "", ...periods };
  const at = (x: number): string => formatNumber(round(Math.min(Math.max((80 * x) / width, 0), 100), 2));
  const value = plan.values.get(goal.key);
  const amount = typeof value === "number" ? value : undefined;
  return {
    value: amount === undefined ? "" : at(amount),
    low: low === undefined ? "" : at(low),
    high: low === undefined ? "" : at(high ?? Infinity),
    capacity: capacity === undefined ? "" : at(capacity),
    ...periods,
  };
}

/** The highest rate that fits into the busiest period, or the capacity of a goal without a load. */
function limitOf({ key, capacity }: Process, plan: Plan, judged: Judged | undefined): number | undefined {
  const limit = capacity === null ? undefined : plan.evaluate(capacity);
  if (typeof limit !== "number") return undefined;
  const load = plan.loads.get(key);
  if (plan.template.computed.every((computed) => computed.key !== key || computed.load.length === 0)) return limit;
  return judged === undefined || load?.busiest === undefined ? undefined : load.busiest.capacity(limit) / load.busiest.usable;
}
