// The browser's evaluator of formulas. It computes the same bits as the generator's
// package formula, which parses and checks them and whose comment is the
// specification; both run generator/internal/formula/testdata/vectors.json.

/** Why a value is blank: not entered, a division by zero, too large, an operand of the wrong kind, or a step that is out of reach. */
export type Cause = "missing" | "zero" | "overflow" | "mismatch" | "late";

/** A blank value with its reason; name is the missing value or the zero divisor, or "" if that is no name. */
export interface Blank {
  readonly blank: Cause;
  readonly name: string;
}

/** A number is never infinite, NaN or -0. */
export type Value = number | boolean | string | Blank;

/** A formula as the generator writes it: ["/", ["v", "签约额"], ["n", 0.25]]. */
export type Expr = readonly [op: string, ...args: (Expr | string | number)[]];

/** Gives the value of a name; undefined if it was not entered. */
export type Lookup = (name: string) => Value | undefined;

export function isBlank(v: unknown): v is Blank {
  return typeof v === "object" && v !== null && "blank" in v;
}

export function blank(cause: Cause, name = ""): Blank {
  return { blank: cause, name };
}

/** Returns x as a value: blank if it is infinite or NaN, and 0 for -0. */
export function numberValue(x: number): Value {
  return Number.isFinite(x) ? x + 0 : blank("overflow");
}

/** Evaluates a formula. Throws if the generator wrote an operation that OPERATIONS lacks. */
export function evaluate(expr: Expr, values: Lookup): Value {
  const [tag, leaf] = expr;
  if (tag === "n" && typeof leaf === "number") return numberValue(leaf);
  if (tag === "t" && typeof leaf === "string") return leaf;
  if (tag === "v" && typeof leaf === "string") return values(leaf) ?? blank("missing", leaf);
  const operation = OPERATIONS.get(tag);
  if (operation === undefined) throw new Error(`formula: the browser has no operation ${tag}`);
  return operation(expr, values);
}

/** Computes an operation on the arguments of expr, which begin at index 1. */
type Operation = (expr: Expr, values: Lookup) => Value;

/** The operators and functions, by their names in the generator's tables (operators.go, functions.go). */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ["=", (expr, values) => equal(expr, values, true)],
  ["<>", (expr, values) => equal(expr, values, false)],
  ["<", onPair((a, b) => compare(a, b) < 0)],
  ["<=", onPair((a, b) => compare(a, b) <= 0)],
  [">", onPair((a, b) => compare(a, b) > 0)],
  [">=", onPair((a, b) => compare(a, b) >= 0)],
  ["+", onPair((a, b) => numberValue(add(a, b)))],
  ["-", onPair((a, b) => numberValue(add(a, -b)))],
  ["*", onPair((a, b) => numberValue(a * b))],
  ["/", onPair((a, b, expr) => (b === 0 ? blank("zero", divisorName(expr)) : numberValue(a / b)))],
  ["neg", onNumbers(([x = 0]) => -x)],
  ["ABS", onNumbers(([x = 0]) => Math.abs(x))],
  ["AND", onConditions((truths) => truths.every((truth) => truth))],
  ["AVERAGE", onNumbers((numbers) => numbers.reduce(add) / numbers.length)],
  ["IF", branch],
  ["INT", onNumbers(([x = 0]) => floor(x))],
  ["MAX", onNumbers((numbers) => Math.max(...numbers))],
  ["MIN", onNumbers((numbers) => Math.min(...numbers))],
  ["NOT", onConditions((truths) => !truths.some((truth) => truth))],
  ["OR", onConditions((truths) => truths.some((truth) => truth))],
  ["ROUND", onPair((x, places) => numberValue(round(x, places)))],
  ["ROUNDDOWN", onPair((x, places) => numberValue(roundDown(x, places)))],
  ["ROUNDUP", onPair((x, places) => numberValue(roundUp(x, places)))],
  ["SUM", onNumbers((numbers) => numbers.reduce(add))],
] satisfies [string, Operation][]);

/** The names of all operations, for the test that compares them with the generator's tables. */
export function operationNames(): string[] {
  return [...OPERATIONS.keys()];
}

function argument(expr: Expr, i: number, values: Lookup): Value {
  const arg = expr[i];
  if (typeof arg !== "object") throw new Error(`formula: argument ${i} of ${expr[0]} is no formula`);
  return evaluate(arg, values);
}

/** The value of an operation with an operand of the wrong kind: a blank operand makes the operation blank for the same reason. */
function unusable(operand: Value): Blank {
  return isBlank(operand) ? operand : blank("mismatch");
}

function equal(expr: Expr, values: Lookup, ifEqual: boolean): Value {
  const a = argument(expr, 1, values);
  const b = argument(expr, 2, values);
  if (isBlank(a)) return a;
  if (isBlank(b)) return b;
  if (typeof a !== typeof b || typeof a === "number") return blank("mismatch");
  return (a === b) === ifEqual;
}

/** IF leaves the branch that the condition does not choose unread. */
function branch(expr: Expr, values: Lookup): Value {
  const condition = argument(expr, 1, values);
  if (typeof condition !== "boolean") return unusable(condition);
  return argument(expr, condition ? 2 : 3, values);
}

function onConditions(compute: (truths: boolean[]) => boolean): Operation {
  return (expr, values) => {
    const truths: boolean[] = [];
    for (let i = 1; i < expr.length; i++) {
      const v = argument(expr, i, values);
      if (typeof v !== "boolean") return unusable(v);
      truths.push(v);
    }
    return compute(truths);
  };
}

function onNumbers(compute: (numbers: number[]) => number): Operation {
  return (expr, values) => {
    const numbers: number[] = [];
    for (let i = 1; i < expr.length; i++) {
      const v = argument(expr, i, values);
      if (typeof v !== "number") return unusable(v);
      numbers.push(v);
    }
    return numberValue(compute(numbers));
  };
}

function onPair(compute: (a: number, b: number, expr: Expr) => Value): Operation {
  return (expr, values) => {
    const a = argument(expr, 1, values);
    const b = argument(expr, 2, values);
    if (typeof a !== "number") return unusable(a);
    if (typeof b !== "number") return unusable(b);
    return compute(a, b, expr);
  };
}

/** The name of the divisor, or "" if the divisor is no name. */
function divisorName(expr: Expr): string {
  const divisor = expr[2];
  return typeof divisor === "object" && divisor[0] === "v" ? String(divisor[1]) : "";
}

/** Returns a+b, or 0 if the sum is only the rounding error of two numbers that cancel. */
export function add(a: number, b: number): number {
  const sum = a + b;
  return Math.abs(sum) < Math.max(Math.abs(a), Math.abs(b)) * 2 ** -48 ? 0 : sum;
}

/** Orders two numbers by their 15 significant digits. */
export function compare(a: number, b: number): number {
  if (Math.abs(a - b) < Math.max(Math.abs(a), Math.abs(b)) * 1e-13) {
    a = toNumber(decimalOf(a)); // near enough for the digits to be the same
    b = toNumber(decimalOf(b));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A number in decimal digits: 0.DIGITS × 10^point. Zero has no digits; the digits have no leading or trailing zeros. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

type Mode = "half" | "up" | "down";

const ZERO: Decimal = { negative: false, digits: "", point: 0 };

/** The decimal value of x: the fewest digits that read back as x, rounded to 15. */
function decimalOf(x: number): Decimal {
  if (x === 0) return ZERO;
  const [mantissa = "", exponent = ""] = Math.abs(x).toExponential().split("e");
  return cut({ negative: x < 0, digits: mantissa.replace(".", ""), point: Number(exponent) + 1 }, 15, "half");
}

/** Rounds to the first n digits. If n is negative, the last place kept is -n places above the first digit. */
function cut(d: Decimal, n: number, mode: Mode): Decimal {
  if (n >= d.digits.length) return d;
  const grow = mode === "up" || (mode === "half" && n >= 0 && d.digits.charAt(n) >= "5");
  const kept = withoutTrailing(d.digits.slice(0, Math.max(n, 0)), grow ? "9" : "0");
  const { negative, point } = d;
  if (!grow) return kept === "" ? ZERO : { negative, digits: kept, point };
  if (kept === "") return { negative, digits: "1", point: point - Math.min(n, 0) + 1 };
  const last = kept.length - 1;
  return { negative, digits: kept.slice(0, last) + (Number(kept.charAt(last)) + 1), point };
}

/** Removes the last digits that are a certain one. */
function withoutTrailing(digits: string, digit: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === digit) end--;
  return digits.slice(0, end);
}

function cutDecimals(d: Decimal, places: number, mode: Mode): Decimal {
  return d.digits === "" ? d : cut(d, d.point + places, mode);
}

function toNumber(d: Decimal): number {
  const x = Number(`0.${d.digits}e${d.point}`);
  return d.negative ? -x : x;
}

/** Rounds the decimal value of x half away from zero. */
export function round(x: number, places: number): number {
  if (isExact(x, places)) return x + 0;
  return roundClear(x, places) ?? toNumber(cutDecimals(decimalOf(x), places, "half"));
}

/** Rounds x to 9 decimals and then away from zero. */
export function roundUp(x: number, places: number): number {
  return roundDirected(x, places, "up");
}

/** Rounds x to 9 decimals and then towards zero. */
export function roundDown(x: number, places: number): number {
  return roundDirected(x, places, "down");
}

/** Rounds x to 9 decimals and then down to a whole number. */
export function floor(x: number): number {
  return roundDirected(x, 0, x < 0 ? "up" : "down");
}

/** Whether a number has no decimals that rounding could remove, and no more digits than are kept. */
function isExact(x: number, places: number): boolean {
  return places >= 0 && Number.isInteger(x) && Math.abs(x) < 1e15;
}

/** The powers of ten that have no rounding error in any browser. */
const POWERS = Array.from({ length: 16 }, (_, i) => Number(`1e${i}`));

/**
 * Rounds a number without writing its digits; undefined if it is so close to a half that only the digits can tell, or if
 * it has too many of them. The result has the same bits: it divides two exact numbers, which rounds once.
 */
function roundClear(x: number, places: number): number | undefined {
  const power = POWERS[places];
  if (power === undefined) return undefined;
  const units = x * power;
  const isClear = Math.abs(units) < 1e11 && Math.abs(Math.abs(units % 1) - 0.5) > 1e-3;
  return isClear ? Math.round(units) / power + 0 : undefined;
}

function roundDirected(x: number, places: number, mode: Mode): number {
  if (isExact(x, places)) return x + 0;
  return toNumber(cutDecimals(cutDecimals(decimalOf(x), 9, "half"), places, mode));
}

/** Prints x as ECMAScript does, and -0 as 0. */
export function formatNumber(x: number): string {
  return String(x + 0);
}

/** Returns the text of a value for a data-value attribute. */
export function raw(v: Value): string {
  if (typeof v === "number") return formatNumber(v);
  return isBlank(v) ? "" : String(v);
}

/** Prints x with thousands separators and the given number of decimals, or all its decimals if that is negative: 1,234.50. */
export function display(x: number, decimals: number): string {
  if (decimals <= 0 && isExact(x, 0) && Math.abs(x) < 1000) return formatNumber(x);
  return displayDecimal(decimalOf(x), decimals);
}

/** Prints the share x as a percentage: 0.25 as 25%. */
export function displayPercent(x: number, decimals: number): string {
  const d = decimalOf(x);
  return displayDecimal(d.digits === "" ? d : { negative: d.negative, digits: d.digits, point: d.point + 2 }, decimals) + "%";
}

function displayDecimal(d: Decimal, places: number): string {
  if (places >= 0) d = cutDecimals(d, places, "half");
  const whole = d.digits.slice(0, Math.max(d.point, 0)).padEnd(d.point, "0") || "0";
  const fraction = ("0".repeat(Math.max(-d.point, 0)) + d.digits.slice(Math.max(d.point, 0))).padEnd(places, "0");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (d.negative ? "-" : "") + grouped + (fraction === "" ? "" : "." + fraction);
}

// Regular expressions have escapes for Chinese characters, because the bundler keeps them as they are: \uffe5 is the
// full-width ￥; \u767e 百, \u5343 千, \u4e07 万 and \u4ebf 亿 are powers of ten; \uff01-\uff5e is full-width ASCII; \u3002 is 。
const TYPED = /^([+-]?) ?[¥\uffe5]? ?((?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?)(?:\.(\d*))? ?([\u767e\u5343]?[\u4e07\u4ebf]|[\u767e\u5343]|%)?$/;

const SCALE = /^[\u767e\u5343]?[\u4e07\u4ebf]/;

/**
 * Reads what a person typed into a number field: ¥1,200万, １２．５, 25%, 3 家. The unit is the field's: one in 万元
 * takes 1200万, 1200万元 and 1200 for the same, one in 元 takes 1.2亿 for 120000000. Undefined: not a number.
 */
export function parseNumber(text: string, unit = ""): number | undefined {
  if (text.length > 100) return undefined;
  const typed = halfWidth(text);
  const amount = withoutUnit(typed, unit);
  const match = TYPED.exec(amount);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", scale = ""] = match;
  const digits = whole.replace(/[, ]/g, "") + fraction;
  if (digits === "" || (scale === "%" && (amount !== typed || (unit !== "" && unit !== "%")))) return undefined;
  let exponent = magnitude(scale) - fraction.length;
  if (scale !== "" || amount !== typed) exponent -= exponentOf(unit);
  const x = Number(`${sign}${digits}e${exponent}`);
  return Math.abs(x) < 1e15 ? x + 0 : undefined;
}

function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3002/g, ".")
    .replace(/−/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/** Removes the field's unit from the end of the text; a magnitude such as 万 stays. */
function withoutUnit(typed: string, unit: string): string {
  const plain = unit === "" ? "元" : unit.replace(SCALE, "");
  for (const tail of [plain, plain.replace(/\/.*/, "")]) {
    if (tail !== "" && tail !== "%" && typed.endsWith(tail)) return typed.slice(0, -tail.length).trimEnd();
  }
  return typed;
}

/** The power of ten in a unit: 4 for ten thousands, 0 for a unit without a magnitude. */
export function exponentOf(unit: string): number {
  return magnitude(SCALE.exec(unit)?.[0] ?? "");
}

/** Returns the power of ten of a magnitude such as 万, 千万, 亿 or %. */
function magnitude(scale: string): number {
  let exponent = 0;
  for (const c of scale) exponent += { 百: 2, 千: 3, 万: 4, 亿: 8, "%": -2 }[c] ?? 0;
  return exponent;
}
