// Opens another plan of the worksheet side by side with the open one. What the two people
// agree on becomes the next version of the open plan.

import type { Template } from "../goal/template";
import { announceWord } from "../shared/announcer";
import { loadStyles, runScript } from "../shared/script";
import { keyOf } from "../storage/schema";
import type { Actions } from "./actions";
import { readPlan, type SavedPlan } from "./saved";
import { kindName, planKind, type Shelf } from "./shelf";

/** What the worksheet gives the talk. */
export interface Talk {
  readonly template: Template;
  readonly shelf: Shelf;
  /** Runs an action on the plan and shows its result. */
  act(take: (actions: Actions) => string): Promise<boolean>;
}

/** Attaches the button, and offers the talk to an import of a plan of the same person. */
export function attachTalk(page: HTMLElement, talk: Talk): void {
  const button = page.querySelector<HTMLElement>("[data-chairs]");
  button?.addEventListener("click", () => void open(page, button, talk));
  if (button === null) return;
  window.cairnTalk = {
    offers: (value) => {
      const [plan, mine] = [readPlan(value), talk.shelf.plan.content];
      return plan !== undefined && plan !== "unreadable" && (plan.id === mine.id || (plan.person !== "" && plan.person === mine.person) || isKept(talk, plan));
    },
    open: (value) => {
      const plan = readPlan(value);
      if (plan !== undefined && plan !== "unreadable") void open(page, button, talk, plan);
    },
  };
}

function isKept({ shelf }: Talk, { id }: SavedPlan): boolean {
  return shelf.store.read(keyOf(kindName, shelf.page, id)) !== undefined;
}

/** Opens a plan beside the open one; without a plan the reader chooses one. Another version of a kept plan is shown beside that one. */
async function open(page: HTMLElement, { dataset }: HTMLElement, talk: Talk, theirs?: SavedPlan): Promise<void> {
  const { shelf, template } = talk;
  try {
    await Promise.all([runScript(dataset["chairs"] ?? ""), loadStyles(dataset["chairsStyles"] ?? "")]);
  } catch {
    return announceWord("failed");
  }
  if (theirs !== undefined && isKept(talk, theirs)) window.cairnChosen?.(keyOf(kindName, shelf.page, theirs.id));
  const { plan } = shelf;
  const mine = { ...plan.content, values: Object.fromEntries(plan.typed) };
  const kept = shelf.list().flatMap(({ key, plan: other }) => (key === plan.key || other === undefined ? [] : [other]));
  const other = theirs === undefined ? await window.cairnChairs?.choose({ page: shelf.page, sites: [shelf.store.site, ...shelf.store.formerSites] }, kept) : { plan: theirs, name: planKind.title?.(theirs) ?? "" };
  if (other === undefined) return;
  window.cairnChairs?.open({
    template, mine, theirs: other.plan, names: { mine: planKind.title?.(mine) ?? "", theirs: other.name }, sheet: page,
    agree: async (agreed) => (await talk.act((actions) => actions.adopt(mine, agreed))) && shelf.plan.isSaved,
  });
}
