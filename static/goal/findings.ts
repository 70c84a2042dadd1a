// Shows the verdict on a plan as texts.

import type { Plan } from "./compute";
import { highest } from "./load";
import type { Cautious, Finding, Next, Part, Step, Strain, Until } from "./sheet";
import type { Computed, Template } from "./template";
import { displayed, labelOf, loadText, placesOf } from "./text";
import { judge, type Judged, type Judgement } from "./verdict";
import { roundDown, roundUp } from "../formula/formula";

/** under has the plan under each market variable. */
export function findings(plan: Plan, judgement: Judgement, under: readonly Plan[]): Finding {
  const { template } = plan;
  return {
    kind: judgement.kind,
    missing: labelOf(template, judgement.missing ?? ""),
    strain: strainOf(template, judgement.goals),
    late: judgement.late.map((key) => labelOf(template, key)),
    until: judgement.kind === "late" ? untilOf(plan, judgement.late) : [],
    part: partOf(plan),
    next: nextOf(plan),
    cautious: template.variables.flatMap((variable, i) => {
      const changed = under[i];
      return judgement.kind !== "" && variable.cautious && changed !== undefined ? [cautious(variable.label, plan, changed)] : [];
    }),
  };
}

/** plan is the reader's plan, changed the plan under a market variable. */
function cautious(label: string, plan: Plan, changed: Plan): Cautious {
  const { kind, goals } = judge(changed);
  return { label, steps: stepsOf(plan, changed), kind, strain: strainOf(plan.template, goals) };
}

/** The stages of the funnel whose shown number is another one in the changed plan. */
function stepsOf({ template, values }: Plan, changed: Plan): Step[] {
  return template.funnel.flatMap((key) => {
    const computed = find(template, key);
    const [before, after] = [values.get(key), changed.values.get(key)];
    if (typeof after !== "number") return [];
    const text = displayed(computed, after);
    return typeof before === "number" && displayed(computed, before) === text ? [] : [{ label: computed.label, text, unit: computed.unit }];
  });
}

/** The first goal with the highest load. */
export function strainOf(template: Template, goals: readonly Judged[]): Strain | undefined {
  const worst = highest(goals, (goal) => goal.ratio);
  if (worst === undefined) return undefined;
  const computed = find(template, worst.process.key);
  let [rate, limit] = [displayed(computed, worst.rate), displayed(computed, worst.limit)];
  if (!worst.fits && rate === limit) {
    const places = placesOf(computed);
    [rate, limit] = [displayed(computed, roundUp(worst.rate, places)), displayed(computed, roundDown(worst.limit, places))];
  }
  return {
    about: computed.label, period: worst.tightest?.id ?? "", level: worst.tightest?.level ?? worst.process.per, unit: computed.unit,
    rate, limit, load: loadText(worst.ratio),
  };
}

function nextOf({ template, values }: Plan): Next[] {
  return template.computed.filter(({ prorate }) => prorate?.after === true).map((computed) => {
    const x = values.get(computed.key);
    return { label: computed.label, text: typeof x === "number" ? displayed(computed, x) : "", unit: computed.unit };
  });
}

/** The last days of the steps that the template shows and that are still within reach. A last day before the sheet's first day is blank. */
function untilOf({ template, values }: Plan, late: readonly string[]): Until[] {
  return template.computed.flatMap(({ key, latest }) => {
    const date = values.get(key);
    return latest !== "" && typeof date === "string" && !late.includes(latest) ? [{ label: labelOf(template, latest), date }] : [];
  });
}

function partOf({ template, values }: Plan): Part | undefined {
  const computed = prorated(template);
  if (computed?.prorate == null) return undefined;
  const text = (key: string): string => {
    const x = values.get(key);
    return typeof x === "number" ? displayed(computed, x) : "";
  };
  return { label: computed.label, text: text(computed.key), source: text(computed.prorate.source), unit: computed.unit };
}

/** The target if it is the fiscal year's part of a number. */
export function prorated({ computed, target }: Template): Computed | undefined {
  return computed.find(({ key, prorate }) => key === target && prorate !== null);
}

function find(template: Template, key: string): Computed {
  const computed = template.computed.find((c) => c.key === key);
  if (computed === undefined) throw new Error(`goal: the template has no value ${key}`);
  return computed;
}
