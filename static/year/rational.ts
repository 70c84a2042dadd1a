// Exact fractions of whole numbers of any size.

/** The denominator is positive and has no factor in common with the numerator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };
export const ONE: Rational = { numerator: 1n, denominator: 1n };

/** Throws a RangeError if the denominator is 0. */
export function fraction(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError("a fraction with the denominator 0");
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = sign * greatestDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The greatest common divisor, which is positive. */
function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

const DECIMAL = /^(-?\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/;

/** A decimal number: digits × 10^power. */
export interface Decimal {
  readonly digits: bigint;
  readonly power: number;
}

/**
 * The decimal value of a number as ECMAScript prints it: that of 0.1 is 1/10. Two different numbers have different values.
 * Throws a RangeError if it is not finite.
 */
export function decimalOf(x: number): Decimal {
  const [, whole = "", decimals = "", exponent = "0"] = DECIMAL.exec(String(x)) ?? [];
  if (whole === "") throw new RangeError(`${x} is no fraction`);
  return { digits: BigInt(whole + decimals), power: Number(exponent) - decimals.length };
}

/** The decimal value of a number as a fraction. Throws a RangeError if it is not finite. */
export function rationalOf(x: number): Rational {
  const { digits, power } = decimalOf(x);
  return power < 0 ? fraction(digits, 10n ** BigInt(-power)) : fraction(digits * 10n ** BigInt(power), 1n);
}

export function add(a: Rational, b: Rational): Rational {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Rational, b: Rational): Rational {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Throws a RangeError if b is 0. */
export function divide(a: Rational, b: Rational): Rational {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function isZero({ numerator }: Rational): boolean {
  return numerator === 0n;
}

/** The bits of a quotient that are kept: more than a number has, so that only the conversion rounds. */
const BITS = 60n;

/** The number nearest to a fraction whose size is between 1e-290 and 1e290. */
export function numberOf({ numerator, denominator }: Rational): number {
  const size = numerator < 0n ? -numerator : numerator;
  const shift = BITS - length(size) + length(denominator);
  const [above, below] = shift < 0n ? [size, denominator << -shift] : [size << shift, denominator];
  const odd = above % below === 0n ? 0n : 1n; // keeps a quotient that was cut off from looking like a tie
  const quotient = Number(((above / below) << 1n) | odd) / 2;
  return (numerator < 0n ? -quotient : quotient) * 2 ** -Number(shift);
}

/** The number of bits of a whole number that is not negative. */
function length(x: bigint): bigint {
  return BigInt(x.toString(2).length);
}
