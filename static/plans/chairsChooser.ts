// Asks which plan shall be compared with the open one: another one that the browser keeps for
// the worksheet, or one of a file.

import { answer } from "../shared/dialog";
import { element, setText } from "../shared/dom";
import { excerpt } from "../shared/text";
import { joined, type Words } from "../shared/words";
import type { SavedPlan } from "../worksheet/saved";
import { planKind } from "../worksheet/shelf";
import { readPlans } from "./files";

/** A plan to compare with, and what the reader knows it by. */
export interface Other {
  readonly plan: SavedPlan;
  readonly name: string;
}

/** The worksheet to which the plan must belong: goals/saas/newcomer, of a site that is or was called by one of these ids. */
export interface Sheet {
  readonly page: string;
  readonly sites: readonly string[];
}

class Chooser {
  private readonly dialog = element("dialog");
  private readonly list = element("ul", { class: "choices" });
  private readonly problem = element("p", { class: "problem", role: "alert" });
  private others: readonly Other[] = [];

  constructor(private readonly word: Words, private readonly sheet: Sheet) {}

  /** Resolves to the plan that the reader chooses, undefined if she closes the dialog. */
  show(kept: readonly Other[]): Promise<Other | undefined> {
    const { dialog, word } = this;
    const file = element("input", { type: "file", name: "file", accept: ".json,.xlsx", class: "visually-hidden" });
    file.addEventListener("change", () => void this.takeFile(file));
    const label = element("label", { class: "quiet" }, word("file"), file);
    const form = element("form", { method: "dialog" }, element("p", {}, word("which")), this.list, this.problem, element("p", {}, answer("", word("close")), label));
    this.offer(kept);
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(this.others[dialog.returnValue === "" ? -1 : Number(dialog.returnValue)]);
    }));
  }

  private offer(others: readonly Other[]): void {
    this.others = others;
    this.list.replaceChildren(...others.map(({ name }, i) => element("li", {}, answer(String(i), name))));
  }

  /** Chooses the plan of a file, or offers those that it has of the page. */
  private async takeFile(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (file === undefined) return;
    const found = await othersOf(file, this.sheet, this.word);
    setText(this.problem, typeof found === "string" ? found : "");
    if (typeof found === "string") return;
    this.offer(found);
    if (found.length === 1) this.dialog.close("0");
  }
}

/** The plans of the worksheet in a file, or the text that says why there is none. */
async function othersOf(file: File, { page, sites }: Sheet, word: Words): Promise<readonly Other[] | string> {
  const content = await readPlans(file, sites);
  const [left] = content.leftOut;
  if (content.plans.length === 0) return word(left?.why ?? "empty", excerpt(left?.about ?? ""));
  const own = content.plans.filter(({ plan }) => plan.template.path === page).map(({ plan }) => ({ plan, name: joined([titleOf(plan, word), excerpt(file.name)], "comma") }));
  return own.length > 0 ? own : word("otherpage", excerpt(content.plans[0]?.plan.template.path ?? ""));
}

function titleOf(plan: SavedPlan, word: Words): string {
  return planKind.title?.(plan) || word("unnamed");
}

export function chooseOther(word: Words, sheet: Sheet, kept: readonly SavedPlan[]): Promise<Other | undefined> {
  return new Chooser(word, sheet).show(kept.map((plan) => ({ plan, name: titleOf(plan, word) })));
}
