// Splits the gap between what was planned and what was done over the factors of a chain:
// volume × rate × rate × … × size.

import { divide, fraction, isZero, multiply, ONE, type Rational, rationalOf, ZERO } from "./rational";

/**
 * The share of each factor in the difference between the two products: its Shapley value, which is the mean, over all orders in
 * which the planned factors can be replaced by those done, of the change at its turn. The shares add up to the difference.
 */
export function gap(planned: readonly Rational[], done: readonly Rational[]): Rational[] {
  const factors = planned.map((plan, i) => onOneDenominator(plan, done[i] ?? plan));
  const denominator = factors.reduce((all, factor) => all * factor.denominator, factorial(factors.length));
  return factors.map((factor, i) => {
    const others = factors.filter((_, j) => j !== i);
    return fraction((factor.done - factor.planned) * sumOverOrders(others), denominator);
  });
}

/** A planned factor and that done, with one denominator. */
interface Factor {
  readonly planned: bigint;
  readonly done: bigint;
  readonly denominator: bigint;
}

function onOneDenominator(planned: Rational, done: Rational): Factor {
  return {
    planned: planned.numerator * done.denominator,
    done: done.numerator * planned.denominator,
    denominator: planned.denominator * done.denominator,
  };
}

/** The sum, over all orders of one more factor and these, of the product of these at its turn. */
function sumOverOrders(factors: readonly Factor[]): bigint {
  const n = factors.length;
  return sumsOfProducts(factors).reduce((sum, products, k) => sum + products * factorial(k) * factorial(n - k), 0n);
}

/** For each k from 0 to the number of the factors: the sum, over all choices of k of them, of the product in which those are done and the others planned. */
function sumsOfProducts(factors: readonly Factor[]): bigint[] {
  return factors.reduce((sums, { planned, done }) => [...sums, 0n].map((sum, k) => sum * planned + (sums[k - 1] ?? 0n) * done), [1n]);
}

function factorial(n: number): bigint {
  return n < 2 ? 1n : BigInt(n) * factorial(n - 1);
}

/** A step of the chain: its totals to date. The last may be money. */
export interface Total {
  readonly planned: number;
  readonly done: number;
  /** What would be planned if the market variables that happened had been known; the plan if it is left out. */
  readonly forecast?: number;
}

/** The shares of a gap between the last totals. */
export interface Shares {
  /** The first is the share of the volume, each other that of the rate that leads to the step; undefined for a step that is left out. */
  readonly steps: readonly (Rational | undefined)[];
  readonly market: Rational;
}

/**
 * Splits the gap between the last totals over the volume of the first step, the rate of each other step, and the market. A step
 * of which nothing was done, or planned, before a step of which something was, is left out: the two rates around it become one.
 * Where nothing was tried, the rate counts as planned, and where nothing was planned to be tried, the plan counts as the rate done.
 */
export function gapOf(totals: readonly Total[]): Shares {
  const kept = totals.flatMap((_, i) => (isKept(totals, i) ? [i] : []));
  const chain = kept.map((i) => totals[i] ?? { planned: 0, done: 0 });
  const plans = ratios(chain.map(({ planned }) => planned));
  const dones = ratios(chain.map(({ done }) => done));
  const forecasts = ratios(chain.map(({ planned, forecast = planned }) => forecast));
  const planned = plans.map((plan, i) => plan ?? dones[i] ?? ZERO);
  const done = dones.map((ratio, i) => ratio ?? planned[i] ?? ZERO);
  const effects = planned.map((plan, i) => effectOf(plan, forecasts[i]));
  const all = gap([...planned, ONE], [...done.map((ratio, i) => divide(ratio, effects[i] ?? ONE)), effects.reduce(multiply, ONE)]);
  return { steps: totals.map((_, i) => all[kept.indexOf(i)]), market: all[kept.length] ?? ZERO };
}

function isKept(totals: readonly Total[], i: number): boolean {
  const isSkipped = (counts: readonly number[]): boolean => counts[i] === 0 && counts.slice(i + 1).some((count) => count !== 0);
  return !isSkipped(totals.map(({ done }) => done)) && !isSkipped(totals.map(({ planned }) => planned));
}

/** The first of some totals, and the ratio of each other to the one before; undefined for 0/0. */
function ratios(totals: readonly number[]): (Rational | undefined)[] {
  const exact = totals.map(rationalOf);
  return exact.map((total, i) => {
    const before = exact[i - 1] ?? ONE;
    return isZero(before) ? undefined : divide(total, before);
  });
}

/** By how much the market multiplies a factor; by 1 where the plan or the forecast says nothing of it. */
function effectOf(planned: Rational, forecast: Rational | undefined): Rational {
  return forecast === undefined || isZero(forecast) || isZero(planned) ? ONE : divide(forecast, planned);
}
