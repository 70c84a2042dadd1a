// The browser's twin of the generator's package sheet: evaluates a template to the
// same numbers and the same texts. That package's comment says how a total is split.
// A test compares what the two compute.

import type { Computed, Range, Split, Template, Variable, Week } from "./template";
import { after } from "./dates";
import { entryText } from "./entry";
import { display, displayPercent, evaluate, floor, formatNumber, round, roundUp, type Expr, type Value } from "../formula/formula";
import { bars, measure, slices, type Meter } from "./picture";
import { apply } from "./variables";

export type Verdict = "" | "below" | "within" | "above";

/**
 * A number as ECMAScript prints it and as a reader reads it; both "" where it is blank. Then why is the name of a word
 * and about the label of what is missing or zero, if it has one.
 */
export interface Shown {
  readonly raw: string;
  readonly text: string;
  readonly why: string;
  readonly about: string;
}

export interface Sheet {
  /** By the names of the outputs: 签约, 签约@2027-Q1, 签约~预算缩减. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Of each process goal, also under each variable, and of each input that has a range. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Process goals in whole numbers: 3–4 for 3.16. */
  readonly whole: ReadonlyMap<string, string>;
  /** Of each stage of the funnel: its slice of the picture. */
  readonly slices: readonly string[];
  /** Of each process goal that has a range or a capacity. */
  readonly meters: ReadonlyMap<string, Meter>;
  /** Of each total that is split: its months as a path. */
  readonly bars: ReadonlyMap<string, string>;
  /** What the checks of the criteria say: yes, no, or "" where something is missing. */
  readonly smart: readonly string[];
  /** Dates of the milestones, "" while the date of joining is not known. */
  readonly milestones: readonly string[];
  /** The date of joining, "" while it is not known. */
  readonly joined: string;
}

/** Values of inputs by key; what is not there is blank. */
export type Entries = ReadonlyMap<string, number | string>;

export type Values = ReadonlyMap<string, Value>;

export function evaluateTemplate(template: Template, entries: Entries): Sheet {
  const values = new Map<string, Value>(entries);
  for (const constant of template.constants) values.set(constant.key, constant.value);
  compute(template, values);
  const from = values.get(template.joined);
  const joined = typeof from === "string" ? from : "";
  const shown = new Map<string, Shown>();
  const bars = new Map<string, string>();
  const judged = verdicts(template, values);
  for (const computed of template.computed) shown.set(computed.key, show(template, computed, values.get(computed.key)));
  for (const split of template.splits) bars.set(split.key, showPlan(template, split, values, joined, shown));
  for (const variable of template.variables) showVariable(template, variable, values, shown, judged);
  return {
    shown,
    verdicts: judged,
    whole: new Map(template.process.map((p) => [p.key, whole(number(values.get(p.key)))])),
    slices: slices(template.funnel.map((key) => number(values.get(key)) ?? 0)),
    meters: new Map(template.process.map((p) => [p.key, measure(p, values)])),
    bars,
    smart: template.smart.map((check) => answer(evaluate(check, (name) => values.get(name)))),
    milestones: template.milestones.map((months) => after(joined, months)),
    joined,
  };
}

function compute(template: Template, values: Map<string, Value>): void {
  for (const computed of template.computed) {
    values.set(computed.key, evaluate(computed.expr, (name) => values.get(name)));
  }
}

function answer(value: Value): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : "";
}

/** Computes the template again with a variable at work, and shows what it changes. */
function showVariable(
  template: Template,
  variable: Variable,
  values: Values,
  shown: Map<string, Shown>,
  judged: Map<string, Verdict>,
): void {
  const changed = new Map(values);
  apply(variable, template.inputs, changed);
  compute(template, changed);
  const name = (key: string): string => `${key}~${variable.key}`;
  for (const input of template.inputs) {
    if (!variable.inputs.includes(input.key)) continue;
    const value = number(changed.get(input.key));
    const [raw, text] = value === undefined ? ["", ""] : [formatNumber(value), entryText(input, value)];
    shown.set(name(input.key), { raw, text, why: "", about: "" });
  }
  for (const computed of template.computed) {
    if (!template.compared.includes(computed.key)) continue;
    const value = changed.get(computed.key);
    shown.set(name(computed.key), show(template, computed, value));
    const process = template.process.find((p) => p.key === computed.key);
    if (process?.recommend != null) judged.set(name(computed.key), verdictOf(computed, process.recommend, number(value)));
  }
}

function number(value: Value | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function show(template: Template, computed: Computed, value: Value | undefined): Shown {
  if (typeof value === "number") return { raw: formatNumber(value), text: displayed(computed, value), why: "", about: "" };
  const { blank, name } = typeof value === "object" ? value : { blank: "mismatch", name: "" };
  const labelled = [...template.inputs, ...template.computed].find((c) => c.key === name);
  return { raw: "", text: "", why: `why_${blank}`, about: labelled?.label ?? "" };
}

/** A number with the decimals that the page shows. */
function seen(computed: Computed, x: number): number {
  return round(x, computed.percent ? computed.decimals + 2 : computed.decimals);
}

function displayed(computed: Computed, x: number): string {
  return computed.percent ? displayPercent(seen(computed, x), -1).replace("%", "") : display(seen(computed, x), -1);
}

function verdicts(template: Template, values: Values): Map<string, Verdict> {
  const all = new Map<string, Verdict>();
  for (const { key, recommend } of template.inputs) {
    if (recommend !== null) all.set(key, verdict(recommend, number(values.get(key))));
  }
  for (const { key, recommend } of template.process) {
    const computed = template.computed.find((c) => c.key === key);
    if (computed === undefined || recommend === null) continue;
    all.set(key, verdictOf(computed, recommend, number(values.get(key))));
  }
  return all;
}

/** Holds a process goal, as it is shown, against its range. */
function verdictOf(computed: Computed, range: Range, value: number | undefined): Verdict {
  return verdict(range, value === undefined ? undefined : seen(computed, value));
}

function verdict(range: Range, value: number | undefined): Verdict {
  if (value === undefined) return "";
  if (value < range[0]) return "below";
  return range[1] !== null && value > range[1] ? "above" : "within";
}

function whole(value: number | undefined): string {
  if (value === undefined) return "";
  const low = display(floor(value), 0);
  const high = display(-floor(-value), 0);
  return low === high ? low : `${low}–${high}`;
}

/** Shows what a total means for the year, its quarters, months and weeks; the picture of its months. */
function showPlan(template: Template, split: Split, values: Values, joined: string, shown: Map<string, Shown>): string {
  const year = template.year;
  const shares = share(template, split, values, joined);
  const put = (id: string, value: number | undefined): void => {
    const [raw, text] = value === undefined ? ["", ""] : [formatNumber(value), display(value, -1)];
    const why = value === undefined && id === year.id && typeof values.get(split.key) === "number" ? "why_split" : "";
    shown.set(`${split.key}@${id}`, { raw, text, why, about: "" });
  };
  put(year.id, shares?.total);
  year.months.forEach((month, i) => {
    if (i % 3 === 0) put(`${year.id}-Q${i / 3 + 1}`, shares && sum(shares.months.slice(i, i + 3)));
    put(month.id, shares?.months[i]);
    month.weeks.forEach((week, j) => put(week.id, shares?.weeks[i]?.[j]));
  });
  return bars(shares?.months ?? []);
}

interface Shares {
  readonly total: number;
  readonly months: readonly number[];
  readonly weeks: readonly (readonly number[])[];
}

/** The greatest total that is split. */
const LARGEST = 1e12;

function share(template: Template, split: Split, values: Values, joined: string): Shares | undefined {
  const value = number(values.get(split.key));
  const after = monthsOf(split.after, values);
  const lead = monthsOf(split.lead, values);
  if (value === undefined || after === undefined || lead === undefined) return undefined;
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

/** A number of months, from none to a year. */
function monthsOf(expr: Expr | null, values: Values): number | undefined {
  const months = expr === null ? 0 : evaluate(expr, (name) => values.get(name));
  return typeof months === "number" ? round(Math.min(Math.max(months, 0), 12), 0) : undefined;
}

/** How many months the month of joining comes after the first of the year; far before if it is not known. */
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

/** Moves weights so many months earlier, but not before the first month that is open. */
function leading(weights: readonly number[], months: number, first: number): number[] {
  const moved = weights.map(() => 0);
  weights.forEach((weight, i) => {
    const to = Math.min(i, Math.max(i - months, first));
    moved[to] = (moved[to] ?? 0) + weight;
  });
  return moved;
}

function sum(list: readonly number[]): number {
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
