// The browser's twin of the generator's package goal: evaluates a template to
// the same numbers and the same texts. That package's comment says how a total
// is split; both sides are held to each other by a test.

import { display, displayPercent, evaluate, floor, formatNumber, round, roundUp, type Expr, type Value } from "./formula";

export interface Input {
  readonly key: string;
  readonly label: string;
  readonly kind: "number" | "money" | "percent" | "date" | "text" | "choice";
  readonly unit: string;
  readonly default: number | string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly recommend: Range | null;
}

/** A recommended range, both ends included; it may have no upper end. */
export type Range = readonly [low: number, high: number | null];

export interface Computed {
  readonly key: string;
  readonly label: string;
  readonly percent: boolean;
  readonly decimals: number;
  readonly expr: Expr;
}

export interface Process {
  readonly key: string;
  readonly per: "week" | "month" | "quarter" | "year";
  readonly recommend: Range | null;
}

export interface Split {
  readonly key: string;
  readonly weights: readonly number[];
  readonly after: Expr | null;
  readonly lead: Expr | null;
}

export interface Week {
  readonly id: string;
  readonly monday: string;
  /** The dates that are worked. */
  readonly days: readonly string[];
}

export interface Month {
  readonly id: string;
  readonly weeks: readonly Week[];
}

export interface Template {
  readonly joined: string;
  readonly inputs: readonly Input[];
  readonly constants: readonly { readonly key: string; readonly value: number }[];
  readonly computed: readonly Computed[];
  readonly funnel: readonly string[];
  readonly process: readonly Process[];
  readonly splits: readonly Split[];
  readonly year: { readonly id: string; readonly months: readonly Month[] };
  readonly milestones: readonly number[];
}

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
  /** By the names of the outputs: 签约, 签约@2027-Q1. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Of each process goal, and of each input that has a range. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Process goals in whole numbers: 3–4 for 3.16. */
  readonly whole: ReadonlyMap<string, string>;
  /** Of each stage of the funnel: its slice of the picture. */
  readonly slices: readonly string[];
  /** Dates of the milestones, "" while the date of joining is not known. */
  readonly milestones: readonly string[];
  /** The date of joining, "" while it is not known. */
  readonly joined: string;
}

/** Values of inputs by key; what is not there is blank. */
export type Entries = ReadonlyMap<string, number | string>;

type Values = ReadonlyMap<string, Value>;

export function evaluateTemplate(template: Template, entries: Entries): Sheet {
  const values = new Map<string, Value>(entries);
  for (const constant of template.constants) values.set(constant.key, constant.value);
  for (const computed of template.computed) {
    values.set(computed.key, evaluate(computed.expr, (name) => values.get(name)));
  }
  const from = values.get(template.joined);
  const joined = typeof from === "string" ? from : "";
  const shown = new Map<string, Shown>();
  for (const computed of template.computed) shown.set(computed.key, show(template, computed, values.get(computed.key)));
  for (const split of template.splits) showPlan(template, split, values, joined, shown);
  return {
    shown,
    verdicts: verdicts(template, values),
    whole: new Map(template.process.map((p) => [p.key, whole(number(values.get(p.key)))])),
    slices: slices(template.funnel.map((key) => number(values.get(key)) ?? 0)),
    milestones: template.milestones.map((months) => after(joined, months)),
    joined,
  };
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
    const value = number(values.get(key));
    if (computed === undefined || recommend === null) continue;
    all.set(key, verdict(recommend, value === undefined ? undefined : seen(computed, value)));
  }
  return all;
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

/** The polygon of each stage: a band as wide as the stage against the widest, then a taper to the width of the next. */
function slices(values: readonly number[]): string[] {
  const widest = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value, i) => {
    if (value <= 0) return "";
    const [left, right] = edges(value / widest);
    const next = values[i + 1] ?? 0;
    const [nextLeft, nextRight] = edges(next / widest);
    const taper = next > 0 ? `${nextRight},10 ${nextLeft},10 ` : "";
    return `${left},0 ${right},0 ${right},6 ${taper}${left},6`;
  });
}

/** The ends of a bar in the middle of 100, at least 1 wide. */
function edges(part: number): [string, string] {
  const x = round((100 - Math.max(100 * part, 1)) / 2, 2);
  return [formatNumber(x), formatNumber(round(100 - x, 2))];
}

/** Shows what a total means for the year, its quarters, months and weeks. */
function showPlan(template: Template, split: Split, values: Values, joined: string, shown: Map<string, Shown>): void {
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

/** The date so many months after another; where that month is too short, its last day. */
export function after(date: string, months: number): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (parts === null) return "";
  const month = Number(parts[2]) - 1 + months;
  const last = new Date(Date.UTC(Number(parts[1]), month + 1, 0)).getUTCDate();
  const day = new Date(Date.UTC(Number(parts[1]), month, Math.min(Number(parts[3]), last)));
  return day.toISOString().slice(0, 10);
}
