// Sums of decimal numbers without rounding errors: 0.1 and 0.2 are 0.3.

import { decimalOf } from "../year/rational";

/** The number nearest to the exact sum. */
export function sumOf(numbers: readonly number[]): number {
  const decimals = numbers.map(decimalOf);
  const power = decimals.reduce((least, decimal) => Math.min(least, decimal.power), 0);
  const digits = decimals.reduce((sum, decimal) => sum + decimal.digits * 10n ** BigInt(decimal.power - power), 0n);
  return Number(`${digits}e${power}`);
}
