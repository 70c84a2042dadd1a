// Recalibrates a plan of which some quarters are closed. The closed months have the numbers
// that were done instead of those that were planned; the rates from step to step are updated
// by the observed ones; and the remaining work is spread over the remaining months.
//
// Of each step that is split over the year, N is the total of the plan, and P its part in
// the closed months. Of the a that are done by now, o have no result yet: as many as the
// person says, or else as many as the plan would have. b of the next step are done. The
// planned share p counts for k trials, so the share of the rest is
//
//	r = (k p + b) / (k + max(b, a - o))
//
// and the step still needs max(0, rest of the next step / r - o); the last one needs
// max(0, N - a). A person who has done exactly the plan therefore has exactly the plan before her.

import type { Calendar } from "./calendar";
import { Plan } from "./compute";
import { sum } from "./schedule";
import type { Entries } from "./sheet";
import type { Split, Template } from "./template";
import { labelOf } from "./text";
import { apply } from "./variables";
import { isBlank, type Value } from "../formula/formula";

/** What a person has done in the quarters that are closed. */
export interface Actuals {
  /** Of each closed quarter, from the first: the totals to date by the key of the step. A step without a total was done as planned. */
  readonly quarters: readonly ReadonlyMap<string, number>[];
  /** How many of the last quarter's totals have no result yet, where the person says so. */
  readonly open: ReadonlyMap<string, number>;
  /** The keys of the market variables that have come true. */
  readonly happened: readonly string[];
  /** How many trials a planned share counts for. */
  readonly prior: number;
}

/** The trials that a planned share counts for by default. */
export const PRIOR = 8;

/** The months of a quarter. */
const QUARTER = 3;

/** The share of a step that goes on to the next one. */
export interface Rate {
  /** The key of the input or value that has it, or "". */
  readonly key: string;
  readonly planned: number;
  /** How many went on, of how many that have a result; undefined unless both steps were counted. */
  readonly wins: number | undefined;
  readonly trials: number | undefined;
  readonly updated: number;
}

/** A step of the plan at the end of the last closed quarter. */
export interface Step {
  readonly split: Split;
  readonly label: string;
  /** The total of the year as planned, and what of it was planned to date. */
  readonly total: number;
  readonly planned: number;
  /** What was done to date, in each closed month and in all; of a quarter that was not counted, what was planned. */
  readonly months: readonly number[];
  readonly done: number;
  /** Whether the last closed quarter was counted. */
  readonly isCounted: boolean;
  /** How many of them have no result yet. */
  readonly open: number;
  /** What is left to do. */
  readonly rest: number;
  /** Undefined of a last step. */
  readonly rate: Rate | undefined;
}

/** Whether a step stands apart from the funnel and the plan has none of it. */
export function isIdle({ template, values }: Plan, { key, follows }: Split): boolean {
  return values.get(key) === 0 && follows === "" && !template.splits.some((other) => other.follows === key);
}

type Ahead = Pick<Step, "open" | "rest" | "rate">;
type Counted = Omit<Step, keyof Ahead>;

/** The plan before and after the closed quarters. */
export interface Outlook {
  readonly base: Plan;
  readonly plan: Plan;
  /** In the order of the template; empty without a closed quarter. */
  readonly steps: readonly Step[];
}

/** The plan of a person as if she had closed no quarter, but under the market variables that have come true. fixed has values that replace those of inputs and of formulas. */
export function planOf(template: Template, calendar: Calendar, entries: Entries, actuals?: Actuals, fixed?: ReadonlyMap<string, number>): Plan {
  const values = new Map<string, Value>(entries);
  for (const variable of template.variables) if (actuals?.happened.includes(variable.key) === true) apply(variable, template.inputs, values);
  return new Plan(template, calendar, values, fixed);
}

/** The plan for the rest of the year. A step whose total or months are not known stays as it is. */
export function outlook(base: Plan, actuals?: Actuals): Outlook {
  if (actuals === undefined || actuals.quarters.length === 0) return { base, plan: base, steps: [] };
  const steps = stepsOf(base, actuals);
  const past = { months: actuals.quarters.length * QUARTER, done: new Map(steps.map(({ split, months }) => [split.key, months])) };
  const shares = steps.flatMap(({ rate }) => (rate === undefined || rate.key === "" ? [] : [[rate.key, rate.updated] as const]));
  const totals = steps.map(({ split, done, rest }) => [split.key, done + rest] as const);
  return { base, plan: new Plan(base.template, base.calendar, base.values, new Map([...shares, ...totals]), past), steps };
}

function stepsOf(base: Plan, { quarters, open, prior }: Actuals): Step[] {
  const { splits } = base.template;
  const found = new Map<string, Step | undefined>();
  const find = (split: Split): Step | undefined => {
    if (found.has(split.key)) return found.get(split.key);
    const next = splits.find(({ follows }) => follows === split.key);
    const counted = countedStep(base, split, quarters);
    const step = counted && { ...counted, ...ahead(counted, next && find(next), open.get(split.key), prior) };
    found.set(split.key, step);
    return step;
  };
  return splits.flatMap((split) => find(split) ?? []);
}

/** A step as far as it was done. The months of a quarter have its total by their weights, or else its last month has all. */
function countedStep(base: Plan, split: Split, quarters: Actuals["quarters"]): Counted | undefined {
  const shares = base.shares(split.key);
  const total = base.values.get(split.key);
  if (isBlank(shares) || typeof total !== "number") return undefined;
  let done = 0;
  const months = quarters.flatMap((counts, q) => {
    const plan = shares.slice(q * QUARTER, (q + 1) * QUARTER);
    const all = sum(plan);
    const more = Math.max((counts.get(split.key) ?? done + all) - done, 0);
    done += more;
    return all > 0 ? plan.map((share) => (more * share) / all) : [0, 0, more];
  });
  const isCounted = quarters[quarters.length - 1]?.has(split.key) === true;
  return { split, label: labelOf(base.template, split.key), total, planned: sum(shares.slice(0, months.length)), done, isCounted, months };
}

/** What is ahead of a step that the next one follows. typed is how many have no result yet, if the person says so. */
function ahead({ split, total, planned, done, isCounted }: Counted, next: Step | undefined, typed: number | undefined, prior: number): Ahead {
  if (next === undefined || !(total > 0)) return { open: 0, rest: Math.max(0, total - done), rate: undefined };
  const share = next.total / total;
  const settled = planned > 0 && share > 0 ? Math.min(1, next.planned / (share * planned)) : 0;
  const open = Math.min(typed ?? done - done * settled, done);
  const known = isCounted && next.isCounted ? { wins: next.done, trials: Math.max(next.done / Math.max(1, share), done - open) } : { wins: undefined, trials: undefined };
  const updated = known.wins === undefined ? share : (prior * share + known.wins) / (prior + known.trials);
  const rest = next.rest > 0 ? Math.max(0, next.rest / updated - open) : 0;
  return { open, rest, rate: { key: split.rate, planned: share, ...known, updated } };
}
