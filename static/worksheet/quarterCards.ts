// The cards of a year's quarters on paper: for each step the numbers that are known, and
// blanks for those that the reader counts and computes with a pen, by the arithmetic of
// goal/outlook.ts.

import { Calendar } from "../goal/calendar";
import { dateText } from "../goal/dates";
import { isIdle, outlook, planOf, type Step } from "../goal/outlook";
import type { Entries } from "../goal/sheet";
import type { Computed, Split, Template } from "../goal/template";
import { display, displayPercent, round } from "../formula/formula";
import { actualsFrom, priorOf } from "./actuals";
import type { Count } from "./saved";

/** A step of the chain. Each text is "" where the reader writes. */
export interface CardStep {
  readonly label: string;
  readonly unit: string;
  /** What to do if too few reach it, "" if the author says nothing. */
  readonly weak: string;
  /** The label of the step that follows, "" of a last step. */
  readonly next: string;
  /** The totals of the plan: of the year, and to the end of the quarter. */
  readonly year: string;
  readonly planned: string;
  /** The totals to the end of the quarter, and what of them has no result yet. */
  readonly done: string;
  readonly open: string;
  /** The share that goes on to the next step as planned and as updated, and what it is updated by; "" of a last step. */
  readonly share: string;
  readonly wins: string;
  readonly trials: string;
  readonly updated: string;
  /** What the next step still needs, and this one. */
  readonly ahead: string;
  readonly rest: string;
}

export interface Card {
  /** From 1. */
  readonly quarter: number;
  /** Its last day: 2027-03-31. */
  readonly until: string;
  readonly prior: string;
  readonly steps: readonly CardStep[];
  /** The market variables, and whether they have come true. */
  readonly variables: readonly { readonly label: string; readonly isTrue: boolean }[];
}

/** A plan whose numbers are printed on its cards: its inputs, the quarters that were counted from the first on, and its prior as typed. */
export interface Filled {
  readonly entries: Entries;
  readonly counts: readonly Count[];
  readonly prior: string | undefined;
}

/** The cards of the four quarters; without a plan they are blank. */
export function cardsOf(template: Template, filled?: Filled): Card[] {
  const calendar = new Calendar(template.year);
  return [0, 1, 2, 3].map((quarter) => ({
    quarter: quarter + 1,
    until: dateText((calendar.months[3 * quarter + 2]?.to ?? 0) - 1),
    prior: number(priorOf(filled?.prior)),
    steps: stepsOf(template, calendar, quarter, filled),
    variables: template.variables.map(({ key, label }) => ({ label, isTrue: filled?.counts.slice(0, quarter + 1).some(({ happened }) => happened.includes(key)) === true })),
  }));
}

/** The steps of a card. Of a quarter that was not counted only the plan is known. An idle step that was not counted is left out. */
function stepsOf(template: Template, calendar: Calendar, quarter: number, filled: Filled | undefined): CardStep[] {
  const none: Count = { quarter: "", done: {}, open: {}, happened: [] };
  const counts = [0, 1, 2, 3].slice(0, quarter + 1).map((q) => filled?.counts[q] ?? none);
  const actuals = filled && actualsFrom(counts, counts[quarter] ?? none, template, filled.prior);
  const base = filled && planOf(template, calendar, filled.entries, actuals);
  const steps = base ? outlook(base, actuals).steps : [];
  const find = (split: Split | undefined): Step | undefined => steps.find((step) => step.split.key === split?.key);
  return template.splits.flatMap((split) => {
    const after = template.splits.find(({ follows }) => follows === split.key);
    const step = find(split);
    if (base !== undefined && step?.isCounted !== true && isIdle(base, split)) return [];
    return [cardStep(split, valueOf(template, split.key), after && valueOf(template, after.key).label, step, find(after))];
  });
}

function cardStep({ weak }: Split, { label, unit }: Pick<Computed, "label" | "unit">, next: string | undefined, step: Step | undefined, after: Step | undefined): CardStep {
  const { rate } = step ?? {};
  const isKnown = step?.isCounted === true && (next === undefined || rate?.wins !== undefined);
  return {
    label, unit, weak, next: next ?? "",
    year: number(step?.total), planned: number(step?.planned),
    done: step?.isCounted === true ? number(step.done) : "", open: isKnown && next !== undefined ? number(step.open) : "",
    share: percent(rate?.planned), wins: number(rate?.wins), trials: number(rate?.trials), updated: isKnown ? percent(rate?.updated) : "",
    ahead: isKnown && after?.isCounted === true ? number(after.rest) : "", rest: isKnown ? number(step.rest) : "",
  };
}

function valueOf({ computed }: Template, key: string): Pick<Computed, "label" | "unit"> {
  return computed.find((value) => value.key === key) ?? { label: key, unit: "" };
}

function number(x: number | undefined): string {
  return x === undefined ? "" : display(round(x, 1), -1);
}

function percent(x: number | undefined): string {
  return x === undefined ? "" : displayPercent(round(x, 3), -1);
}
