// Reads the answers of a plan without its form.

import { type Entry, entryText, parseEntry } from "../goal/entry";
import type { Entries } from "../goal/sheet";
import type { Input, Template } from "../goal/template";

/** The values of the inputs: what was typed, or else the example; blank where the reader does not know it or where the text is refused. */
export function entriesOf({ inputs }: Template, values: Readonly<Record<string, string>>, unknown: readonly string[]): Entries {
  return new Map(inputs.flatMap((input) => {
    const typed = values[input.key];
    const value = typed !== undefined ? entryOf(input, typed).value : unknown.includes(input.key) ? undefined : (input.default ?? undefined);
    return value === undefined ? [] : [[input.key, value] as const];
  }));
}

/** The entry of a typed text. The text of the example is the example itself: a confirmed 53.33% is still 8/15. */
export function entryOf(input: Input, typed: string): Entry {
  return typeof input.default === "number" && typed === exampleText(input) ? { value: input.default } : parseEntry(input, typed);
}

/** The example of an input as a reader would type it; "" without one. */
export function exampleText(input: Input): string {
  return typeof input.default === "number" ? entryText(input, input.default) : (input.default ?? "");
}
