// The months, weeks and working days of a fiscal year.

import { dateText, type Day, firstDay, knownDay, monthOf } from "./dates";
import type { Year } from "./template";

/** The days from one to another, the latter excluded. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

export const ALWAYS: Span = { from: -Infinity, to: Infinity };

export interface Month extends Span {
  /** 2027-03 */
  readonly id: string;
}

/** An ISO week. */
export interface Week extends Span {
  /** 2027-W07 */
  readonly id: string;
  readonly monday: string;
  /** The working days, counted from Monday, which is 0. */
  readonly days: readonly number[];
}

export class Calendar {
  readonly months: readonly Month[];
  /** Of each month: the weeks that belong to it. A week has days of another month, or even of another year. */
  readonly weeks: readonly (readonly Week[])[];
  /** The calendar's first month, as monthOf counts. */
  readonly firstMonth: number;
  /** The first day of the year that is worked. */
  readonly firstWorkday: Day;
  /** The number of working days before each day, from the day `start` on. */
  private readonly before: readonly number[];
  private readonly start: Day;
  private readonly id: string;

  constructor(year: Year) {
    this.id = year.id;
    this.firstMonth = monthOf(knownDay(year.first));
    this.months = year.weeks.map((_, m) => monthAt(this.firstMonth + m));
    let monday = knownDay(year.monday);
    this.weeks = year.weeks.map((weeks) => weeks.map((days) => {
      const week = weekAt(monday, days);
      monday = week.to;
      return week;
    }));
    const days = [...year.others.map(knownDay), ...this.weeks.flat().flatMap((week) => week.days.map((day) => week.from + day))];
    this.start = Math.min(...days);
    this.before = accumulate(new Set(days), this.start, Math.max(...days));
    const { from, to } = this.year;
    this.firstWorkday = Math.min(...days.filter((day) => from <= day && day < to));
  }

  get year(): Span {
    return { from: this.months[0]?.from ?? 0, to: this.months[11]?.to ?? 0 };
  }

  /** The id of the quarter of a month, 2027-Q1; month counts from 0 in the fiscal year. */
  quarterId(month: number): string {
    return `${this.id}-Q${Math.floor(month / 3) + 1}`;
  }

  /** The working days of a month and of those that follow it. */
  daysOf(month: number, months = 1): number {
    return this.count({ from: this.months[month]?.from ?? 0, to: this.months[month + months - 1]?.to ?? 0 });
  }

  /** The number of working days that are in both spans. */
  count(a: Span, b: Span = ALWAYS): number {
    return Math.max(this.until(Math.min(a.to, b.to)) - this.until(Math.max(a.from, b.from)), 0);
  }

  private until(day: Day): number {
    return this.before[Math.min(Math.max(day - this.start, 0), this.before.length - 1)] ?? 0;
  }

  /** The last working day of the year on or before a day; undefined if there is none. */
  lastWorkday(day: Day): Day | undefined {
    const { from, to } = this.year;
    for (let last = Math.min(day, to - 1); last >= from; last--) {
      if (this.count({ from: last, to: last + 1 }) > 0) return last;
    }
    return undefined;
  }
}

/** The month with a number as monthOf counts. */
function monthAt(month: number): Month {
  const from = firstDay(month);
  return { id: dateText(from).slice(0, 7), from, to: firstDay(month + 1) };
}

/** The week that begins on a Monday. Its id has the year in which its Thursday is, and counts the Thursdays of that year. */
function weekAt(from: Day, days: string): Week {
  const year = dateText(from + 3).slice(0, 4);
  const number = Math.floor((from + 3 - knownDay(`${year}-01-01`)) / 7) + 1;
  return { id: `${year}-W${String(number).padStart(2, "0")}`, monday: dateText(from), from, to: from + 7, days: [...days].map(Number) };
}

/** For each day from start to end, and for the day after it, the number of days of the set before it. */
function accumulate(days: ReadonlySet<Day>, start: Day, end: Day): number[] {
  const before = [0];
  for (let day = start, n = 0; day <= end; day++) {
    if (days.has(day)) n++;
    before.push(n);
  }
  return before;
}
