// Shares out what is missing to a target: by what each person's days can still hold, and never
// beyond that.

import { leastSteps, makerOf } from "../goal/solve";
import { allocate } from "../goal/split";
import { judge } from "../goal/verdict";
import type { Member } from "../plans/member";

/** More results than these are not tried for one person. */
const MOST = 1024;

/**
 * How many more results, in whole units, still fit into a person's months, if every other answer stays; 0 if her plan does not fit
 * as it is, or has no result.
 */
export function spareOf({ template, calendar, entries, actuals, outlook: { base }, judgement }: Member): number {
  const [result] = template.results;
  const total = result && base.values.get(result.step);
  if (result === undefined || typeof total !== "number" || judgement.kind !== "fits") return 0;
  const make = makerOf(template, actuals, calendar);
  const fails = (more: number): boolean => judge(make(entries, new Map([[result.step, total + more]]))).kind !== "fits";
  return (leastSteps(MOST, fails) ?? MOST + 1) - 1;
}

/** The parts of a gap that people take, in whole units, and what nobody can. */
export interface Shared {
  readonly parts: readonly number[];
  readonly left: number;
}

/** Shares a gap out in proportion to spare capacities, by largest remainder. */
export function shareOut(gap: number, spares: readonly number[]): Shared {
  const all = spares.reduce((sum, spare) => sum + spare, 0);
  const taken = Math.min(gap, all);
  const parts = all === 0 ? spares.map(() => 0) : (allocate(taken, spares) ?? spares.map(() => 0));
  return { parts, left: gap - taken };
}
