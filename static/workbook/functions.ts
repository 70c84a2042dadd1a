// The functions and operators of the formulas that the generator writes into a workbook,
// as Excel computes them. IF, IFERROR and what takes references is in evaluate.ts.

import { add, display, round, roundDown, roundUp } from "../formula/formula";
import { addMonths, dateText, firstDay, monthOf } from "../goal/dates";
import { NEGATE } from "./parse";
import {
  dayAt, DIVISION, Failure, isList, type List, NO_CELL, NO_NUMBER, NOT_AVAILABLE, order, parse, type Scalar, serialOf, to15Digits, toNumber, toText, toTruth,
  type Value, WRONG_KIND,
} from "./value";

/** Computes a value of arguments; throws a Failure if one is an error or of the wrong kind. */
type Compute<Arg> = (...args: Arg[]) => Scalar;

/** A function of numbers. A result that is too large is an error. */
function ofNumbers(compute: (...numbers: number[]) => number): Compute<Scalar> {
  return (...args) => finite(compute(...args.map(toNumber)));
}

function finite(x: number): number {
  if (!Number.isFinite(x)) throw NO_NUMBER;
  return x + 0;
}

function ofTexts(compute: (...texts: string[]) => Scalar): Compute<Scalar> {
  return (...args) => compute(...args.map(toText));
}

function comparing(holds: (order: number) => boolean): Compute<Scalar> {
  return (a = null, b = null) => holds(order(a, b));
}

function datePart(from: number, to: number): Compute<Scalar> {
  return ofNumbers((date = 0) => Number(dateText(dayAt(date)).slice(from, to)));
}

function power(a: number, b: number): number {
  return a === 10 && Number.isInteger(b) ? Number(`1e${b}`) : a ** b; // engines compute powers of ten with an error in the last bit
}

/** The text from a place counted from 1; a place or a length outside of Excel's limits is an error. */
function middle(text: Scalar, start: number, length: number): string {
  if (start < 1 || length < 0) throw WRONG_KIND;
  const from = Math.floor(start) - 1;
  return toText(text).slice(from, from + Math.floor(length));
}

function find(part: string, text: string): number {
  const i = text.indexOf(part);
  if (i < 0) throw WRONG_KIND;
  return i + 1;
}

/** Functions of single values, which are applied to each value of a list. */
export const OF_SCALARS: ReadonlyMap<string, Compute<Scalar>> = new Map<string, Compute<Scalar>>([
  ["=", comparing((order) => order === 0)],
  ["<>", comparing((order) => order !== 0)],
  ["<", comparing((order) => order < 0)],
  ["<=", comparing((order) => order <= 0)],
  [">", comparing((order) => order > 0)],
  [">=", comparing((order) => order >= 0)],
  ["&", ofTexts((a = "", b = "") => a + b)],
  ["+", ofNumbers((a = 0, b = 0) => add(a, b))],
  ["-", ofNumbers((a = 0, b = 0) => add(a, -b))],
  ["*", ofNumbers((a = 0, b = 0) => a * b)],
  ["/", ofNumbers((a = 0, b = 0) => { if (b === 0) throw DIVISION; return a / b; })],
  ["^", ofNumbers((a = 0, b = 0) => power(a, b))],
  [NEGATE, ofNumbers((x = 0) => -x)],
  ["ABS", ofNumbers((x = 0) => Math.abs(x))],
  ["CHAR", (code = null) => String.fromCharCode(toNumber(code))],
  ["DATE", ofNumbers((year = 0, month = 0, day = 0) => serialOf(firstDay(12 * (year < 1900 ? year + 1900 : year) + month - 1) + day - 1))],
  ["DAY", datePart(8, 10)],
  ["EDATE", ofNumbers((date = 0, months = 0) => serialOf(addMonths(dayAt(date), Math.trunc(months))))],
  ["EOMONTH", ofNumbers((date = 0, months = 0) => serialOf(firstDay(monthOf(dayAt(date)) + Math.trunc(months) + 1) - 1))],
  ["EXACT", ofTexts((a, b) => a === b)],
  ["EXP", ofNumbers((x = 0) => Math.exp(x))],
  ["FIND", ofTexts((part = "", text = "") => find(part, text))],
  ["FIXED", (x = null, decimals = null) => display(toNumber(x), toNumber(decimals))],
  ["INT", ofNumbers((x = 0) => Math.floor(to15Digits(x)))],
  ["ISERROR", (value) => value instanceof Failure],
  ["ISLOGICAL", (value) => typeof value === "boolean"],
  ["ISNUMBER", (value) => typeof value === "number"],
  ["LEFT", (text = null, length = 1) => middle(text, 1, toNumber(length))],
  ["LEN", ofTexts((text = "") => text.length)],
  ["LN", ofNumbers((x = 0) => { if (x <= 0) throw NO_NUMBER; return Math.log(x); })],
  ["MID", (text = null, start = null, length = null) => middle(text, toNumber(start), toNumber(length))],
  ["MONTH", datePart(5, 7)],
  ["N", (value = null) => (typeof value === "string" ? 0 : toNumber(value))],
  ["NA", () => NOT_AVAILABLE],
  ["NOT", (value = null) => !toTruth(value)],
  ["REPT", (text = null, times = null) => toText(text).repeat(toNumber(times))],
  ["RIGHT", (text = null, length = 1) => middle(text, Math.max(1, toText(text).length - toNumber(length) + 1), toNumber(length))],
  ["ROUND", ofNumbers((x = 0, places = 0) => round(x, places))],
  ["ROUNDDOWN", ofNumbers((x = 0, places = 0) => roundDown(x, places))],
  ["ROUNDUP", ofNumbers((x = 0, places = 0) => roundUp(x, places))],
  ["SUBSTITUTE", substitute],
  ["TRIM", ofTexts((text = "") => text.replace(/^ +| +$/g, "").replace(/ +/g, " "))],
  ["VALUE", ofNumbers((x = 0) => x)],
  ["YEAR", datePart(0, 4)],
]);

/** Replaces a text everywhere, or only where it stands for the given time. */
function substitute(text: Scalar = null, old: Scalar = null, by: Scalar = null, which?: Scalar): string {
  const pieces = toText(old) === "" ? [toText(text)] : toText(text).split(toText(old));
  if (which === undefined) return pieces.join(toText(by));
  const n = toNumber(which);
  return n < pieces.length ? pieces.slice(0, n).join(toText(old)) + toText(by) + pieces.slice(n).join(toText(old)) : toText(text);
}

/** Functions of ranges. */
export const OF_LISTS: ReadonlyMap<string, Compute<Value>> = new Map<string, Compute<Value>>([
  ["COUNTIF", (range = [], criterion = null) => listOf(range).filter(matching(criterion)).length],
  ["INDEX", (range = [], place = null) => elementAt(listOf(range), toNumber(scalarOf(place)))],
  ["MATCH", (value = null, range = [], type = 1) => match(toNumber(scalarOf(value)), listOf(range), toNumber(scalarOf(type)) === 0)],
  ["SUMIF", (range = [], criterion = null, sums = range) => {
    const holds = matching(criterion);
    return sum(listOf(sums).filter((_, i) => holds(listOf(range)[i] ?? null)));
  }],
  ["SUMPRODUCT", (values = []) => sum(listOf(values))],
]);

function listOf(value: Value): List {
  return isList(value) ? value : [value];
}

function scalarOf(value: Value): Scalar {
  if (isList(value)) throw WRONG_KIND;
  return value;
}

function elementAt(list: List, place: number): Scalar {
  const value = list[Math.trunc(place) - 1];
  if (value === undefined) throw NO_CELL;
  return value;
}

/** The place of a number in a list, or that of the last one in a sorted list that is not larger. Unlike =, MATCH compares all bits. */
function match(x: number, list: List, isExact: boolean): number {
  const place = isExact ? list.indexOf(x) : list.filter((other) => typeof other === "number" && other <= x).length - 1;
  if (place < 0) throw NOT_AVAILABLE;
  return place + 1;
}

/** Whether cells meet a criterion: a number, or a comparison with one such as ">=46447". */
function matching(criterion: Value): (cell: Scalar) => boolean {
  const [, sign = "", limit = ""] = /^([<>]?=?)(.*)$/.exec(toText(scalarOf(criterion))) ?? [];
  const [holds, x] = [OF_SCALARS.get(sign || "="), parse(limit)];
  return (cell) => typeof cell === "number" && x !== undefined && holds?.(cell, x) === true;
}

/** The sum of the numbers among the values of cells; an error among them is the result. */
export function sum(cells: List): number {
  return finite(numbersOf(cells).reduce((a, b) => a + b, 0));
}

/** The numbers among the values of cells: a function of a range leaves texts and booleans out. */
export function numbersOf(cells: List): number[] {
  return cells.flatMap((cell) => {
    if (cell instanceof Failure) throw cell;
    return typeof cell === "number" ? [cell] : [];
  });
}
