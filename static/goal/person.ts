// What a person's working days are worth: nothing before the opening, a part of a day in
// the ramp. In a sheet for a team, a day is worth the number of its people.

import { ALWAYS, type Calendar, type Span } from "./calendar";
import { addMonths, type Day } from "./dates";

/** The days of a span are worth a number each. */
interface Segment extends Span {
  readonly worth: number;
}

/** What the template says of the worth of a day since joining. */
export interface Ramp {
  readonly ramp: readonly number[];
  /** The week since joining from which a 0 of the ramp counts as its first value above 0. */
  readonly week: number | null;
}

export class Person {
  /** The number of open days of each month, and what they are worth. */
  readonly months: { readonly open: readonly number[]; readonly worth: readonly number[] };
  private readonly segments: readonly Segment[];

  /** heads are the people of each month; undefined for one person, whom the ramp concerns. */
  constructor(
    readonly calendar: Calendar,
    readonly opening: Day,
    joined: Day | undefined,
    ramp: Ramp,
    private readonly heads: readonly number[] | undefined,
  ) {
    this.segments = joined === undefined || ramp.ramp.length === 0 || heads !== undefined ? [{ ...ALWAYS, worth: 1 }] : segments(joined, ramp);
    const { months } = calendar;
    this.months = { open: months.map((month) => this.open(month)), worth: months.map((month, m) => this.worth(month, m)) };
  }

  /** The number of working days of a span, from the opening to the day last. */
  open(span: Span, last: Day = Infinity): number {
    return this.calendar.count(span, { from: this.opening, to: last + 1 });
  }

  /** What the days of a span, from the opening to the day last, are worth; month is the index of the month that they belong to. */
  worth(span: Span, month: number, last: Day = Infinity): number {
    if (this.heads !== undefined) return (this.heads[month] ?? 0) * this.open(span, last);
    return this.ramped(span, last);
  }

  /** What the days of a span are worth for one person. */
  private ramped(span: Span, last = Infinity): number {
    const from = Math.max(span.from, this.opening);
    const to = Math.min(span.to, last + 1);
    let sum = 0;
    for (const segment of this.segments) {
      if (segment.from < to && segment.to > from) sum += segment.worth * this.calendar.count(segment, { from, to });
    }
    return sum;
  }

  /** How many open days of average worth a week has, beside the other open days of its month. */
  week(week: Span, month: number): number {
    const all = this.ramped(this.calendar.months[month] ?? ALWAYS);
    return all === 0 ? this.open(week) : (this.ramped(week) * (this.months.open[month] ?? 0)) / all;
  }

  /** The first day that is worth something; -Infinity for any day. */
  get begins(): Day {
    const first = this.segments.find(({ worth, from, to }) => worth > 0 && Math.max(from, this.opening) < to);
    return Math.max(first?.from ?? -Infinity, this.opening);
  }
}

function segments(joined: Day, { ramp, week }: Ramp): Segment[] {
  const own = week === null ? Infinity : joined + 7 * (week - 1);
  const first = ramp.find((worth) => worth > 0) ?? 0;
  return ramp.flatMap((worth, k) => {
    const from = addMonths(joined, k);
    const to = k + 1 < ramp.length ? addMonths(joined, k + 1) : Infinity;
    if (worth > 0 || own >= to) return [{ from, to, worth }];
    const cut = Math.max(from, own);
    return [{ from, to: cut, worth }, { from: cut, to, worth: first }];
  });
}

/** The people of each month: those at full worth, and the hires of each month with their ramp. */
export function headsOf(staff: number, hires: readonly number[], ramp: readonly number[]): number[] {
  return hires.map((_, month) => {
    let heads = staff;
    for (let i = 0; i <= month; i++) heads += (hires[i] ?? 0) * (ramp[Math.min(month - i, ramp.length - 1)] ?? 0);
    return heads;
  });
}
