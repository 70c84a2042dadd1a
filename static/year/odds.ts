// The odds of a number of wins, of which each trial's rate is known only from a plan and
// some trials: the beta-binomial distribution.

/** What is believed of a rate: Beta(alpha, beta), as after alpha wins and beta losses. */
export interface Belief {
  readonly alpha: number;
  readonly beta: number;
}

/** What is believed of a rate that was planned and counts for `prior` trials, after trials of its own. */
export function beliefOf(planned: number, prior: number, wins = 0, trials = 0): Belief {
  return { alpha: prior * planned + wins, beta: prior * (1 - planned) + trials - wins };
}

/** The most trials for which odds are computed, so that an absurd number does not stop the page. */
const MOST = 100_000;

/** A number far above that of any term; the sums are scaled down from there. */
const LARGE = 2 ** 500;

/**
 * The probability of at least `needed` wins in a number of trials, both whole. Undefined if nothing is believed of the rate, or
 * if the trials are too many.
 */
export function oddsOf(needed: number, trials: number, { alpha, beta }: Belief): number | undefined {
  if (needed <= 0) return 1;
  if (needed > trials) return 0;
  if (!(alpha >= 0 && beta >= 0 && alpha + beta > 0) || trials > MOST) return undefined;
  if (alpha === 0 || beta === 0) return alpha === 0 ? 0 : 1;
  // The term of j wins is in proportion to its probability; the ratio of neighbours is exact.
  let [term, below, reached] = [1, 0, 0];
  for (let j = 0; j <= trials; j++) {
    if (j < needed) below += term;
    else reached += term;
    term *= ((trials - j) * (alpha + j)) / ((j + 1) * (beta + (trials - j - 1)));
    if (term > LARGE) [term, below, reached] = [term / LARGE, below / LARGE, reached / LARGE];
  }
  return reached / (below + reached);
}
