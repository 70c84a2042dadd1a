// Reads the answers of a plan without its form.

import { entryText, parseEntry } from "../goal/entry";
import type { Entries } from "../goal/sheet";
import type { Input, Template } from "../goal/template";

/** The values of the inputs: what was typed, or else the example; blank where the reader does not know it or where the text is refused. */
export function entriesOf({ inputs }: Template, values: Readonly<Record<string, string>>, unknown: readonly string[]): Entries {
  return new Map(inputs.flatMap((input) => {
    const typed = values[input.key];
    const value = typed !== undefined ? typedValue(input, typed) : unknown.includes(input.key) ? undefined : (input.default ?? undefined);
    return value === undefined ? [] : [[input.key, value] as const];
  }));
}

/** The value of a typed text, undefined if it is refused. A confirmed 53.33% is still the example's 8/15. */
function typedValue(input: Input, typed: string): number | string | undefined {
  const { default: example } = input;
  return typeof example === "number" && typed === entryText(input, example) ? example : parseEntry(input, typed).value;
}
