// The load of a process goal: how often it is done in each month because of the plan's
// steps and the person's habits, its rate in each period, and its capacity there.

import type { Calendar } from "./calendar";
import type { Day } from "./dates";
import type { Person } from "./person";
import { type Past, sum } from "./schedule";
import type { Computed, Load as Entry, Process, Template } from "./template";
import { blank, type Blank, type Expr, isBlank, round } from "../formula/formula";

/** The part of a plan that a load reads. */
interface Plan {
  readonly template: Template;
  readonly calendar: Calendar;
  readonly person: Person;
  readonly joined: Day | undefined;
  readonly past: Past;
  number(expr: Expr | null, absent: number): number | Blank;
  numberOf(key: string): number | Blank;
  shares(key: string): readonly number[] | Blank;
}

export interface Load {
  /** The open periods of the goal, in order: its months if it counts by week or month. */
  readonly periods: readonly Period[];
  /** The period with the highest rate. */
  readonly busiest: Period | undefined;
}

/** A period with open days. */
export interface Period {
  readonly id: string;
  readonly level: "month" | "quarter" | "year";
  /** How often the goal is done in it. */
  readonly load: number;
  /** The weeks of a month in which somebody can work, of a goal per week; otherwise 1. */
  readonly usable: number;
  /** The load in a week, or the load. */
  readonly rate: number;
  /** How often the goal can be done in it, for a capacity. */
  readonly capacity: (capacity: number) => number;
}

/** The weeks of a year, in which a person can work if the template does not say. */
const WEEKS = 52;

export function loadOf(plan: Plan, computed: Computed): Load | Blank {
  const process = plan.template.process.find((p) => p.key === computed.key);
  if (process === undefined) throw new Error(`goal: the load ${computed.key} is no process goal`);
  const months = loads(plan, computed);
  const weeks = plan.number(plan.template.weeks, WEEKS);
  if (isBlank(months)) return months;
  if (isBlank(weeks)) return weeks;
  if (weeks <= 0 && process.per === "week") return blank("zero");
  const periods = periodsOf(plan, process, months, weeks);
  return { periods, busiest: highest(periods, (period) => period.rate) };
}

/** The element with the highest number, the first among equals. */
export function highest<T>(list: readonly T[], of: (element: T) => number): T | undefined {
  return list.reduce<T | undefined>((best, x) => (best === undefined || of(x) > of(best) ? x : best), undefined);
}

/** How often a goal is done in each month. */
function loads(plan: Plan, { key, load }: Computed): number[] | Blank {
  const habits = (of: (habit: Process) => string): (number[] | Blank)[] =>
    plan.template.process.filter((habit) => of(habit) === key).map((habit) => habitLoad(plan, habit));
  const steps = total(load.map((entry) => entryLoad(plan, entry)));
  const floors = total(habits((habit) => habit.partof));
  const beside = total(habits((habit) => habit.addedto));
  if (isBlank(steps)) return steps;
  if (isBlank(floors)) return floors;
  if (isBlank(beside)) return beside;
  return steps.map((x, m) => Math.max(x, floors[m] ?? 0) + (beside[m] ?? 0));
}

/** Adds the numbers of months; the first blank if there is one. */
function total(list: readonly (number[] | Blank)[]): number[] | Blank {
  const sums = Array.from({ length: 12 }, () => 0);
  for (const months of list) {
    if (isBlank(months)) return months;
    months.forEach((x, m) => (sums[m] = (sums[m] ?? 0) + x));
  }
  return sums;
}

/** How often a goal is done in each month because of one entry of its load. */
function entryLoad(plan: Plan, { step, times, every }: Entry): number[] | Blank {
  const often = plan.number(times, 0);
  if (isBlank(often)) return often;
  const part = plan.person.months.open.map((days, m) => (every === "" ? 1 : divide(days, daysOf(plan, m, every))));
  if (step === "") return part.map((x) => often * x);
  const shares = plan.shares(step);
  if (isBlank(shares) || every === "") return isBlank(shares) ? shares : shares.map((share) => share * often);
  let done = 0;
  return shares.map((share, m) => {
    const load = done * often * (part[m] ?? 0);
    done += share;
    return load;
  });
}

/** How often a person does a habit in each month. */
function habitLoad(plan: Plan, habit: Process): number[] | Blank {
  const often = plan.numberOf(habit.key);
  return isBlank(often) ? often : habitPeriods(plan, habit).map((periods) => often * periods);
}

/** In how many of its periods a habit is kept in each month. */
export function habitPeriods(plan: Plan, habit: Process): number[] {
  const weeks = plan.number(plan.template.weeks, WEEKS);
  const from = habitStart(plan, habit);
  return plan.calendar.months.map((month, m) => {
    const days = plan.person.open({ from: Math.max(month.from, from), to: month.to });
    if (habit.per !== "week") return divide(days, daysOf(plan, m, habit.per));
    return divide(days * (isBlank(weeks) ? 0 : weeks), daysOf(plan, m, "year"));
  });
}

/** The first day of a habit. */
export function habitStart(plan: Plan, habit: Process): number {
  return plan.joined === undefined ? -Infinity : plan.joined + 7 * (habit.fromweek - 1);
}

/** The working days of the month, or of the quarter or the year that contains it. */
function daysOf({ calendar }: Plan, month: number, per: Process["per"]): number {
  const length = LENGTH[per];
  return calendar.daysOf(month - (month % length), length);
}

function divide(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

const LENGTH = { week: 1, month: 1, quarter: 3, year: 12 };

/** The periods of a goal that have open days in months that are not closed. */
function periodsOf(plan: Plan, { per }: Process, months: readonly number[], weeks: number): Period[] {
  const length = LENGTH[per];
  const periods: Period[] = [];
  for (let m = 0; m < 12; m += length) {
    const { open: days, worth: worths } = plan.person.months;
    const ofPeriod = (list: readonly number[]): number => sum(list.slice(Math.max(m, plan.past.months), m + length));
    const open = ofPeriod(days);
    if (open === 0) continue;
    const all = daysOf(plan, m, per === "week" ? "year" : per);
    const load = ofPeriod(months);
    const worth = ofPeriod(worths);
    const usable = per === "week" ? (weeks * open) / all : 1;
    const capacity = (most: number): number => ((per === "week" ? most * weeks : most) * worth) / all;
    const { id, level } = name(plan, per, m);
    periods.push({ id, level, load, usable, rate: load / usable, capacity });
  }
  return periods;
}

function name({ calendar, template: { year } }: Plan, per: Process["per"], m: number): Pick<Period, "id" | "level"> {
  if (per === "year") return { id: year.id, level: "year" };
  if (per === "quarter") return { id: calendar.quarterId(m), level: "quarter" };
  return { id: calendar.months[m]?.id ?? "", level: "month" };
}

/**
 * The first open period with the highest share of its capacity at nine decimals, so that rounding
 * errors do not choose between two equal shares; a load without any capacity is the highest.
 */
export function tightestOf(periods: readonly Period[], capacity: number): Period | undefined {
  const without = periods.find((period) => period.capacity(capacity) <= 0 && !fits(period, capacity));
  return without ?? highest(periods.filter((period) => period.capacity(capacity) > 0), (period) => round(period.load / period.capacity(capacity), 9));
}

/** Whether a goal is done no more often in a period than it can be. */
export function fits(period: Period, capacity: number): boolean {
  return !(round(period.load - period.capacity(capacity), 9) > 0);
}
