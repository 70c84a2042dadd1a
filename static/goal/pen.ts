// What a reader with a pen cannot compute: the part of a total that each month gets, how
// much of a month she works, the dates that follow from that, the inputs from which all this
// follows, and the order in which she computes the rest.

import { Calendar } from "./calendar";
import { Plan } from "./compute";
import { readText } from "./entry";
import { sum } from "./schedule";
import type { Entries } from "./sheet";
import { after } from "./dates";
import type { Input, Template } from "./template";
import { display, displayPercent, isBlank, type Expr } from "../formula/formula";

export interface Pen {
  /** By the name of a cell of the plan, 新拓@2027-08: the month's part of the total, 13.9%. By the key of a prorated value: its arithmetic. */
  readonly shares: ReadonlyMap<string, string>;
  /** Of each month that has an open day: the weeks in which she can work, and what a day is worth if it is not 1: 2.1 · 4%. */
  readonly months: ReadonlyMap<string, string>;
  /** By key, the texts that are printed on the sheet: the inputs from which the shares and months follow, and the last days. */
  readonly known: ReadonlyMap<string, string>;
  /** The dates of the milestones, by the months since joining or since the first day of the sheet. */
  readonly milestones: ReadonlyMap<string, string>;
  /** By key, the number of a value in the order in which the reader computes them, from 1. */
  readonly order: ReadonlyMap<string, string>;
}

/** The weeks of a year, in which a person can work if the template does not say. */
const WEEKS = 52;

export function penOf(template: Template, entries: Entries): Pen {
  const plan = new Plan(template, new Calendar(template.year), entries);
  return {
    shares: new Map([...monthShares(plan), ...parts(plan)]),
    months: workable(plan),
    known: new Map([...basis(template, entries), ...lastDays(plan)]),
    milestones: milestones(template, entries),
    order: order(template),
  };
}

/** The part of each split's total in each month, 0% in a month without. */
function monthShares(plan: Plan): [string, string][] {
  return plan.template.splits.flatMap(({ key }) => {
    const timing = plan.timing(key);
    const weights = isBlank(timing) ? [] : timing.months;
    const all = sum(weights);
    if (all <= 0) return [];
    return plan.calendar.months.map(({ id }, m): [string, string] => [`${key}@${id}`, part((weights[m] ?? 0) / all)]);
  });
}

/** A month's part of a total. One decimal gives by hand the whole numbers that the page shows, in all columns of this site's worksheets but one (TestPenGivesThePlan). */
function part(x: number): string {
  return x === 0 ? "0%" : displayPercent(x, 1);
}

/** The arithmetic of each prorated value, with a blank for the number for twelve months: 目标签约 ＿＿＿ × 83.3%. */
function parts(plan: Plan): [string, string][] {
  return plan.template.computed.flatMap(({ key, prorate }): [string, string][] => {
    const whole = prorate === null ? 0 : plan.numberOf(prorate.source);
    const x = plan.numberOf(key);
    return isBlank(whole) || isBlank(x) || whole === 0 ? [] : [[key, `${prorate?.source ?? ""} \uff3f\uff3f\uff3f × ${displayPercent(x / whole, 1)}`]];
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
function basis(template: Template, entries: Entries): [string, string][] {
  const names = new Set([template.joined, template.starts, ...template.hires]);
  for (const expr of [template.weeks, template.staff, ...template.splits.map((split) => split.lead)]) {
    if (expr !== null) for (const name of namesIn(template, expr)) names.add(name);
  }
  return template.inputs.filter(({ key }) => names.has(key)).flatMap((input): [string, string][] => {
    const value = entries.get(input.key);
    return value === undefined || value === "" ? [] : [[input.key, valueText(input, value)]];
  });
}

function valueText(input: Input, value: number | string): string {
  return typeof value === "string" ? value : readText(input, value);
}

function milestones(template: Template, entries: Entries): Map<string, string> {
  const from = entries.get(template.joined || template.starts);
  const dates = typeof from === "string" && from !== "" ? template.milestones.map((months): [string, string] => [String(months), after(from, months)]) : [];
  return new Map(dates);
}

/** Numbers the values that are computed by hand; a last day is printed. */
function order({ computed }: Template): Map<string, string> {
  return new Map(computed.filter(({ latest }) => latest === "").map(({ key }, i) => [key, String(i + 1)]));
}

/** The names that a formula reads, directly and through other formulas. */
function namesIn(template: Template, [op, ...args]: Expr): string[] {
  const [leaf] = args;
  if (op !== "v" || typeof leaf !== "string") return args.flatMap((arg) => (typeof arg === "object" ? namesIn(template, arg) : []));
  const expr = template.computed.find(({ key }) => key === leaf)?.expr ?? null;
  return [leaf, ...(expr === null ? [] : namesIn(template, expr))];
}
