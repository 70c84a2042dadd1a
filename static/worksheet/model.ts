// The browser's twin of the generator's package goal: evaluates a template to
// the same numbers and the same texts. That package's comment says how a total
// is split; both sides are held to each other by a test.

import { display, displayPercent, evaluate, formatNumber, round, roundUp, type Expr, type Value } from "./formula";

export interface Input {
  readonly key: string;
  readonly kind: "number" | "money" | "percent" | "date" | "text" | "choice";
  readonly unit: string;
  readonly default: number | string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly recommend: readonly [number, number] | null;
}

export interface Computed {
  readonly key: string;
  readonly percent: boolean;
  readonly decimals: number;
  readonly expr: Expr;
}

export interface Process {
  readonly key: string;
  readonly per: "week" | "month" | "quarter" | "year";
  readonly recommend: readonly [number, number] | null;
}

export interface Split {
  readonly key: string;
  readonly weights: readonly number[];
  readonly lead: Expr | null;
}

export interface Week {
  readonly id: string;
  readonly days: readonly string[];
}

export interface Month {
  readonly id: string;
  readonly weeks: readonly Week[];
}

export interface Template {
  readonly joined: string;
  readonly inputs: readonly Input[];
  readonly computed: readonly Computed[];
  readonly funnel: readonly string[];
  readonly process: readonly Process[];
  readonly splits: readonly Split[];
  readonly year: { readonly id: string; readonly months: readonly Month[] };
  readonly milestones: readonly number[];
}

export type Verdict = "" | "below" | "within" | "above";

/** A number as ECMAScript prints it and as a reader reads it; "" where it is blank. */
export interface Shown {
  readonly raw: string;
  readonly text: string;
}

export interface Sheet {
  readonly values: ReadonlyMap<string, Value>;
  /** By the names of the outputs: 签约, 签约@2027-Q1. */
  readonly shown: ReadonlyMap<string, Shown>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Of each stage of the funnel: its bar in a picture of 100 units' width. */
  readonly bars: readonly { readonly x: string; readonly width: string }[];
  /** Dates of the milestones, "" while the date of joining is not known. */
  readonly milestones: readonly string[];
}

/** Values of inputs by key; undefined is blank. */
export type Entries = ReadonlyMap<string, number | string | undefined>;

export function evaluateTemplate(template: Template, entries: Entries): Sheet {
  const values = new Map<string, Value>();
  for (const input of template.inputs) {
    const value = entries.get(input.key);
    if (value !== undefined) values.set(input.key, value);
  }
  const shown = new Map<string, Shown>();
  const lookup = (name: string): Value | undefined => values.get(name);
  for (const computed of template.computed) {
    const value = evaluate(computed.expr, lookup);
    values.set(computed.key, value);
    shown.set(computed.key, show(value, computed));
  }
  const joined = values.get(template.joined);
  const from = typeof joined === "string" ? joined : "";
  for (const split of template.splits) showPlan(template, split, values, from, shown);
  return {
    values,
    shown,
    verdicts: new Map(template.process.map((p) => [p.key, verdict(p, template, values)])),
    bars: bars(template.funnel.map((key) => number(values.get(key)) ?? 0)),
    milestones: template.milestones.map((months) => after(from, months)),
  };
}

function number(value: Value | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function show(value: Value, computed: Computed): Shown {
  if (typeof value !== "number") return { raw: "", text: "" };
  const text = computed.percent
    ? displayPercent(round(value, computed.decimals + 2), -1)
    : display(round(value, computed.decimals), -1);
  return { raw: formatNumber(value), text };
}

function verdict(process: Process, template: Template, values: ReadonlyMap<string, Value>): Verdict {
  const value = number(values.get(process.key));
  const computed = template.computed.find((c) => c.key === process.key);
  if (value === undefined || computed === undefined || process.recommend === null) return "";
  const seen = round(value, computed.decimals);
  if (seen < process.recommend[0]) return "below";
  return seen > process.recommend[1] ? "above" : "within";
}

function bars(values: readonly number[]): { x: string; width: string }[] {
  const widest = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value) => {
    const width = widest > 0 && value > 0 ? round(Math.max(100 * (value / widest), 1), 2) : 0;
    return { x: formatNumber(round((100 - width) / 2, 2)), width: formatNumber(width) };
  });
}

/** Shows what a total means for the year, its quarters, months and weeks. */
function showPlan(template: Template, split: Split, values: ReadonlyMap<string, Value>, joined: string, shown: Map<string, Shown>): void {
  const year = template.year;
  const shares = share(template, split, values, joined);
  const put = (id: string, value: number | undefined): void => {
    shown.set(`${split.key}@${id}`, value === undefined ? { raw: "", text: "" } : { raw: formatNumber(value), text: display(value, -1) });
  };
  put(year.id, shares?.total);
  year.months.forEach((month, i) => {
    if (i % 3 === 0) put(`${year.id}-Q${i / 3 + 1}`, shares?.months.slice(i, i + 3).reduce((a, b) => a + b, 0));
    put(month.id, shares?.months[i]);
    month.weeks.forEach((week, j) => put(week.id, shares?.weeks[i]?.[j]));
  });
}

interface Shares {
  total: number;
  months: number[];
  weeks: number[][];
}

function share(template: Template, split: Split, values: ReadonlyMap<string, Value>, joined: string): Shares | undefined {
  const value = number(values.get(split.key));
  if (value === undefined || value < 0) return undefined;
  let weights = split.weights;
  if (split.lead !== null) {
    const lead = evaluate(split.lead, (name) => values.get(name));
    if (typeof lead !== "number") return undefined;
    weights = leading(weights, round(Math.min(Math.max(lead, 0), 12), 0));
  }
  const days = template.year.months.map((month) => month.weeks.map((week) => week.days.filter((day) => day >= joined).length));
  const open = weights.map((weight, i) => (sum(days[i] ?? []) === 0 ? 0 : weight));
  const total = roundUp(value, 0);
  const months = allocate(total, open);
  if (months === undefined) return undefined;
  return { total, months, weeks: months.map((part, i) => allocate(part, days[i] ?? []) ?? (days[i] ?? []).map(() => 0)) };
}

function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}

function leading(weights: readonly number[], months: number): number[] {
  const moved = weights.map(() => 0);
  weights.forEach((weight, i) => {
    const to = Math.max(i - months, 0);
    moved[to] = (moved[to] ?? 0) + weight;
  });
  return moved;
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

/** For tests: every number by the name of its output. */
export function rawNumbers(templateJSON: string, entriesJSON: string): string {
  const entries = new Map(Object.entries(JSON.parse(entriesJSON) as Record<string, number | string | null>).map(([k, v]) => [k, v ?? undefined]));
  const sheet = evaluateTemplate(JSON.parse(templateJSON) as Template, entries);
  const all: Record<string, [string, string]> = {};
  for (const [name, { raw, text }] of sheet.shown) all[name] = [raw, text];
  return JSON.stringify(all);
}

