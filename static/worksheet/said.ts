// The text of the status line after an undo or redo, which says what has changed.

import { labelOf } from "../shared/field";
import { excerpt } from "../shared/text";
import { joined, labelled, type Words } from "../shared/words";
import { partText } from "../storage/partText";
import type { Difference } from "../storage/schema";
import type { Step } from "./history";
import { planDifferences } from "./saved";

/** The most labels that a text names. */
const most = 3;

/** The word `done` with the answers that the step has changed: 撤销了：头十二个月签几家 12 → 6（示例）. */
export function said(word: Words, done: string, step: Step): string {
  const change = changeOf(word, done, step);
  return change === "" ? done : labelled(word(done), change);
}

/**
 * The old and new text of the name or of the answer that a step has changed, or the labels of several answers. "" for a step that changes
 * several plans or another part of a plan, that removes a plan, or that begins one with more than one answer.
 */
function changeOf(word: Words, done: string, step: Step): string {
  const [change, ...others] = step.values();
  const plan = change?.after ?? change?.before;
  if (change === undefined || plan === undefined || others.length > 0) return "";
  const { before, after } = change;
  const isNew = before === undefined || after === undefined;
  if ((done === "undone" ? before : after) === undefined) return ""; // a removal
  const none = { ...plan, person: "", values: {}, unknown: [] };
  const all = planDifferences(before ?? none, after ?? none);
  if (all.length === 0 || (isNew && (all.length > 1 || plan.madeFrom !== null))) return "";
  if (all.some(({ name, isInput }) => !isInput && name !== "person")) return "";
  const label = ({ name, isInput }: Difference): string => (isInput ? labelOf(name) || excerpt(name) : word("name"));
  const [first] = all;
  if (all.length > 1 || first === undefined) return joined([...all.slice(0, most).map(label), ...(all.length > most ? ["…"] : [])], "list");
  return word("effect", label(first), partText(word, first, first.mine, true), partText(word, first, first.theirs, true));
}
