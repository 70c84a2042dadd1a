// Splits the totals of a template without any key for a person, as the generator's
// sheet/after.go does.

import { evaluate, round, roundUp, type Expr } from "../formula/formula";
import type { Plan } from "./compute";
import { dateText } from "./dates";
import { isTotal, sum } from "./schedule";
import type { Values } from "./sheet";
import { allocateMonths, allocateOrZero, openDays, type Shares } from "./split";
import type { Split, Template } from "./template";

/** Whether the template has a key that depends on who works from when. */
export function isForPerson(template: Template): boolean {
  const { starts, weeks, ramp, staff, computed, splits } = template;
  return starts !== "" || weeks !== null || ramp.length > 0 || staff !== null || computed.some((c) => c.expr === null) || splits.some((s) => s.follows !== "");
}

export function shareAfter({ template, values, opening }: Plan, split: Split): Shares | "" | "why_split" {
  const value = values.get(split.key);
  const after = monthsOf(split.after, values);
  const lead = monthsOf(split.lead, values);
  if (typeof value !== "number") return "";
  const total = roundUp(value, 0);
  if (after === undefined || lead === undefined || !isTotal(total)) return "why_split";
  const joined = Number.isFinite(opening) ? dateText(opening) : "";
  const days = template.year.months.map((month) => month.weeks.map((week) => openDays(week, joined)));
  const first = Math.max(0, days.findIndex((weeks) => sum(weeks) > 0));
  const from = since(template, joined) + after;
  const open = openWeights(template, split.weights, days).map((weight, i) => (i < from ? 0 : weight));
  const months = allocateMonths(total, leading(open, lead, first));
  if (months === undefined) return "why_split";
  return { total, months, weeks: months.map((part, i) => allocateOrZero(part, days[i] ?? [])) };
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
