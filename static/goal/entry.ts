// Parses the text that a reader types into a field to a value of the template.

import { isDate } from "./dates";
import { display, formatNumber, parseNumber, round } from "../formula/formula";
import type { Input } from "./template";

/** A value, or the key of the problem's text; neither if the field is empty. */
export interface Entry {
  readonly value?: number | string;
  readonly problem?: string;
  /** The limit that the value exceeds. */
  readonly limit?: string;
}

/** The generator's goal.FirstDate and goal.LastDate. */
const FIRST_DATE = "1950-01-01";
const LAST_DATE = "2100-12-31";

export function parseEntry(input: Input, text: string): Entry {
  const typed = text.trim();
  if (typed === "") return {};
  switch (input.kind) {
    case "text":
    case "choice":
      return { value: typed };
    case "date":
      return isDate(typed) && typed >= FIRST_DATE && typed <= LAST_DATE ? { value: typed } : { problem: "notdate" };
    case "percent":
      return within(input, parsePercent(typed), "notpercent");
  }
  return within(input, parseNumber(typed, input.unit), "notnumber");
}

function within(input: Input, value: number | undefined, problem: string): Entry {
  if (value === undefined) return { problem };
  if (input.min !== null && value < input.min) return { problem: "toolow", limit: limitText(input, input.min) };
  if (input.max !== null && value > input.max) return { problem: "toohigh", limit: limitText(input, input.max) };
  return { value };
}

function limitText(input: Input, limit: number): string {
  return entryText(input, limit) + (input.kind === "percent" ? "%" : "");
}

/** A share of 1: 62.5 and 62.5% are 0.625, and so is 5/8. */
function parsePercent(text: string): number | undefined {
  const parts = text.split(/[/\uff0f]/);
  if (parts.length === 2) {
    const above = parseNumber(parts[0] ?? "");
    const below = parseNumber(parts[1] ?? "");
    return above === undefined || below === undefined || below === 0 ? undefined : above / below;
  }
  return parseNumber(/[%\uff05]\s*$/.test(text) ? text : `${text}%`, "%");
}

/** A number for reading, with thousands separators; the twin of the generator's (*Input).read. */
export function readText(input: Input, value: number): string {
  return input.kind === "percent" ? entryText(input, value) : display(round(value, 4), -1);
}

/** A number as a reader would type it, a percentage as 25; the twin of the generator's (*Input).entry. */
export function entryText(input: Input, value: number): string {
  return formatNumber(input.kind === "percent" ? round(100 * value, 2) : round(value, 4));
}
