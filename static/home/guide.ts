// Which parts of the site's guides hold today for a reader: the steps since joining, the
// week of the fiscal quarter, and the next working day.

import { after } from "../goal/dates";
import { isListOf, isRecord, isString } from "../shared/json";

export interface Task {
  readonly title: string;
  /** The section to read, of the playbook or of the reading path. */
  readonly anchor?: string;
  readonly today?: readonly string[];
}

/** A task that ends with a week or some months after joining. Week 0 is the time before; without either there is no end. */
export interface Step extends Task {
  readonly week?: number;
  readonly month?: number;
  /** For each working day, its row in the first table of the section. */
  readonly days?: readonly number[];
}

/** A task of each fiscal quarter, or of some of its time. */
export interface Rhythm extends Task {
  readonly quarter?: number;
  readonly month?: number;
  readonly weeks?: readonly number[];
}

export interface Guide {
  readonly track: string;
  readonly stage: string;
  readonly title: string;
  readonly url: string;
  readonly sheet: string;
  /** The first day of the worksheet's fiscal year. */
  readonly fiscal: string;
  readonly steps: readonly Step[];
  readonly rhythm: readonly Rhythm[];
  /** The page of the reading path, and its steps. */
  readonly path: string;
  readonly weeks: readonly Step[];
}

/** A week of a fiscal year, all numbers counting from 1. It belongs to the month of its Thursday. */
export interface Quarter {
  readonly quarter: number;
  readonly month: number;
  readonly week: number;
  readonly weeks: number;
}

export function isGuide(value: unknown): value is Guide {
  if (!isRecord(value) || !["steps", "rhythm", "weeks"].every((name) => Array.isArray(value[name]))) return false;
  return ["track", "stage", "title", "url", "sheet", "fiscal", "path"].every((name) => isString(value[name]));
}

export const isDates = isListOf(isString);

/** The number of a date's day, counted from 1970-01-01. */
function numberOf(date: string): number {
  return Date.parse(date) / 86_400_000;
}

function dateOf(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/** The day of the week, 0 for Monday. */
function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

/** The number of the day, counted from 1 on the day of joining; 0 or less before it. */
export function dayOf(joined: string, today: string): number {
  return numberOf(today) - numberOf(joined) + 1;
}

/** The number of the month since joining, counted from 1. */
export function monthOf(joined: string, today: string): number {
  const months = 12 * (Number(today.slice(0, 4)) - Number(joined.slice(0, 4))) + Number(today.slice(5, 7)) - Number(joined.slice(5, 7));
  return after(joined, months) <= today ? months + 1 : months;
}

/** The working days of the calendar, Monday to Friday but for the irregular dates. */
export class Workdays {
  private readonly irregular: ReadonlySet<number>;

  constructor(irregular: readonly string[]) {
    this.irregular = new Set(irregular.map(numberOf));
  }

  private isWorked(day: number): boolean {
    return weekdayOf(day) < 5 !== this.irregular.has(day);
  }

  /** The count-th working day on or after a date. */
  nth(date: string, count: number): string {
    let day = numberOf(date) - 1;
    for (let left = count; left > 0; left -= this.isWorked(day) ? 1 : 0) day++;
    return dateOf(day);
  }

  /** Whether a date is a working day, a day of rest, or in a week without working days, Monday to Sunday. */
  restOn(date: string): "" | "rest" | "off" {
    const day = numberOf(date);
    if (this.isWorked(day)) return "";
    const monday = day - weekdayOf(day);
    return this.nth(dateOf(monday), 1) > dateOf(monday + 6) ? "off" : "rest";
  }
}

/** The last day of a step; undefined if it has no end. A step with a row for each working day lasts until they are over. */
export function endOf(step: Step, joined: string, workdays: Workdays): string | undefined {
  if (step.month !== undefined) return after(joined, step.month);
  if (step.week === undefined) return undefined;
  const end = dateOf(numberOf(joined) + 7 * step.week - 1);
  const worked = step.days === undefined ? end : workdays.nth(joined, step.days.length);
  return worked > end ? worked : end;
}

/** The first step that has not ended; undefined after the last. */
export function stepAt(steps: readonly Step[], joined: string, today: string, workdays: Workdays): Step | undefined {
  return steps.find((step) => today <= (endOf(step, joined, workdays) ?? today));
}

/** The row of the step's table for today, counted from 1; 0 if today is none of its working days. */
export function rowAt(step: Step, joined: string, today: string, workdays: Workdays): number {
  return step.days?.find((_, day) => workdays.nth(joined, day + 1) === today) ?? 0;
}

/** The week of the fiscal quarter, for fiscal years that begin with the month of a date. */
export function quarterAt(fiscal: string, today: string): Quarter {
  const thursday = numberOf(today) - weekdayOf(numberOf(today)) + 3;
  const [year = 0, month = 1] = dateOf(thursday).split("-").map(Number);
  const since = (month - Number(fiscal.slice(5, 7) || 1) + 12) % 12;
  const first = Date.UTC(year, month - 1 - (since % 3), 1) / 86_400_000;
  const next = Date.UTC(year, month + 2 - (since % 3), 1) / 86_400_000;
  const firstThursday = first + ((10 - weekdayOf(first)) % 7);
  return {
    quarter: Math.floor(since / 3) + 1,
    month: (since % 3) + 1,
    week: (thursday - firstThursday) / 7 + 1,
    weeks: Math.floor((next - 1 - firstThursday) / 7) + 1,
  };
}

/** The tasks of a quarter that hold in one of its weeks. */
export function rhythmAt(rhythm: readonly Rhythm[], at: Quarter): Rhythm[] {
  const number = (week: number): number => (week < 0 ? at.weeks + 1 + week : week);
  return rhythm.filter(({ quarter = at.quarter, month = at.month, weeks }) => {
    const [from, to] = weeks ?? [1, -1];
    return quarter === at.quarter && month === at.month && number(from ?? 1) <= at.week && at.week <= number(to ?? -1);
  });
}

/** What holds for a reader today. */
export interface Now {
  readonly day: number;
  readonly month: number;
  /** The step of the reading path, and the row of its table that is today's, or 0. */
  readonly week: Step | undefined;
  readonly row: number;
  /** Whether the table of the first week holds, and whether her working days are not those of its rows, Monday to Friday. */
  readonly isFirstWeek: boolean;
  readonly isShifted: boolean;
  /** The step of the playbook, and its last day, if it has one. */
  readonly step: Step | undefined;
  readonly due: string | undefined;
  readonly quarter: Quarter;
  readonly rhythm: readonly Rhythm[];
  /** Whether today is worked, a day of rest, or in a week off; and the next working day. */
  readonly rest: "" | "rest" | "off";
  readonly next: string;
}

/** What holds on a date. The quarter's tasks begin after the first week, the playbook's steps on the first day. */
export function nowOf(guide: Guide, joined: string, today: string, workdays: Workdays): Now {
  const day = dayOf(joined, today);
  const week = stepAt(guide.weeks, joined, today, workdays);
  const step = day > 0 ? stepAt(guide.steps, joined, today, workdays) : undefined;
  const quarter = quarterAt(guide.fiscal, today);
  const isFirstWeek = day > 0 && week?.days !== undefined;
  return {
    day, week, step, quarter, isFirstWeek,
    isShifted: isFirstWeek && (week.days ?? []).some((_, i) => weekdayOf(numberOf(workdays.nth(joined, i + 1))) !== i),
    month: monthOf(joined, today),
    row: isFirstWeek ? rowAt(week, joined, today, workdays) : 0,
    due: step && endOf(step, joined, workdays),
    rhythm: day <= 0 || isFirstWeek ? [] : rhythmAt(guide.rhythm, quarter),
    rest: workdays.restOn(today),
    next: workdays.nth(today, 1),
  };
}

/** Where today lies from a fiscal year: 0 within it, -1 before it, 1 after it. */
export function sideOf(fiscal: string, today: string): -1 | 0 | 1 {
  return today < fiscal ? -1 : today >= after(fiscal, 12) ? 1 : 0;
}
