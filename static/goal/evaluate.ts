// The browser's twin of the generator's package sheet: evaluates a template to the
// same numbers and the same texts. That package's comment says how a total is split.
// A test compares what the two compute.

import type { Computed, Range, Split, Template, Variable } from "./template";
import { after } from "./dates";
import { entryText } from "./entry";
import { display, displayPercent, evaluate, floor, formatNumber, round, type Value } from "../formula/formula";
import { bars, measure, slices } from "./picture";
import type { Entries, Sheet, Shown, Values, Verdict } from "./sheet";
import { share, sum } from "./split";
import { apply } from "./variables";

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
    smart: template.smart.map(({ check }) => (check === null ? "" : answer(evaluate(check, (name) => values.get(name))))),
    milestones: template.milestones.map((months) => after(joined, months)),
    joined,
  };
}

function compute(template: Template, values: Map<string, Value>): void {
  for (const computed of template.computed) {
    if (computed.expr !== null) values.set(computed.key, evaluate(computed.expr, (name) => values.get(name)));
  }
}

function answer(value: Value): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : "";
}

/** Computes the template again with a market variable applied, and shows the values that it changes. */
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

/** A number rounded to the decimals that the page shows. */
function shownNumber(computed: Computed, x: number): number {
  return round(x, computed.percent ? computed.decimals + 2 : computed.decimals);
}

function displayed(computed: Computed, x: number): string {
  return computed.percent ? displayPercent(shownNumber(computed, x), -1).replace("%", "") : display(shownNumber(computed, x), -1);
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

/** Compares a process goal, rounded as it is shown, with its range. */
function verdictOf(computed: Computed, range: Range, value: number | undefined): Verdict {
  return verdict(range, value === undefined ? undefined : shownNumber(computed, value));
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

/** Shows the shares of a total for the year, its quarters, months and weeks; returns the chart of its months. */
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
