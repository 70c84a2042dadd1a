// Where two plans differ, as the reader sees it who chooses between them: lists that only a
// program reads are counted.

import type { Difference } from "../storage/schema";
import { labelled } from "../shared/words";
import { countText } from "./leftovers";
import { planDifferences, type SavedPlan } from "./saved";

const counted = ["versions", "log", "records", "unread"] as const;

export function readerDifferences(mine: SavedPlan, theirs: SavedPlan): Difference[] {
  const all = planDifferences(mine, theirs);
  const listOf = ({ name, isInput }: Difference): string | undefined => (isInput ? undefined : counted.find((list) => name === list || name.startsWith(`${list}/`)));
  const lists = new Set(all.map(listOf));
  const count = (plan: SavedPlan, list: (typeof counted)[number]): string => String(plan[list]?.length ?? 0);
  return [
    ...all.filter((difference) => listOf(difference) === undefined).map((difference) => readable(difference, mine, theirs)),
    ...counted.filter((list) => lists.has(list)).map((name) => ({ name, isInput: false, mine: count(mine, name), theirs: count(theirs, name) })),
  ];
}

function readable(difference: Difference, mine: SavedPlan, theirs: SavedPlan): Difference {
  const [name = "", of = ""] = difference.isInput ? [] : difference.name.split(/\/(.*)/s);
  const text = textOf(name, of);
  return text === undefined ? difference : { ...difference, name, of, mine: text(mine), theirs: text(theirs) };
}

/** The text of a part of a plan; undefined for a part that is a text itself. */
function textOf(name: string, of: string): ((plan: SavedPlan) => string | undefined) | undefined {
  if (name === "closed") return ({ closed = [] }) => closed.filter(({ quarter }) => quarter === of).map(countText)[0];
  if (name === "closing") return ({ closing }) => closing && labelled(closing.quarter, countText(closing));
  if (name === "pins") return ({ pins = {} }) => Object.entries(pins).filter(([key]) => key === of).map(([, { value, gives }]) => `${value} (${gives})`)[0];
  if (name === "rule") return ({ rule }) => rule && `${rule.when} → ${rule.then}`;
  return undefined;
}
