// Says by how much the result to date differs from the plan, and which factors of the chain
// the difference comes from: the volume of the first step, each rate, the size of a deal,
// the market.

import type { Outlook, Step } from "../goal/outlook";
import type { Split } from "../goal/template";
import { gapOf, type Total } from "./gap";
import { numberOf } from "./rational";

/** A factor and its share of the difference. */
export interface Cause {
  readonly kind: "volume" | "rate" | "size" | "market";
  /** The step that the factor leads to; undefined of the size and of the market. */
  readonly step: Step | undefined;
  /** The key of a rate or of the size, "" without one. */
  readonly key: string;
  readonly share: number;
}

/** The difference of the last step to date, or of its money if that was counted. */
export interface Shortfall {
  readonly planned: number;
  readonly done: number;
  /** In the order of the chain. */
  readonly causes: readonly Cause[];
}

/** The longest chain of steps that follow each other, from the first to the last; the first of equal ones. */
export function chainOf(splits: readonly Split[]): Split[] {
  const before = (split: Split): Split[] => {
    const previous = splits.find(({ key }) => key === split.follows);
    return previous === undefined ? [split] : [...before(previous), split];
  };
  return splits.map(before).reduce<Split[]>((longest, chain) => (chain.length > longest.length ? chain : longest), []);
}

/**
 * The difference at the end of the last closed quarter; undefined if the plan has no chain whose numbers are known. first is the plan of
 * the first version, of which the same quarters are closed, and amount the money that was brought in to date, if it was counted.
 */
export function shortfallOf(first: Outlook, now: Outlook, amount?: number): Shortfall | undefined {
  const { dealsize, splits } = now.base.template;
  const steps = chainOf(splits).map(({ key }) => {
    const of = ({ steps }: Outlook): Step | undefined => steps.find(({ split }) => split.key === key);
    return { first: of(first), now: of(now) };
  });
  const totals: Total[] = [];
  let forecast = Number.NaN;
  for (const [i, step] of steps.entries()) {
    if (step.first === undefined || step.now === undefined) return undefined;
    const before = steps[i - 1];
    forecast = before === undefined ? step.first.planned * scale(steps[steps.length - 1]) : forecast * ratio(step.now.planned, before.now?.planned);
    totals.push({ planned: step.first.planned, done: step.now.done, forecast });
  }
  const last = totals[totals.length - 1];
  if (last === undefined) return undefined;
  const [size, sizeNow] = [first, now].map(({ base }) => base.values.get(dealsize));
  const isMoney = amount !== undefined && typeof size === "number" && typeof sizeNow === "number";
  if (isMoney) totals.push({ planned: last.planned * size, done: amount, forecast: forecast * sizeNow });
  const { planned, done } = totals[totals.length - 1] ?? last;
  const shares = gapOf(totals);
  const causes = shares.steps.map((share, i): Cause => {
    const step = steps[i]?.now;
    const kind = i === 0 ? "volume" : step === undefined ? "size" : "rate";
    const key = kind === "size" ? dealsize : (steps[i - 1]?.now?.split.rate ?? "");
    return { kind, step, key: kind === "volume" ? "" : key, share: share === undefined ? 0 : numberOf(share) };
  });
  return { planned, done, causes: [...causes, { kind: "market", step: undefined, key: "", share: numberOf(shares.market) }] };
}

/** By how much the market changes the year's result that the plan aims at. */
function scale(last: { readonly first: Step | undefined; readonly now: Step | undefined } | undefined): number {
  return last?.first !== undefined && last.now !== undefined && last.first.total > 0 ? last.now.total / last.first.total : 1;
}

/** A ratio of neighbouring totals; 0 where nothing was planned before. */
function ratio(after: number, before = 0): number {
  return before > 0 ? after / before : 0;
}

/** The factor that a reader should work on: the one with the largest share in the direction of the difference; undefined if there is none. */
export function mainCause({ planned, done, causes }: Shortfall): Cause | undefined {
  const direction = Math.sign(done - planned);
  const worst = causes.reduce<Cause | undefined>((best, cause) => (best === undefined || cause.share * direction > best.share * direction ? cause : best), undefined);
  return worst !== undefined && worst.share * direction > 0 ? worst : undefined;
}
