// Reads what a plan keeps of its closed quarters as numbers.

import { type Actuals, PRIOR } from "../goal/outlook";
import type { Template } from "../goal/template";
import { parseNumber } from "../formula/formula";
import type { Closed, Count, SavedPlan } from "./saved";

/** The largest total that the page counts. */
const LARGEST = 1e12;

/** The closed quarters of the template's year from the first on; a plan that lacks one has none after it. */
export function closedQuarters({ closed = [] }: SavedPlan, { year }: Template): Closed[] {
  const quarters = [1, 2, 3, 4].map((n) => closed.find(({ quarter }) => quarter === `${year.id}-Q${n}`));
  const end = quarters.indexOf(undefined);
  return quarters.slice(0, end < 0 ? quarters.length : end).flatMap((quarter) => quarter ?? []);
}

/** What was done in the closed quarters; undefined if none is closed. */
export function actualsOf(plan: SavedPlan, template: Template): Actuals | undefined {
  const closed = closedQuarters(plan, template);
  const last = closed[closed.length - 1];
  return last && actualsFrom(closed, last, template, plan.prior);
}

/** What was done in quarters, of which the last one says what is open. */
export function actualsFrom(quarters: readonly Count[], last: Count, template: Template, prior: string | undefined): Actuals {
  return {
    quarters: quarters.map(({ done }) => numbers(done, template)),
    open: numbers(last.open, template),
    happened: quarters.flatMap(({ happened }) => happened),
    prior: priorOf(prior),
  };
}

/** A total to date as a reader types it; undefined if it is none. */
export function readCount(text: string, unit: string): number | undefined {
  const x = parseNumber(text.trim(), unit);
  return x !== undefined && x >= 0 && x <= LARGEST ? x : undefined;
}

/** How many trials a planned share counts for: from 1 to 1000. */
export function priorOf(text: string | undefined): number {
  const x = readCount(text ?? "", "");
  return x !== undefined && x >= 1 && x <= 1000 ? x : PRIOR;
}

function numbers(texts: Readonly<Record<string, string>>, template: Template): Map<string, number> {
  const unitOf = (key: string): string => template.computed.find((c) => c.key === key)?.unit ?? "";
  return new Map(Object.entries(texts).flatMap(([key, text]) => {
    const x = readCount(text, unitOf(key));
    return x === undefined ? [] : [[key, x] as const];
  }));
}
