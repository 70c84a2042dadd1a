// Says when the steps of a plan are done: the last day on which each still counts, and
// the weights of its months and weeks. The twin of the generator's package schedule,
// whose comment is the specification.

import type { Calendar } from "./calendar";
import { type Day, firstDay } from "./dates";
import type { Person } from "./person";
import { floor, round, roundUp } from "../formula/formula";

/** The last day on which a step counts, and by how many months its month is before the last month with a weight. */
export interface Deadline {
  readonly latest: Day;
  readonly delta: number;
}

/** When a step is done. */
export interface Timing {
  /** The last day on which the step counts; undefined if it is out of reach. */
  readonly latest: Day | undefined;
  /** By how many months the last day is before the last month with a weight. */
  readonly delta: number;
  /** The weight of each month. */
  readonly months: readonly number[];
  /** The weights of the weeks of each month. */
  readonly weeks: readonly (readonly number[])[];
}

/** What a plan has of its closed months, which are the first of the year. */
export interface Past {
  readonly months: number;
  /** Of each step: what was done in each closed month. */
  readonly done: ReadonlyMap<string, readonly number[]>;
}

/** The longest lead, in months. */
const LONGEST = 60;

/** The last working day on which a step counts that is due a lead before the end of the last month with a weight. */
export function deadline(calendar: Calendar, weights: readonly number[], lead: number): Deadline | undefined {
  const end = lastWeighted(weights);
  const months = round(Math.min(Math.max(lead, 0), LONGEST), 9);
  const whole = floor(months);
  const month = calendar.firstMonth + end - whole;
  const days = firstDay(month + 1) - firstDay(month);
  const latest = calendar.lastWorkday(firstDay(month + 1) - 1 - roundUp((months - whole) * days, 0));
  return latest === undefined ? undefined : { latest, delta: end - monthIndex(calendar, latest) };
}

function lastWeighted(weights: readonly number[]): number {
  return weights.reduce((last, weight, i) => (weight > 0 ? i : last), 0);
}

function monthIndex(calendar: Calendar, day: Day): number {
  return calendar.months.findIndex((month) => day < month.to);
}

/** The timing of a step that follows no other. */
export function firstStep(person: Person, weights: readonly number[], due: Deadline | undefined): Timing {
  if (due === undefined) return outOfReach(person.calendar);
  const { months, weeks } = person.calendar;
  const shares = weeks.map((list, m) => list.map((week) => person.worth(week, m, due.latest)));
  return {
    latest: due.latest,
    delta: due.delta,
    months: months.map((month, m) => {
      return sum(shares[m] ?? []) > 0 ? (weights[m + due.delta] ?? 0) * person.worth(month, m, due.latest) : 0;
    }),
    weeks: shares,
  };
}

/** The timing of a step that follows others, of which root is the first: its weights are those of root, later. */
export function followingStep(person: Person, root: Timing, due: Deadline | undefined): Timing {
  if (root.latest === undefined || due === undefined) return outOfReach(person.calendar);
  const shares = person.calendar.weeks.map((list) => list.map((week) => person.open(week, due.latest)));
  const isOpen = shares.map((list) => sum(list) > 0);
  const last = monthIndex(person.calendar, due.latest);
  const later = Math.max(root.delta - due.delta, 0);
  const months = root.months.map(() => 0);
  root.months.forEach((weight, m) => {
    const to = weight > 0 ? nearest(isOpen, m + later, last) : -1;
    if (to >= 0) months[to] = (months[to] ?? 0) + weight;
  });
  return { latest: due.latest, delta: due.delta, months, weeks: shares };
}

/** The index of the first true from i to last, or else of the last before i; -1 if there is none. */
function nearest(isOpen: readonly boolean[], i: number, last: number): number {
  const next = isOpen.indexOf(true, i);
  return next >= 0 && next <= last ? next : isOpen.lastIndexOf(true, i);
}

function outOfReach(calendar: Calendar): Timing {
  return { latest: undefined, delta: 0, months: calendar.months.map(() => 0), weeks: calendar.weeks.map((list) => list.map(() => 0)) };
}

export function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}

/** The part of a total in each month, unrounded. All are 0 if no month has a weight. */
export function spread(total: number, weights: readonly number[]): number[] {
  const all = sum(weights);
  return weights.map((weight) => (all > 0 ? (total * weight) / all : 0));
}

/** The largest total that is split. */
const LARGEST = 1e12;

/** Whether a number can be split over the year. */
export function isTotal(x: number): boolean {
  return x >= 0 && x <= LARGEST;
}
