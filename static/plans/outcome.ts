// What a plan comes to: its results, its tightest goal and the verdict on it; and what changes
// of them from one plan to another.

import type { Calendar } from "../goal/calendar";
import { strainOf } from "../goal/findings";
import type { Plan } from "../goal/compute";
import type { Kind, Strain } from "../goal/sheet";
import type { Computed, Template } from "../goal/template";
import { displayed, labelOf } from "../goal/text";
import type { SavedPlan } from "../worksheet/saved";
import { memberOf } from "./member";

/** A computed number as the page shows it, "" if it is blank. */
export interface Figure {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly text: string;
}

export interface Outcome {
  /** The steps that are the result of the plan. */
  readonly results: readonly Figure[];
  /** The goal that takes most of its capacity, in the period where it does; undefined if no goal has a capacity. */
  readonly strain: Strain | undefined;
  readonly kind: Kind;
  /** The label of the number that the verdict lacks, or "". */
  readonly missing: string;
  /** All computed numbers. */
  readonly figures: readonly Figure[];
}

/** A figure before and after. */
export interface Move {
  readonly from: Figure;
  readonly to: Figure;
}

/** What differs between two outcomes. */
export interface Effect {
  readonly results: readonly Move[];
  /** Undefined if the tightest goal has the same number. */
  readonly strain: { readonly from: Strain | undefined; readonly to: Strain | undefined } | undefined;
  /** Undefined if the verdict is the same. */
  readonly kind: { readonly from: Kind; readonly to: Kind } | undefined;
  /** If none of these differs: the first other numbers that do. */
  readonly others: readonly Move[];
}

/** The most other numbers that an effect has. */
const maxOthers = 2;

export function outcomeOf(template: Template, calendar: Calendar, saved: SavedPlan): Outcome {
  const { outlook: { plan }, judgement: { kind, missing = "", goals } } = memberOf({ file: "", plan: saved }, template, calendar);
  const figures = inOrder(template).map((computed) => figureOf(plan, computed));
  const results = template.results.flatMap(({ step }) => figures.find(({ key }) => key === step) ?? []);
  return { results, strain: strainOf(template, goals), kind, missing: labelOf(template, missing), figures };
}

/** The process goals, the steps of the funnel, then the others. */
function inOrder({ process, funnel, computed }: Template): Computed[] {
  const first = [...process.map(({ key }) => key), ...funnel];
  const rank = ({ key }: Computed): number => (first.includes(key) ? first.indexOf(key) : first.length);
  return [...computed].sort((a, b) => rank(a) - rank(b));
}

function figureOf({ values }: Plan, computed: Computed): Figure {
  const x = values.get(computed.key);
  const text = typeof x === "number" ? displayed(computed, x) : typeof x === "string" ? x : "";
  return { key: computed.key, label: computed.label, unit: computed.unit, text };
}

export function effectOf(before: Outcome, after: Outcome): Effect {
  const results = moves(before.results, after.results);
  const strain = sameStrain(before.strain, after.strain) ? undefined : { from: before.strain, to: after.strain };
  const kind = before.kind === after.kind ? undefined : { from: before.kind, to: after.kind };
  const isSeen = results.length > 0 || strain !== undefined || kind !== undefined;
  return { results, strain, kind, others: isSeen ? [] : moves(before.figures, after.figures).slice(0, maxOthers) };
}

function moves(before: readonly Figure[], after: readonly Figure[]): Move[] {
  return before.flatMap((from, i) => {
    const to = after[i];
    return to === undefined || from.text === to.text ? [] : [{ from, to }];
  });
}

function sameStrain(a: Strain | undefined, b: Strain | undefined): boolean {
  return a?.about === b?.about && a?.rate === b?.rate && a?.period === b?.period && a?.limit === b?.limit;
}
