// Sums of decimal numbers without rounding errors: 0.1 and 0.2 are 0.3.

import { add, numberOf, rationalOf, ZERO } from "../year/rational";

export function sumOf(numbers: readonly number[]): number {
  return numberOf(numbers.map(rationalOf).reduce(add, ZERO));
}
