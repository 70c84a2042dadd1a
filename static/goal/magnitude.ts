// Finds the number that a reader meant who typed it in another magnitude than the field's.

import { exponentOf, parseNumber, round } from "../formula/formula";
import { entryText } from "./entry";
import type { Input } from "./template";

/** A number is implausible if it is so many times larger or smaller than the example. */
const IMPLAUSIBLE = 1000;

/** The power of ten by which readers scale an amount of money: ten thousands. */
const TEN_THOUSANDS = 4;

/**
 * The text to type instead of an implausible number: 3 for 30000 where the unit has ten thousands, 75 for 0.75 as a
 * percentage. Undefined if the number is plausible, if its text has a unit, or if no other magnitude suits.
 */
export function otherMagnitude(input: Input, text: string): string | undefined {
  const typed = parseNumber(text);
  if (typed === undefined || typed <= 0 || !/[\d\uff10-\uff19]\s*$/.test(text)) return undefined;
  const meant = candidates(input, typed).find((x) => isPlausible(input, x));
  return meant === undefined ? undefined : entryText(input, meant);
}

/** The values that may be meant, the likeliest first. */
function candidates(input: Input, typed: number): readonly number[] {
  if (input.kind === "percent") return percents(typed, input.default);
  const exponent = exponentOf(input.unit);
  if (isPlausible(input, typed) || (exponent === 0 && input.kind !== "money")) return [];
  return [exponent > 0 ? typed / 10 ** exponent : typed * 10 ** TEN_THOUSANDS];
}

/**
 * 0.75 means 75 %, unless the example is below 1 % itself; 750 or 7500 means 75 % if a decimal point was left out. 120 %
 * is refused, but may well be meant.
 */
function percents(typed: number, example: Input["default"]): readonly number[] {
  if (typed < 1) return typeof example === "number" && example < 0.01 ? [] : [typed];
  return typed < 200 ? [] : [typed / 1000, typed / 10000].map((x) => round(x, 6));
}

function isPlausible({ min, max, default: example }: Input, x: number): boolean {
  if ((min !== null && x < min) || (max !== null && x > max)) return false;
  return typeof example !== "number" || example === 0 || (x < IMPLAUSIBLE * example && x * IMPLAUSIBLE > example);
}
