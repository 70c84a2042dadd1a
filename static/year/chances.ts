// The odds that a plan still reaches its result: that enough of the trials that are still to
// come succeed.

import type { Plan } from "../goal/compute";
import type { Step } from "../goal/outlook";
import type { Split } from "../goal/template";
import { labelOf } from "../goal/text";
import { roundUp } from "../formula/formula";
import { type Belief, beliefOf, oddsOf } from "./odds";

/** A step on the way to the result. */
export type Stage = Pick<Step, "split" | "label" | "open" | "rest" | "rate">;

/**
 * The steps that follow each other up to the result, of the chain that has most of them; none if no two steps follow each
 * other. `steps` are those of a plan after closed quarters; before one is closed, nothing is done and everything is left.
 */
export function stagesOf(plan: Plan, steps: readonly Step[]): Stage[] {
  const { splits } = plan.template;
  const chains = splits.filter(({ key }) => !splits.some(({ follows }) => follows === key)).map((last) => chainTo(last, splits));
  const longest = chains.reduce((best, chain) => (chain.length > best.length ? chain : best), []);
  if (longest.length < 2) return [];
  return longest.flatMap((split, i) => steps.find((step) => step.split.key === split.key) ?? stageOf(plan, split, longest[i + 1]) ?? []);
}

function chainTo(last: Split, splits: readonly Split[]): Split[] {
  const before = splits.find(({ key }) => key === last.follows);
  return before === undefined ? [last] : [...chainTo(before, splits), last];
}

function stageOf(plan: Plan, split: Split, next: Split | undefined): Stage | undefined {
  const [total, following] = [plan.values.get(split.key), next && plan.values.get(next.key)];
  if (typeof total !== "number") return undefined;
  const share = typeof following === "number" && total > 0 ? following / total : undefined;
  const rate = share === undefined ? undefined : { key: split.rate, planned: share, wins: undefined, trials: undefined, updated: share };
  return { split, label: labelOf(plan.template, split.key), open: 0, rest: total, rate };
}

export interface Chances {
  /** The last step, and the one before it, each of which is a trial. */
  readonly result: Stage;
  readonly trial: Stage;
  /** How many results are left to reach, of how many trials to come: the open ones and those left to do. */
  readonly needed: number;
  readonly trials: number;
  readonly belief: Belief;
  readonly odds: number;
  /** Whether the odds rest on results of the reader's closed quarters, and not on the planned rate alone. */
  readonly isOwn: boolean;
}

/** The odds of a chain, if the planned rate counts for `prior` trials. Undefined if it has no result, or no odds. */
export function chancesOf(stages: readonly Stage[], prior: number): Chances | undefined {
  const [trial, result] = stages.slice(-2);
  if (trial?.rate === undefined || result === undefined) return undefined;
  const { planned, wins, trials: tried } = trial.rate;
  const [needed, trials] = [roundUp(result.rest, 0), roundUp(trial.open + trial.rest, 0)];
  const belief = beliefOf(planned, prior, wins, tried);
  const odds = oddsOf(needed, trials, belief);
  return odds === undefined ? undefined : { result, trial, needed, trials, belief, odds, isOwn: (tried ?? 0) > 0 };
}
