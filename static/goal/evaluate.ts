// The browser's twin of the generator's package sheet: evaluates a template to the
// same numbers and the same texts. That package's comment says how a total is split.
// A test compares what the two compute.

import type { Computed, Criterion, Range, Template, Variable } from "./template";
import { Calendar } from "./calendar";
import { Cells } from "./cells";
import { Plan } from "./compute";
import { after, dateText, type Day } from "./dates";
import { entryText } from "./entry";
import { findings } from "./findings";
import { type Actuals, outlook, planOf } from "./outlook";
import { displayed, labelOf, shownNumber } from "./text";
import { display, floor, formatNumber, isBlank, round, type Value } from "../formula/formula";
import { measure, slices } from "./picture";
import type { Entries, Sheet, Shown, Values, Verdict } from "./sheet";
import { fitsAll, judge, judgeGoal, type Judgement } from "./verdict";
import { apply } from "./variables";

/** Evaluates a template with entries, and with what was done in closed quarters. */
export type Evaluate = (entries: Entries, actuals?: Actuals) => Sheet;

/** Returns the evaluator of a template, which keeps the template's calendar. */
export function evaluatorOf(template: Template): Evaluate {
  const calendar = new Calendar(template.year);
  return (entries, actuals) => sheetOf(planOf(template, calendar, entries, actuals), actuals);
}

function sheetOf(base: Plan, actuals?: Actuals): Sheet {
  const { plan, steps } = outlook(base, actuals);
  const { template, values } = plan;
  const shown = new Map<string, Shown>();
  const judged = verdicts(template, values);
  const judgement = judge(plan);
  const under = template.variables.map((variable) => outlook(planUnder(base, variable), actuals).plan);
  for (const computed of template.computed) shown.set(computed.key, show(template, computed, values.get(computed.key)));
  const cells = new Cells(plan, shown);
  template.variables.forEach((variable, i) => showVariable(variable, under[i] ?? plan, shown, judged));
  return {
    shown,
    verdicts: judged,
    whole: new Map(template.process.map((p) => [p.key, whole(number(values.get(p.key)))])),
    slices: slices(template.funnel.map((key) => number(values.get(key)) ?? 0)),
    meters: new Map(template.process.map((p) => [p.key, measure(p, plan, judgement.goals.find((goal) => goal.process === p))])),
    bars: cells.bars,
    smart: template.smart.map((criterion) => answer(plan, criterion, judgement)),
    milestones: template.milestones.map((months) => after(text(values.get(template.joined || template.starts)), months)),
    opening: knownDate(plan.opening),
    begins: knownDate(plan.person.begins),
    over: new Set([
      ...cells.over, ...judgement.goals.filter((goal) => !goal.fits).map(({ process }) => process.key),
      ...template.variables.flatMap((variable, i) => overUnder(variable, under[i] ?? plan)),
    ]),
    finding: findings(plan, judgement, under),
    steps: new Map(steps.map(({ split, done, rest }) => [split.key, { done: display(round(done, 1), -1), rest: display(round(rest, 1), -1) }])),
    rates: new Map(steps.flatMap(({ rate }) => (rate === undefined || rate.key === "" ? [] : [[rate.key, rate.updated] as const]))),
  };
}

/** The names of the outputs that show goals of the plan under a market variable that do not fit: of the goals that the page compares. */
function overUnder({ key }: Variable, plan: Plan): string[] {
  const { compared, process } = plan.template;
  return process.filter((goal) => compared.includes(goal.key) && judgeGoal(plan, goal)?.fits === false).map((goal) => `${goal.key}~${key}`);
}

function knownDate(day: Day): string {
  return Number.isFinite(day) ? dateText(day) : "";
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
/** The plan with a market variable applied. */
function planUnder(plan: Plan, variable: Variable): Plan {
  const changed = new Map(plan.values);
  apply(variable, plan.template.inputs, changed);
  return new Plan(plan.template, plan.calendar, changed);
}

/** Checks a criterion: its formula and what it holds must both be true. */
function answer(plan: Plan, { check, holds }: Criterion, judgement: Judgement): string {
  const truth = check === null ? true : plan.evaluate(check);
  const isHeld = holds === "" || (!judgement.isLate && (holds === "dates" || fitsAll(judgement)));
  if (!isHeld || truth === false) return "no";
  return truth !== true || (holds !== "" && (judgement.kind === "missing" || judgement.kind === "")) ? "" : "yes";
}

/** Shows the values that a market variable changes. */
function showVariable(variable: Variable, { template, values }: Plan, shown: Map<string, Shown>, judged: Map<string, Verdict>): void {
  const name = (key: string): string => `${key}~${variable.key}`;
  for (const input of template.inputs) {
    if (!variable.inputs.includes(input.key)) continue;
    const value = number(values.get(input.key));
    const [raw, text] = value === undefined ? ["", ""] : [formatNumber(value), entryText(input, value)];
    shown.set(name(input.key), { raw, text, why: "", about: "" });
  }
  for (const computed of template.computed) {
    if (!template.compared.includes(computed.key)) continue;
    const value = values.get(computed.key);
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
  if (typeof value === "string" && computed.latest !== "") return { raw: value, text: value, why: "", about: "" };
  const { blank, name } = isBlank(value) ? value : { blank: "mismatch", name: "" };
  return { raw: "", text: "", why: `why_${blank}`, about: labelOf(template, name) };
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
