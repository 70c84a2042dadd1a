// The working days of a fiscal year.

import { type Day, firstDay, knownDay, monthOf } from "./dates";
import type { Year } from "./template";

/** The days from one to another, the latter excluded. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

export const ALWAYS: Span = { from: -Infinity, to: Infinity };

export class Calendar {
  readonly months: readonly Span[];
  /** Of each month: the weeks that belong to it. A week has days of another month, or even of another year. */
  readonly weeks: readonly (readonly Span[])[];
  /** The calendar's first month, as monthOf counts. */
  readonly firstMonth: number;
  /** The first day of the year that is worked. */
  readonly firstWorkday: Day;
  /** The numbers of working days of the months. */
  private readonly days: readonly number[];
  /** The number of working days before each day, from the day `start` on. */
  private readonly before: readonly number[];
  private readonly start: Day;

  constructor(year: Year) {
    const starts = year.months.map((month) => knownDay(`${month.id}-01`));
    this.firstMonth = monthOf(starts[0] ?? 0);
    this.months = starts.map((from, i) => ({ from, to: firstDay(this.firstMonth + i + 1) }));
    this.weeks = year.months.map((month) =>
      month.weeks.map((week) => {
        const from = knownDay(week.monday);
        return { from, to: from + 7 };
      }),
    );
    const days = year.months.flatMap((month, i) => [
      ...month.days.map((day) => (starts[i] ?? 0) + day - 1),
      ...month.weeks.flatMap((week) => week.days.map((day) => knownDay(week.monday) + day)),
    ]);
    this.start = Math.min(...days);
    this.before = accumulate(new Set(days), this.start, Math.max(...days));
    this.days = year.months.map((month) => month.days.length);
    const first = year.months.findIndex((month) => month.days.length > 0);
    this.firstWorkday = (starts[first] ?? Infinity) + (year.months[first]?.days[0] ?? 0) - 1;
  }

  get year(): Span {
    return { from: this.months[0]?.from ?? 0, to: this.months[11]?.to ?? 0 };
  }

  /** The working days of a month and of those that follow it. */
  daysOf(month: number, months = 1): number {
    let sum = 0;
    for (let m = month; m < month + months; m++) sum += this.days[m] ?? 0;
    return sum;
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

/** For each day from start to end, and for the day after it, the number of days of the set before it. */
function accumulate(days: ReadonlySet<Day>, start: Day, end: Day): number[] {
  const before = [0];
  for (let day = start, n = 0; day <= end; day++) {
    if (days.has(day)) n++;
    before.push(n);
  }
  return before;
}
