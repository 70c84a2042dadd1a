// Judges a plan: whether something is missing, whether a step is out of reach, and whether
// every goal fits into its capacity.

import type { Plan } from "./compute";
import { fits, type Period, tightestOf } from "./load";
import { isTotal, sum } from "./schedule";
import type { Computed, Process, Template } from "./template";
import { type Expr, floor, isBlank, round } from "../formula/formula";
import type { Kind } from "./sheet";

/** A goal that has a capacity, and a value that is not blank. */
export interface Judged {
  readonly process: Process;
  readonly fits: boolean;
  /** The tightest period of a goal with a load. */
  readonly tightest: Period | undefined;
  /** The rate in that period, or the value of a goal without a load. */
  readonly rate: number;
  /** The highest rate that fits into that period. */
  readonly limit: number;
  /** The load as a part of the capacity; infinite above a capacity of 0. */
  readonly ratio: number;
}

export interface Judgement {
  readonly kind: Kind;
  /** The key of the missing value, "" if it has none; undefined if nothing is missing. */
  readonly missing: string | undefined;
  /** The keys of the steps that are out of reach. */
  readonly late: readonly string[];
  /** Whether a step is out of reach, or nothing is left in the fiscal year of a number for twelve months. */
  readonly isLate: boolean;
  readonly goals: readonly Judged[];
}

export function fitsAll({ goals }: Judgement): boolean {
  return goals.every((goal) => goal.fits);
}

export function judge(plan: Plan): Judgement {
  const { splits, process } = plan.template;
  if (splits.length === 0 && process.every(({ capacity }) => capacity === null)) {
    return { kind: "", missing: undefined, late: [], isLate: false, goals: [] };
  }
  const missing = missingInput(plan) ?? blankValue(plan);
  const late = plan.template.splits.map((split) => split.key).filter((key) => isOutOfReach(plan, key));
  const goals = plan.template.process.flatMap((process) => judgeGoal(plan, process) ?? []);
  const isLate = late.length > 0 || plan.template.computed.some((computed) => isNothing(plan, computed));
  const kind = missing !== undefined ? "missing" : isLate ? "late" : goals.every((goal) => goal.fits) ? "fits" : "over";
  return { kind, missing, late, isLate, goals };
}

/** Whether a step is out of reach although there is something to do. */
function isOutOfReach(plan: Plan, key: string): boolean {
  const total = plan.values.get(key);
  if (typeof total !== "number" || !isTotal(total) || !(plan.rest(key, total) > 0)) return false;
  const timing = plan.timing(key);
  return !isBlank(timing) && !(sum(timing.months) > 0);
}

/** Whether nothing is left in the fiscal year of a number for twelve months. */
function isNothing(plan: Plan, { key, prorate }: Computed): boolean {
  if (prorate === null || prorate.after) return false;
  const [part, source] = [plan.values.get(key), plan.values.get(prorate.source)];
  return typeof source === "number" && source >= 1 && (typeof part === "number" ? floor(part) === 0 : isBlank(part) && part.blank === "late");
}

/** Compares a goal with its capacity; undefined if it has none, or if one of the two is blank. */
export function judgeGoal(plan: Plan, process: Process): Judged | undefined {
  const value = plan.values.get(process.key);
  const capacity = process.capacity === null ? undefined : plan.evaluate(process.capacity);
  if (typeof value !== "number" || typeof capacity !== "number") return undefined;
  const load = plan.loads.get(process.key);
  if (load === undefined) {
    return { process, fits: !(round(value - capacity, 9) > 0), tightest: undefined, rate: value, limit: capacity, ratio: ratio(value, capacity) };
  }
  const tightest = tightestOf(load.periods, capacity);
  if (tightest === undefined) return undefined;
  const most = tightest.capacity(capacity);
  return {
    process, fits: load.periods.every((period) => fits(period, capacity)),
    tightest, rate: tightest.rate, limit: most / tightest.usable, ratio: ratio(tightest.load, most),
  };
}

/** The ratio has nine decimals, so that rounding errors do not choose between two equal loads. */
function ratio(load: number, capacity: number): number {
  return capacity > 0 ? round(load / capacity, 9) : load > 0 ? Infinity : 0;
}

/** The key of the first input that is blank and that the verdict needs. */
function missingInput({ template, values }: Plan): string | undefined {
  const empty = template.inputs.filter(({ key }) => (values.get(key) ?? "") === "");
  if (empty.length === 0) return undefined;
  const needed = new Set<string>();
  const need = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    const computed = template.computed.find((c) => c.key === name);
    if (computed !== undefined) for (const read of readsOf(template, computed)) need(read);
  };
  for (const name of roots(template)) need(name);
  return empty.find(({ key }) => needed.has(key))?.key;
}

/** The value because of which a step or a load is blank; undefined if none is. */
function blankValue(plan: Plan): string | undefined {
  const { splits, process, computed } = plan.template;
  const shares = splits.map((split) => plan.shares(split.key));
  const goals = process
    .filter(({ key, capacity }) => capacity !== null || computed.some((c) => c.key === key && c.load.length > 0))
    .map(({ key }) => plan.numberOf(key));
  return [...shares, ...goals].find(isBlank)?.name;
}

/** The names that the verdict reads itself. */
function roots(template: Template): string[] {
  return [
    template.joined, template.starts, ...people(template), ...template.splits.map((split) => split.key),
    ...template.splits.flatMap((split) => namesOf(split.lead)),
    ...template.process.flatMap((process) => (process.capacity === null ? [] : [process.key, ...namesOf(process.capacity)])),
    ...template.computed.flatMap(({ key, prorate, load }) => (prorate !== null || load.length > 0 ? [key] : [])),
  ];
}

function people({ staff, hires, weeks }: Template): string[] {
  return [...namesOf(weeks), ...namesOf(staff), ...hires];
}

function readsOf(template: Template, { key, expr, prorate, load }: Computed): string[] {
  if (expr !== null) return namesOf(expr);
  if (prorate !== null) return [prorate.source];
  const habits = template.process.filter((p) => p.partof === key || p.addedto === key).map((p) => p.key);
  return [...load.flatMap((entry) => [entry.step, ...namesOf(entry.times)]), ...habits];
}

/** The names that a formula reads. */
function namesOf(expr: Expr | null): string[] {
  if (expr === null) return [];
  const [tag, ...parts] = expr;
  if (tag === "v") return parts.map(String);
  return parts.flatMap((part) => (typeof part === "object" ? namesOf(part) : []));
}
