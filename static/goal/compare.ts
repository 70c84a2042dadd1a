// Compares evaluated sheets: which numbers rest on a value from before an error, and which a
// change has changed.

import type { Evaluate } from "./evaluate";
import type { Entries, Sheet } from "./sheet";
import type { Template } from "./template";

/**
 * The names of the numbers that depend on refused entries, and the keys of these entries. A number depends on them if
 * it differs in the sheet without them.
 */
export function stale(evaluate: Evaluate, sheet: Sheet, entries: Entries, refused: ReadonlySet<string>): ReadonlySet<string> {
  if (refused.size === 0) return refused;
  const without = evaluate(new Map([...entries].filter(([key]) => !refused.has(key))));
  const differs = [...sheet.shown].filter(([name, { raw }]) => raw !== without.shown.get(name)?.raw);
  return new Set([...refused, ...differs.map(([name]) => name)]);
}

/** A number that a change has changed; from and to are texts for readers. */
export interface Effect {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** The first three process goals and steps of the funnel that differ between two sheets. */
export function effects(template: Template, before: Sheet, after: Sheet): readonly Effect[] {
  const keys = [...template.process.map((p) => p.key), ...template.funnel];
  const all = [...new Set(keys)].map((key) => ({
    label: template.computed.find((c) => c.key === key)?.label ?? key,
    from: before.shown.get(key)?.text || "—",
    to: after.shown.get(key)?.text || "—",
  }));
  return all.filter(({ from, to }) => from !== to).slice(0, 3);
}
