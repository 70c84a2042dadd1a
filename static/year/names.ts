// The names and texts of the numbers that the panel shows.

import type { Plan } from "../goal/compute";
import { type Entry, entryText, parseEntry } from "../goal/entry";
import type { Computed, Input, Template } from "../goal/template";
import { displayed } from "../goal/text";
import { type Words, joined, monthName } from "../shared/words";
import { numberAt } from "./solve";

/** A number of the sheet: a computed value, or its part in a month or a quarter. */
export interface Quantity {
  /** The name of its output: 拜访, 拜访@2027-09. */
  readonly name: string;
  readonly computed: Computed;
  /** 2027-09, 2027-Q3, or "" for the whole. */
  readonly period: string;
}

/** The quantity of an output; undefined if it is blank, a date, or a week's. */
export function quantityOf(plan: Plan, name: string): Quantity | undefined {
  const [key = "", period = ""] = name.split("@");
  const computed = plan.template.computed.find((c) => c.key === key);
  return computed === undefined || numberAt(plan, name) === undefined ? undefined : { name, computed, period };
}

/** The quantities that are not parts, in the order of the sheet. */
export function quantitiesOf(plan: Plan): Quantity[] {
  return plan.template.computed.flatMap(({ key }) => quantityOf(plan, key) ?? []);
}

export function nameOf({ computed, period }: Quantity, word: Words): string {
  return period === "" ? computed.label : joined([computed.label, periodName(period, word)], "comma");
}

/** 9 月, or 第 3 季度. */
export function periodName(id: string, word: Words): string {
  const quarter = id.split("-Q")[1];
  return quarter !== undefined ? word("quarter", Number(quarter)) : id.length === 7 ? monthName(Number(id.slice(5))) : word("year");
}

/** A number with its unit. A unit that is a sign stands next to the number. */
export function amount(text: string, unit: string): string {
  return unit === "%" || unit === "" ? text + unit : `${text} ${unit}`;
}

export function amountOf(computed: Computed, x: number): string {
  return amount(displayed(computed, x), computed.unit);
}

/** The value of an input with its unit, as a reader would type it. */
export function inputAmount(input: Input, x: number): string {
  return amount(entryText(input, x), input.kind === "percent" ? "%" : input.unit);
}

/** Reads what is typed for a computed number, as a field of its unit reads it. */
export function parseAmount({ key, label, unit }: Computed, text: string): Entry {
  return parseEntry({ key, label, unit, kind: unit === "%" ? "percent" : "number", default: null, min: null, max: null, recommend: null, adjust: null }, text);
}

/** A computed number as a reader would type it. */
export function typedText(computed: Computed, x: number): string {
  return displayed(computed, x).replace(/,/g, "");
}

export function inputsOf({ inputs }: Template): Input[] {
  return inputs.filter(({ kind }) => kind === "number" || kind === "money" || kind === "percent");
}
