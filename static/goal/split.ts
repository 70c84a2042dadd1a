// Splits a total over quarters, months and weeks in whole numbers, as the comment of the
// generator's package sheet describes.

import { floor, isBlank, round, roundUp } from "../formula/formula";
import type { Week } from "./calendar";
import type { Plan } from "./compute";
import { knownDay } from "./dates";
import { isTotal, sum } from "./schedule";

/** A total split over the year. Its numbers are whole: they count units, or tenths if perUnit is 10. */
export interface Shares {
  /** 10 for a total below 1, which would otherwise be rounded up to 1; otherwise 1. */
  readonly perUnit: number;
  /** Undefined if the months that are left cannot hold the rest. */
  readonly total: number | undefined;
  readonly quarters: readonly number[];
  /** The months of closed quarters are not known. */
  readonly months: readonly (number | undefined)[];
  readonly weeks: readonly (readonly number[])[];
}

/** The months of a quarter. */
const QUARTER = 3;

/** Splits the total of a key over the year; the word for the reason, or "", if it cannot be split. */
export function share(plan: Plan, key: string): Shares | string {
  const value = plan.values.get(key);
  const timing = plan.timing(key);
  if (typeof value !== "number") return "";
  if (isBlank(timing) || !isTotal(value)) return "why_split";
  const rest = plan.rest(key, value);
  const isLate = sum(timing.months) === 0 && rest > 0;
  if (isLate && plan.past.months === 0) return "why_late";
  const done = quartersOf(plan.past.done.get(key) ?? []).map((x) => round(x, 1));
  const perUnit = round(rest, 9) < 1 || done.some((x) => x !== floor(x)) ? 10 : 1;
  const left = perUnit === 10 ? round(10 * round(rest, 1), 0) : roundUp(rest, 0);
  const parts = allocateMonths(left, timing.months) ?? timing.months.map(() => 0);
  const quarters = quartersOf(parts).map((part, q) => (done[q] === undefined ? part : round(perUnit * done[q], 0)));
  const months = parts.map((part, m) => (m < plan.past.months ? undefined : part));
  return { perUnit, total: isLate ? undefined : sum(quarters), quarters, months, weeks: months.map((part, i) => allocateOrZero(part ?? 0, timing.weeks[i] ?? [])) };
}

function quartersOf(months: readonly number[]): number[] {
  return months.flatMap((_, m) => (m % QUARTER === 0 ? [sum(months.slice(m, m + QUARTER))] : []));
}

/** Splits a total over quarters and then over their months. */
export function allocateMonths(total: number, weights: readonly number[]): number[] | undefined {
  const quarters = [0, 3, 6, 9].map((i) => weights.slice(i, i + 3));
  const parts = allocate(total, quarters.map(sum));
  return parts?.flatMap((part, i) => allocateOrZero(part, quarters[i] ?? []));
}

export function allocateOrZero(total: number, weights: readonly number[]): number[] {
  return allocate(total, weights) ?? weights.map(() => 0);
}

/** Splits a whole total into whole shares that add up to it, by largest remainder. */
export function allocate(total: number, weights: readonly number[]): number[] | undefined {
  const all = sum(weights);
  if (all <= 0) return undefined;
  if (total === 0) return weights.map(() => 0);
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

/** The number of working days of a week on and after a date; "" counts all. */
export function openDays({ monday, from, days }: Week, opening: string): number {
  if (opening <= monday) return days.length;
  const first = knownDay(opening) - from;
  return days.filter((day) => day >= first).length;
}
