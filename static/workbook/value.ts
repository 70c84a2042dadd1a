// The values of a workbook's cells, and how Excel converts one kind into another.

import { compare } from "../formula/formula";
import type { Day } from "../goal/dates";

/** An error as the value of a cell: #N/A. Conversions also throw it. */
export class Failure {
  constructor(readonly code: string) {}
}

export const NOT_AVAILABLE = new Failure("#N/A");
export const WRONG_KIND = new Failure("#VALUE!");
export const DIVISION = new Failure("#DIV/0!");
export const NO_NUMBER = new Failure("#NUM!");
export const NO_CELL = new Failure("#REF!");

/** The value of a cell, null if it is empty. */
export type Scalar = number | string | boolean | Failure | null;

/** The values of a range or of an array constant. */
export type List = readonly Scalar[];

export type Value = Scalar | List;

export function isList(value: Value): value is List {
  return Array.isArray(value);
}

/** The value that a function returns, or the error that it throws. */
export function caught<T extends Value>(compute: () => T): T | Failure {
  try {
    return compute();
  } catch (failure) {
    if (failure instanceof Failure) return failure;
    throw failure;
  }
}

/** The days from Excel's day 0 to 1970-01-01. */
const EPOCH = 25_569;

/** The number by which Excel stores a day. */
export function serialOf(day: Day): number {
  return day + EPOCH;
}

/** The day that Excel stores as a number. */
export function dayAt(serial: number): Day {
  if (serial < 0) throw NO_NUMBER;
  return Math.floor(serial) - EPOCH;
}

/** A number as Excel shows and stores it: with 15 significant digits. */
export function to15Digits(x: number): number {
  return Number(x.toPrecision(15));
}

const NUMBER = /^ *[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)? *$/i;

/** The number that a text stands for; undefined if it stands for none. */
export function parse(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

export function toNumber(value: Scalar): number {
  if (value instanceof Failure) throw value;
  if (typeof value !== "string") return Number(value);
  const x = parse(value);
  if (x === undefined) throw WRONG_KIND;
  return x;
}

export function toText(value: Scalar): string {
  if (value instanceof Failure) throw value;
  if (typeof value === "number") return String(to15Digits(value)).replace("e", "E");
  return typeof value === "boolean" ? String(value).toUpperCase() : (value ?? "");
}

export function toTruth(value: Scalar): boolean {
  if (value instanceof Failure) throw value;
  if (typeof value === "string") throw WRONG_KIND;
  return Boolean(value);
}

/** Orders two values as Excel does: numbers before texts before booleans, numbers by 15 digits, texts without case. */
export function order(a: Scalar, b: Scalar): number {
  if (a instanceof Failure) throw a;
  if (b instanceof Failure) throw b;
  const [x, y] = [a ?? emptyLike(b), b ?? emptyLike(a)];
  if (typeof x === "number" && typeof y === "number") return compare(x, y);
  if (typeof x !== typeof y) return rank(x) - rank(y);
  const [first, second] = [String(x).toLowerCase(), String(y).toLowerCase()];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** An empty cell as an operand of a comparison with another value. */
function emptyLike(other: Scalar): number | string | boolean {
  return typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;
}

function rank(value: number | string | boolean): number {
  return ["number", "string", "boolean"].indexOf(typeof value);
}
