// What a reader with a pen cannot compute: the part of a total that each month gets, how
// much of a month she works, and the inputs from which both follow.

import { Calendar } from "./calendar";
import { Plan } from "./compute";
import { readText } from "./entry";
import { sum } from "./schedule";
import type { Entries } from "./sheet";
import type { Input, Template } from "./template";
import { display, displayPercent, isBlank, type Expr } from "../formula/formula";

export interface Pen {
  /** Of a cell of the plan, 新拓@2027-08, the month's part of the total: 13%. Of a prorated value, its arithmetic; of a last day, the date. */
  readonly shares: ReadonlyMap<string, string>;
  /** Of each month that has an open day: the weeks in which she can work, and what a day is worth if it is not 1: 2.1 · 4%. */
  readonly months: ReadonlyMap<string, string>;
  /** The inputs from which these numbers follow. */
  readonly basis: readonly string[];
}

/** The weeks of a year, in which a person can work if the template does not say. */
const WEEKS = 52;

export function penOf(template: Template, entries: Entries): Pen {
  const plan = new Plan(template, new Calendar(template.year), entries);
  return { shares: new Map([...monthShares(plan), ...parts(plan), ...lastDays(plan)]), months: workable(plan), basis: basis(template, entries) };
}

/** The part of each split's total in each month, 0% in a month without. */
function monthShares(plan: Plan): [string, string][] {
  return plan.template.splits.flatMap(({ key }) => {
    const timing = plan.timing(key);
    const weights = isBlank(timing) ? [] : timing.months;
    const all = sum(weights);
    if (all <= 0) return [];
    return plan.calendar.months.map(({ id }, m): [string, string] => [`${key}@${id}`, displayPercent((weights[m] ?? 0) / all, 0)]);
  });
}

/** The fiscal year's part of each number for twelve months. */
function parts(plan: Plan): [string, string][] {
  return plan.template.computed.flatMap(({ key, prorate }): [string, string][] => {
    const source = prorate === null ? 0 : plan.numberOf(prorate.source);
    const part = plan.numberOf(key);
    return isBlank(source) || isBlank(part) || source === 0 ? [] : [[key, `${prorate?.source ?? ""} × ${displayPercent(part / source, 1)}`]];
  });
}

/** The dates of the values that are a step's last day. */
function lastDays(plan: Plan): [string, string][] {
  return plan.template.computed.flatMap(({ key, latest }): [string, string][] => {
    const date = plan.values.get(key);
    return latest !== "" && typeof date === "string" ? [[key, date]] : [];
  });
}

function workable(plan: Plan): Map<string, string> {
  const person = plan.person;
  const weeks = plan.number(plan.template.weeks, WEEKS);
  const texts = new Map<string, string>();
  if (isBlank(person) || isBlank(weeks)) return texts;
  const all = plan.calendar.count(plan.calendar.year);
  plan.calendar.months.forEach((span, m) => {
    const open = person.open(span);
    if (open === 0) return;
    const worth = person.worth(span, m) / open;
    texts.set(span.id, [display((weeks * open) / all, 1), ...worthText(plan.template, worth)].join(" · "));
  });
  return texts;
}

/** What a day is worth: of a team the number of its people, of a newcomer a percentage. */
function worthText(template: Template, worth: number): string[] {
  if (template.staff !== null) return [display(worth, 1)];
  return template.ramp.length > 0 ? [displayPercent(worth, 0)] : [];
}

/** The inputs on which the calendar of the plan depends, with their values. */
function basis(template: Template, entries: Entries): string[] {
  const names = new Set([template.joined, template.starts, ...template.hires]);
  for (const expr of [template.weeks, template.staff, ...template.splits.map((split) => split.lead)]) {
    if (expr !== null) for (const name of namesIn(template, expr)) names.add(name);
  }
  return template.inputs.filter(({ key }) => names.has(key)).flatMap((input) => {
    const value = entries.get(input.key);
    return value === undefined || (value === 0 && template.hires.includes(input.key)) ? [] : [valueText(input, value)];
  });
}

function valueText(input: Input, value: number | string): string {
  const text = typeof value === "string" ? value : readText(input, value);
  return `${input.label} ${text}${input.kind === "percent" ? "%" : input.unit === "" ? "" : ` ${input.unit}`}`;
}

/** The names that a formula reads, directly and through other formulas. */
function namesIn(template: Template, [op, ...args]: Expr): string[] {
  const [leaf] = args;
  if (op !== "v" || typeof leaf !== "string") return args.flatMap((arg) => (typeof arg === "object" ? namesIn(template, arg) : []));
  const expr = template.computed.find(({ key }) => key === leaf)?.expr ?? null;
  return [leaf, ...(expr === null ? [] : namesIn(template, expr))];
}
