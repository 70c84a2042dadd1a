// What the reader has done of a week of her plan, and of the quarter that it belongs to. Weeks belong to months
// as a whole, as the plan's numbers do: a tick counts in the month and the quarter of its week.

import type { Calendar, Week } from "../goal/calendar";
import { dateText, dayOf } from "../goal/dates";
import type { Sheet } from "../goal/sheet";
import { parseNumber, round } from "../formula/formula";
import { recorded } from "./records";
import type { SavedPlan } from "./saved";

type Sums = ReadonlyMap<string, number>;

/** What the earlier weeks of the quarter asked and did not get. */
export interface Debt {
  readonly n: number;
  /** Whether all of it is from the week before. */
  readonly isLast: boolean;
}

export class Tallies {
  private readonly month: readonly Week[];
  private readonly quarter: readonly Week[];
  private readonly quarterId: string;
  /** The weeks of the quarter before this one, from the week of the plan's first tick on: earlier ones were not recorded. */
  private readonly before: readonly Week[];
  private readonly done: Readonly<Record<"week" | "month" | "quarter" | "before", Sums>>;

  constructor(calendar: Calendar, private readonly week: Week, private readonly sheet: Sheet, private readonly plan: SavedPlan) {
    const m = Math.max(calendar.weeks.findIndex((weeks) => weeks.includes(week)), 0);
    this.month = calendar.weeks[m] ?? [];
    this.quarter = calendar.weeks.slice(m - (m % 3), m - (m % 3) + 3).flat();
    this.quarterId = calendar.quarterId(m);
    const first = (plan.records ?? []).reduce((day, { on }) => Math.min(day, dayOf(on) ?? day), week.from);
    this.before = this.quarter.filter(({ from, to }) => from < week.from && to > first);
    this.done = { week: sums(plan, [week]), month: sums(plan, this.month), quarter: sums(plan, this.quarter), before: sums(plan, this.before) };
  }

  /** How often a key was ticked in the week, or in its month or quarter. */
  ticked(key: string, per = "week"): number {
    return (per === "month" ? this.done.month : per === "quarter" ? this.done.quarter : this.done.week).get(key) ?? 0;
  }

  /** The day of the last tick of a key in the week, or in its month or quarter, for one that takes it back. */
  lastDay(key: string, per = "week"): string {
    const { from, to } = datesOf(per === "month" ? this.month : per === "quarter" ? this.quarter : [this.week]);
    return (this.plan.records ?? []).reduce((last, record) => (record.key === key && record.n > 0 && from <= record.on && record.on < to && record.on > last ? record.on : last), "");
  }

  /** What is owed of a step. More than this week asks pays for the earlier ones; nothing is owed of a quarter that is closed, since what was left of it is spread anew. */
  owed(key: string): Debt {
    const lack = this.asked(key, this.before) - (this.done.before.get(key) ?? 0);
    const n = this.isClosed ? 0 : round(lack - Math.max(this.ticked(key) - this.asked(key, [this.week]), 0), 1);
    const last = this.before.slice(-1);
    return { n: Math.max(n, 0), isLast: n <= round(this.asked(key, last) - (sums(this.plan, last).get(key) ?? 0), 1) };
  }

  /** How much of a step is done in the quarter, and how much the quarter asks. A closed quarter's number is the one that was typed. */
  inQuarter(key: string): { readonly done: number; readonly asked: number } {
    return { done: this.closed(key) ?? this.ticked(key, "quarter"), asked: this.ask(key, this.quarterId) };
  }

  private get isClosed(): boolean {
    return (this.plan.closed ?? []).some(({ quarter }) => quarter === this.quarterId);
  }

  /** What was typed of a key when the quarter was closed: totals to date, so that of the quarter before is subtracted; undefined if nothing was. */
  private closed(key: string): number | undefined {
    const closed = this.plan.closed ?? [];
    const i = closed.findIndex(({ quarter }) => quarter === this.quarterId);
    const typed = typedOf(closed[i]?.done[key]);
    return typed === undefined ? undefined : Math.max(typed - (typedOf(closed[i - 1]?.done[key]) ?? 0), 0);
  }

  private asked(key: string, weeks: readonly Week[]): number {
    return weeks.reduce((sum, { id }) => sum + this.ask(key, id), 0);
  }

  private ask(key: string, period: string): number {
    return Number(this.sheet.shown.get(`${key}@${period}`)?.raw ?? 0);
  }
}

function typedOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseNumber(text);
}

/** The dates from the first day of the weeks to the day after the last. */
function datesOf(weeks: readonly Week[]): { readonly from: string; readonly to: string } {
  const last = weeks[weeks.length - 1];
  return { from: weeks[0]?.monday ?? "", to: last === undefined ? "" : dateText(last.to) };
}

function sums(plan: SavedPlan, weeks: readonly Week[]): Sums {
  const { from, to } = datesOf(weeks);
  return recorded(plan, from, to);
}
