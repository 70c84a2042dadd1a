// Splits the total of a year over its quarters, months and weeks in whole numbers,
// as the comment of the generator's package sheet describes.

import { evaluate, round, roundUp, type Expr } from "../formula/formula";
import type { Values } from "./sheet";
import type { Split, Template, Week } from "./template";

export interface Shares {
  readonly total: number;
  readonly months: readonly number[];
  readonly weeks: readonly (readonly number[])[];
}

/** The largest total that is split. */
const LARGEST = 1e12;

export function share(template: Template, split: Split, values: Values, joined: string): Shares | undefined {
  const value = values.get(split.key);
  const after = monthsOf(split.after, values);
  const lead = monthsOf(split.lead, values);
  if (typeof value !== "number" || after === undefined || lead === undefined) return undefined;
  const total = roundUp(value, 0);
  if (total < 0 || total > LARGEST) return undefined;
  const days = template.year.months.map((month) => month.weeks.map((week) => openDays(week, joined).length));
  const first = Math.max(0, days.findIndex((weeks) => sum(weeks) > 0));
  const from = since(template, joined) + after;
  const open = openWeights(template, split.weights, days).map((weight, i) => (i < from ? 0 : weight));
  const months = allocateMonths(total, leading(open, lead, first));
  if (months === undefined) return undefined;
  return { total, months, weeks: months.map((part, i) => allocate(part, days[i] ?? []) ?? (days[i] ?? []).map(() => 0)) };
}

/** The value of an expression as a whole number of months, from 0 to 12. */
function monthsOf(expr: Expr | null, values: Values): number | undefined {
  const months = expr === null ? 0 : evaluate(expr, (name) => values.get(name));
  return typeof months === "number" ? round(Math.min(Math.max(months, 0), 12), 0) : undefined;
}

/** The number of months from the first month of the year to the month of joining; -1000 if the date is unknown. */
function since(template: Template, joined: string): number {
  const month = (date: string): number => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7));
  return joined === "" ? -1000 : month(joined) - month(template.year.months[0]?.id ?? "");
}

/** The working days of a week on and after the date of joining. */
export function openDays(week: Week, joined: string): readonly string[] {
  return week.days.filter((day) => day >= joined);
}

function openWeights(template: Template, weights: readonly number[], days: readonly (readonly number[])[]): number[] {
  return template.year.months.map((month, i) => {
    const all = sum(month.weeks.map((week) => week.days.length));
    return all > 0 ? ((weights[i] ?? 0) * sum(days[i] ?? [])) / all : 0;
  });
}

/** Moves weights a number of months earlier, but not before the first month with working days. */
function leading(weights: readonly number[], months: number, first: number): number[] {
  const moved = weights.map(() => 0);
  weights.forEach((weight, i) => {
    const to = Math.min(i, Math.max(i - months, first));
    moved[to] = (moved[to] ?? 0) + weight;
  });
  return moved;
}

export function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}

/** Splits a total over quarters and then over their months. */
function allocateMonths(total: number, weights: readonly number[]): number[] | undefined {
  const quarters = [0, 3, 6, 9].map((i) => weights.slice(i, i + 3));
  const parts = allocate(total, quarters.map(sum));
  return parts?.flatMap((part, i) => allocate(part, quarters[i] ?? []) ?? [0, 0, 0]);
}

/** Splits a whole total into whole shares that add up to it, by largest remainder. */
export function allocate(total: number, weights: readonly number[]): number[] | undefined {
  const all = sum(weights);
  if (all <= 0) return undefined;
  const exact = weights.map((weight) => round((total * weight) / all, 9));
  const shares = exact.map(Math.floor);
  const remainders = exact.map((x, i) => round(x - (shares[i] ?? 0), 9));
  const order = weights.map((_, i) => i).sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b);
  let left = shares.reduce((rest, part) => rest - part, total);
  for (const i of order) {
    if (left <= 0) break;
    shares[i] = (shares[i] ?? 0) + 1;
    left--;
  }
  return shares;
}
