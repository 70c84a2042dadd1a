// Shows the cells of the plan: the parts of the totals and the rates of the goals per week
// in the year, its quarters, months and weeks, and the goals of each week.

import type { Span } from "./calendar";
import type { Plan } from "./compute";
import { fits, habitPeriods, habitStart, highest, type Period } from "./load";
import { bars } from "./picture";
import { sum } from "./schedule";
import { share } from "./split";
import type { Computed, Process, Split } from "./template";
import { display, formatNumber } from "../formula/formula";
import type { Shown } from "./sheet";
import { displayed } from "./text";

/** The working days of an ordinary week. */
const WEEK = 5;

export class Cells {
  /** Of each total that is split: its months as a path. */
  readonly bars = new Map<string, string>();
  /** The names of the numbers that are over the capacity of their goal. */
  readonly over = new Set<string>();

  /** Adds the cells to the numbers that are shown. */
  constructor(private readonly plan: Plan, private readonly shown: Map<string, Shown>) {
    const { computed, process, splits } = plan.template;
    if (splits.length === 0) return;
    for (const split of splits) this.addSplit(split);
    for (const goal of process) {
      const value = computed.find((c) => c.key === goal.key);
      if (value === undefined) continue;
      if (value.load.length > 0) this.addLoad(goal, value);
      else this.addHabit(goal, value);
    }
  }

  private put(name: string, value: number | undefined, text: (x: number) => string, why = ""): void {
    const [raw, shown] = value === undefined ? ["", ""] : [formatNumber(value), text(value)];
    this.shown.set(name, { raw, text: shown, why, about: "" });
  }

  private addSplit(split: Split): void {
    const { key } = split;
    const { calendar: { months, weeks }, template: { year } } = this.plan;
    const shares = share(this.plan, key);
    const parts = typeof shares === "string" ? undefined : shares;
    const put = (id: string, part: number | undefined, why = ""): void => {
      this.put(`${key}@${id}`, part === undefined ? undefined : part / (parts?.perUnit ?? 1), (x) => display(x, -1), why);
    };
    put(year.id, parts?.total, parts === undefined ? String(shares) : parts.total === undefined ? "why_late" : "");
    months.forEach((month, i) => {
      if (i % 3 === 0) put(this.plan.calendar.quarterId(i), parts?.quarters[i / 3]);
      const part = parts?.months[i];
      put(month.id, part);
      weeks[i]?.forEach((week, j) => put(week.id, part === undefined ? undefined : parts?.weeks[i]?.[j]));
    });
    this.bars.set(key, bars(parts?.months.map((part) => part ?? 0) ?? []));
  }

  /** Shows a goal that has a load: one per week in all periods, of several months the one with the highest rate. */
  private addLoad(goal: Process, computed: Computed): void {
    const { calendar: { months }, template: { year } } = this.plan;
    const periods = this.plan.loads.get(goal.key)?.periods ?? [];
    const isOver = overCapacity(this.plan, goal);
    const put = (id: string, list: readonly Period[]): void => {
      this.put(`${goal.key}@${id}`, highest(list, (period) => period.rate)?.rate, (x) => displayed(computed, x));
      if (list.some(isOver)) this.over.add(`${goal.key}@${id}`);
    };
    if (goal.per === "week") put(year.id, periods);
    months.forEach(({ id }, i) => {
      const ids = months.slice(i, i + 3).map((month) => month.id);
      if (goal.per === "week" && i % 3 === 0) put(this.plan.calendar.quarterId(i), periods.filter((period) => ids.includes(period.id)));
      if (goal.per === "quarter" && i % 3 === 0) put(this.plan.calendar.quarterId(i), periods.filter((period) => period.id === this.plan.calendar.quarterId(i)));
      if (goal.per === "week" || goal.per === "month") put(id, periods.filter((period) => period.id === id));
    });
    if (goal.per !== "week") return;
    const habits = this.plan.template.process.filter((habit) => habit.per === "week" && (habit.partof === goal.key || habit.addedto === goal.key));
    this.addWeeks(computed, (week, m) => {
      const rate = periods.find(({ id }) => id === months[m]?.id)?.rate;
      if (rate === undefined) return undefined;
      return Math.max((rate * this.plan.person.week(week, m)) / WEEK, sum(habits.map((habit) => this.inWeek(habit, week) ?? 0)));
    });
  }

  /** How often a habit per week is kept in a week. */
  private inWeek(habit: Process, week: Span): number | undefined {
    const often = this.plan.values.get(habit.key);
    const days = this.plan.calendar.count(week, { from: Math.max(this.plan.opening, habitStart(this.plan, habit)), to: Infinity });
    return typeof often === "number" ? (often * days) / WEEK : undefined;
  }

  /** Shows a goal that has no load in the weeks, months or quarters by which it counts. */
  private addHabit(goal: Process, computed: Computed): void {
    const value = this.plan.values.get(goal.key);
    const often = typeof value === "number" ? value : undefined;
    if (goal.per === "year") return;
    if (goal.per === "week") return this.addWeeks(computed, (week) => this.inWeek(goal, week));
    const parts = habitPeriods(this.plan, goal);
    const put = (id: string, part: number): void => {
      this.put(`${goal.key}@${id}`, often === undefined ? undefined : often * part, (x) => displayed(computed, x));
    };
    this.plan.calendar.months.forEach((month, i) => {
      if (goal.per === "month") put(month.id, parts[i] ?? 0);
      else if (i % 3 === 0) put(this.plan.calendar.quarterId(i), sum(parts.slice(i, i + 3)));
    });
  }

  /** Shows a goal in each week, by its number in a week of a month. */
  private addWeeks(computed: Computed, part: (week: Span, month: number) => number | undefined): void {
    const { months, weeks } = this.plan.calendar;
    months.forEach((month, m) => {
      weeks[m]?.forEach((week) => {
        const value = part(week, m);
        this.put(`${computed.key}@${week.id}`, value, (x) => displayed(computed, x));
        if (value !== 0 && this.over.has(`${computed.key}@${month.id}`)) this.over.add(`${computed.key}@${week.id}`);
      });
    });
  }
}

/** Reports whether a goal does not fit into a period. Every goal without a capacity fits. */
function overCapacity(plan: Plan, { capacity }: Process): (period: Period) => boolean {
  const limit = capacity === null ? undefined : plan.evaluate(capacity);
  return (period) => typeof limit === "number" && !fits(period, limit);
}
