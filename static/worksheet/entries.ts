// Reads the answers of a plan without its form.

import { parseEntry } from "../goal/entry";
import type { Entries } from "../goal/sheet";
import type { Template } from "../goal/template";

/** The values of the inputs: what was typed, or else the example; blank where the reader does not know it or where the text is refused. */
export function entriesOf({ inputs }: Template, values: Readonly<Record<string, string>>, unknown: readonly string[]): Entries {
  return new Map(inputs.flatMap((input) => {
    const typed = values[input.key];
    const value = typed !== undefined ? parseEntry(input, typed).value : unknown.includes(input.key) ? undefined : (input.default ?? undefined);
    return value === undefined ? [] : [[input.key, value] as const];
  }));
}
