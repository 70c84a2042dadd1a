// Solves for one value of a plan: the nearest one with which the plan has a property. It takes many
// evaluations, so the page solves only for what the verdict shows, and a search can be left after each evaluation.

import { Calendar } from "./calendar";
import type { Plan } from "./compute";
import { entryText } from "./entry";
import type { Cure, Entries, Reach } from "./sheet";
import type { Input, Template } from "./template";
import { display, floor, round } from "../formula/formula";
import { prorated } from "./findings";
import { type Actuals, outlook, planOf } from "./outlook";
import { displayed } from "./text";
import { judge } from "./verdict";

/** The most steps that are tried in one direction. */
const MOST = 2 ** 20;

/** A search that yields after each evaluation. */
export type Search<T> = Generator<void, T, void>;

/** Runs a search to its end. */
export function solved<T>(search: Search<T>): T {
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value;
  }
}

/**
 * The least number of steps, from 1 to most, after which test is true; undefined if it is false after the most. If it is
 * true after a number of steps, it must be true after every larger one.
 */
export function leastSteps(most: number, test: (steps: number) => boolean): number | undefined {
  return solved(search(most, test));
}

function* search(most: number, test: (steps: number) => boolean): Search<number | undefined> {
  if (most < 1 || !test(most)) return undefined;
  let [no, yes] = [0, most];
  while (yes - no > 1) {
    yield;
    const middle = Math.floor((no + yes) / 2);
    if (test(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** The value of an input nearest to the present one, on the grid of its steps, with which test is true. A least value of 0 is not tried. */
function* nearest(input: Input, step: number, present: number, test: (value: number) => boolean): Search<number | undefined> {
  const at = (steps: number): number => round(present + steps * step, 4);
  const most = (end: number | null, direction: number): number =>
    end === null ? MOST : Math.min(floor(Math.max((end - present) * direction, 0) / step), MOST);
  const up = yield* search(most(input.max, 1), (steps) => test(at(steps)));
  const lowest = most(input.min, -1);
  yield;
  const down = yield* search(at(-lowest) === 0 ? lowest - 1 : lowest, (steps) => test(at(-steps)));
  if (down === undefined) return up === undefined ? undefined : at(up);
  return at(up !== undefined && up < down ? up : -down);
}

/** Makes the plan of the rest of the year. */
export type Make = (entries: Entries, fixed?: ReadonlyMap<string, number>) => Plan;

/** `calendar` is that of the template's year. */
export function makerOf(template: Template, actuals?: Actuals, calendar = new Calendar(template.year)): Make {
  return (entries, fixed) => outlook(planOf(template, calendar, entries, actuals, fixed), actuals).plan;
}

/**
 * The smallest change of one input with which the plan fits, in proportion to the input; undefined if no goal is over its capacity, or
 * if no such change exists. For a plan that is out of reach, `reach` says what is possible instead.
 */
export function* cure(template: Template, entries: Entries, actuals?: Actuals): Search<Cure | undefined> {
  const make = makerOf(template, actuals);
  if (judge(make(entries)).kind !== "over") return undefined;
  const fits = (key: string, value: number): boolean => judge(make(new Map(entries).set(key, value))).kind === "fits";
  let best: { readonly input: Input; readonly value: number; readonly change: number } | undefined;
  for (const input of template.inputs) {
    const present = entries.get(input.key);
    if (input.adjust === null || typeof present !== "number") continue;
    yield;
    const value = yield* nearest(input, input.adjust, present, (x) => fits(input.key, x));
    if (value === undefined) continue;
    const change = Math.abs(value - present) / Math.max(Math.abs(present), input.adjust);
    if (best === undefined || change < best.change) best = { input, value, change };
  }
  return best && { key: best.input.key, label: best.input.label, text: entryText(best.input, best.value), unit: best.input.unit };
}

/**
 * How much of the target is within reach. If the target is the fiscal year's part of a number, that is the largest whole number with which
 * the plan fits. Any other target has a reach only if the plan is out of reach: the largest whole number with which no step is out of
 * reach. The reach is undefined if the target is blank, or if the plan fails even with 0.
 */
export function* reach(template: Template, entries: Entries, actuals?: Actuals): Search<Reach | undefined> {
  const make = makerOf(template, actuals);
  const { target } = template;
  const plan = make(entries);
  const part = prorated(template);
  if (part === undefined && judge(plan).kind !== "late") return undefined;
  const source = plan.values.get(part?.prorate?.source ?? target);
  if (typeof source !== "number" || source < 0) return undefined;
  const most = Math.min(floor(source), 1e12);
  const fails = (n: number): boolean => {
    const { missing, late, goals } = judge(make(entries, new Map([[target, n]])));
    return missing !== undefined || late.length > 0 || (part !== undefined && goals.some((goal) => !goal.fits));
  };
  yield;
  const first = fails(0) ? 0 : yield* search(most, fails);
  if (first === 0) return undefined;
  const n = first === undefined ? most : first - 1;
  if (part !== undefined) return { label: part.label, text: displayed(part, n), rest: "", unit: part.unit };
  const found = [...template.inputs, ...template.computed].find(({ key }) => key === target);
  return { label: found?.label ?? "", text: display(n, 0), rest: display(round(source - n, 4), -1), unit: found?.unit ?? "" };
}
