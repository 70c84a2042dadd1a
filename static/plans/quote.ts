// A value of a worksheet that a text on another page states: the reader's own, in the form of
// the text, and what makes it differ from the example's. The generator's package sheet, Quote,
// says which texts state a value.

import type { Evaluate } from "../goal/evaluate";
import { readText } from "../goal/entry";
import type { Entries, Sheet } from "../goal/sheet";
import type { Input, Template } from "../goal/template";
import { display, displayPercent, floor, formatNumber, round } from "../formula/formula";

/** A value as its worksheet shows it; `raw` is "" if it is blank. */
export interface Reading {
  readonly label: string;
  readonly unit: string;
  readonly raw: string;
  readonly text: string;
  /** Why it is blank: the key of a word, and the label of the value that is missing. */
  readonly why: string;
  readonly about: string;
}

/** An input that makes a difference, with its texts in the example and in the plan; "" if it has no value. */
export interface Cause {
  readonly label: string;
  readonly example: string;
  readonly mine: string;
}

/** The most causes that a text names. */
const MOST = 3;

/** The value with a name, KEY, KEY@2027-03 or KEY~VARIABLE; undefined for a constant, and for a value that the worksheet does not have. */
export function readingOf(template: Template, name: string, entries: Entries, sheet: Sheet): Reading | undefined {
  const [key = ""] = name.split(/[@~]/);
  const input = template.inputs.find((input) => input.key === key);
  if (input !== undefined && name === key) return entered(input, entries.get(key));
  const of = template.computed.find((computed) => computed.key === key) ?? input;
  const shown = sheet.shown.get(name);
  return of === undefined || shown === undefined ? undefined : { label: of.label, unit: of.unit, ...shown };
}

function entered(input: Input, value: number | string | undefined): Reading {
  const { label, unit } = input;
  if (value === undefined) return { label, unit, raw: "", text: "", why: "why_missing", about: label };
  const number = typeof value === "number";
  return { label, unit, raw: number ? formatNumber(value) : value, text: number ? readText(input, value) : value, why: "", about: "" };
}

/** A value in the form of a number that a text states: as a range of whole numbers, with at most as many decimals, or as a day. */
export function statedLike(quoted: string, { raw, text, unit }: Reading): string {
  if (isDay(raw)) return dayLike(quoted, raw);
  const x = unit === "%" ? Number(displayPercent(Number(raw), -1).replace(/[%,]/g, "")) : Number(raw);
  const numbers = quoted.match(/[\d\uff10-\uff19][\d\uff10-\uff19,\uff0c]*(?:[.\uff0e][\d\uff10-\uff19]+)?/g) ?? [];
  if (numbers.length === 2) return between(display(floor(x), 0), display(-floor(-x), 0));
  const [, decimals = ""] = (numbers[0] ?? "").split(/[.\uff0e]/);
  const stated = display(round(x, decimals.length), -1);
  return x !== 0 && /^[-0.]*$/.test(stated) ? text : stated; // 0 would hide a number below 0.5
}

function between(low: string, high: string): string {
  return low === high ? low : `${low}\u2013${high}`;
}

function isDay(raw: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(raw);
}

/** Replaces the year, if there is one, the month and the day of a text. */
function dayLike(quoted: string, date: string): string {
  const digits = /[\d\uff10-\uff19]+/g;
  const found = quoted.match(digits) ?? [];
  const parts = date.split("-").slice(-found.length);
  let next = 0;
  return quoted.replace(digits, (old) => {
    const part = parts[next++] ?? old;
    return quoted.includes("-") || /^[0\uff10]/.test(old) ? part : String(Number(part));
  });
}

/** The entries of the example. */
export function exampleOf({ inputs }: Template): Entries {
  return new Map(inputs.flatMap(({ key, default: value }) => (value === null ? [] : [[key, value] as const])));
}

/** The inputs that differ from the example and change the value, those with the largest effect first: of each, the effect of its entry alone in the example. */
export function causesOf(template: Template, evaluate: Evaluate, name: string, entries: Entries): Cause[] {
  const example = exampleOf(template);
  const base = sizeOf(readingOf(template, name, example, evaluate(example)));
  const effects = template.inputs.flatMap((input) => {
    const [was, is] = [example.get(input.key), entries.get(input.key)];
    if (was === is) return [];
    const changed = new Map(example);
    if (is === undefined) changed.delete(input.key);
    else changed.set(input.key, is);
    const size = sizeOf(readingOf(template, name, changed, evaluate(changed)));
    const effect = size === base ? 0 : Math.abs(size - base) || Infinity; // a value that becomes blank differs most
    return effect < 1e-9 ? [] : [{ effect, cause: { label: input.label, example: phrase(input, was), mine: phrase(input, is) } }];
  });
  return effects.sort((a, b) => (a.effect === b.effect ? 0 : b.effect - a.effect)).slice(0, MOST).map(({ cause }) => cause);
}

/** A number or a day to compare; Infinity for a blank value. */
function sizeOf(reading: Reading | undefined): number {
  const raw = reading?.raw ?? "";
  if (raw === "") return Infinity;
  return isDay(raw) ? Date.parse(raw) / 86_400_000 : Number(raw);
}

/** An entry with its unit. */
function phrase(input: Input, value: number | string | undefined): string {
  const { text, unit } = entered(input, value);
  return text === "" || unit === "" ? text : unit === "%" ? `${text}%` : `${text} ${unit}`;
}
