// What a plan keeps for which the page has no place: numbers of other years' quarters, of steps
// that the template no longer has, and parts that cannot be read.

import type { Template } from "../goal/template";
import { excerpt } from "../shared/text";
import { joined, labelled, type Words } from "../shared/words";
import { closedQuarters } from "./actuals";
import type { Count, SavedPlan } from "./saved";

/** The most lines that are shown. */
const MOST = 20;

/** A line for each part that has no place. */
export function leftovers(plan: SavedPlan, template: Template, word: Words): string[] {
  const known = new Set([...template.inputs, ...template.computed].map(({ key }) => key));
  const market = new Set(template.variables.map(({ key }) => key));
  const closed = new Set<Count>(closedQuarters(plan, template));
  const lines = (plan.closed ?? []).flatMap((count) => (closed.has(count) ? unknownOf(count, known, market) : [labelled(count.quarter, countText(count))]));
  for (const [key, { value }] of Object.entries(plan.pins ?? {})) if (!known.has(key)) lines.push(labelled(key, value));
  const records = new Map<string, number>();
  for (const { key, n } of plan.records ?? []) if (!known.has(key)) records.set(key, (records.get(key) ?? 0) + n);
  for (const [key, n] of records) lines.push(labelled(key, String(n)));
  for (const { part, value } of (plan.unread ?? []).slice(0, MOST + 1)) lines.push(labelled(word("unread", part), excerpt(JSON.stringify(value) ?? "")));
  const all = lines.map(excerpt);
  return all.length > MOST ? [...all.slice(0, MOST - 1), "…"] : all;
}

/** The numbers of a closed quarter whose steps are not known, and the market variables that are not. */
function unknownOf({ quarter, done, open, happened }: Count, known: ReadonlySet<string>, market: ReadonlySet<string>): string[] {
  const texts = [...Object.entries(done), ...Object.entries(open)].filter(([key]) => !known.has(key)).map(([key, text]) => `${key} ${text}`);
  return [...texts, ...happened.filter((key) => !market.has(key))].map((text) => labelled(quarter, text));
}

/** 线索 9、方案 4 */
export function countText({ done, happened }: Count): string {
  return joined([...Object.entries(done).map(([key, text]) => `${key} ${text}`), ...happened], "list");
}
