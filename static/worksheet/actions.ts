// The actions on whole plans: undo, redo, a new version, the examples, removal, an import, a file. An action returns what
// the status line shall say: a text, or the key of a word. After "" the status line stays as it is.

import { ask } from "../shared/dialog";
import type { Evaluate } from "../goal/evaluate";
import type { Entries } from "../goal/sheet";
import type { Template } from "../goal/template";
import { copyText } from "../shared/clipboard";
import { writeCsv } from "../shared/csv";
import { element } from "../shared/dom";
import { saveFile } from "../shared/file";
import type { Words } from "../shared/words";
import type { Changes } from "../storage/import";
import { keyOf } from "../storage/schema";
import type { Step } from "./history";
import { writeLink } from "./link";
import type { Change } from "./plan";
import { copyOf, fileName, patchPlan, planDifferences, readPlan, writePlan, type SavedPlan } from "./saved";
import { keptPlans, kindName, type Shelf } from "./shelf";
import { planTable } from "./table";

export class Actions {
  /** `unnamed` is the file name's word for a person without a name; `said` returns the text for a step that was undone or redone. */
  constructor(
    private readonly shelf: Shelf,
    private readonly word: Words,
    private readonly unnamed: string,
    private readonly said: (done: string, step: Step) => string,
  ) {}

  /** Opens a copy of the open plan as its next version; the open one stays as it is. */
  revise(): string {
    const { shelf } = this;
    const original = shelf.plan.content;
    const revisions = keptPlans(shelf.store, shelf.page).flatMap(({ plan }) => (plan !== undefined && plan.person === original.person ? [plan.revision] : []));
    const copy = copyOf(original, Math.max(original.revision, ...revisions) + 1);
    if (!shelf.choose(keyOf(kindName, shelf.page, copy.id))) return "notsaved";
    shelf.record(shelf.plan.change(() => copy));
    return shelf.plan.isSaved ? "revised" : "notsaved";
  }

  /** Changes the open plan as `before` was changed into the plan that two people have agreed on, in one step. */
  adopt(before: SavedPlan, agreed: SavedPlan): string {
    const { shelf } = this;
    shelf.history.seal();
    shelf.record(shelf.plan.change((latest) => patchPlan(latest, before, agreed)));
    return shelf.plan.isSaved ? "agreed" : "notsaved";
  }

  /** Removes the open plan and opens another one. An unreadable plan stays: it could not be brought back. */
  remove(): string {
    const { shelf } = this;
    if (shelf.plan.unreadable) return "";
    shelf.record(shelf.plan.remove());
    shelf.choose(shelf.firstKey());
    return "removed";
  }

  /** Returns all inputs of the open plan to their examples. The reader must agree if the plan is unreadable, because undo could not bring it back. */
  async reset(): Promise<string> {
    const { word, shelf } = this;
    if (shelf.plan.unreadable && !(await ask(word("askreset"), word("yes"), word("no")))) return "";
    shelf.record(shelf.plan.reset());
    return "wasreset";
  }

  undo(): string {
    const { history, plan } = this.shelf;
    return history.canUndo ? this.replay("undone", plan.isSaved ? history.undo() : undefined) : "";
  }

  redo(): string {
    const { history, plan } = this.shelf;
    return history.canRedo ? this.replay("redone", plan.isSaved ? history.redo() : undefined) : "";
  }

  /** Makes the changes of a step and opens the plan that they concern. The step is undefined while the open plan has changes that could not be saved. */
  private replay(done: string, step: Step | undefined): string {
    if (step === undefined) return "notsaved";
    const values = new Map<string, unknown>();
    for (const [key, change] of step) {
      const kept = readPlan(this.shelf.store.read(key));
      if (kept !== "unreadable") values.set(key, changed(kept, change));
    }
    const isSaved = this.shelf.store.writeAll(values);
    this.openOneOf([...values.keys()]);
    return isSaved ? this.said(done, step) : "notsaved";
  }

  /** Records an import, whose changes are already kept, as a step, and opens a plan that it has changed. */
  imported(changes: Changes): string {
    this.shelf.history.seal();
    this.shelf.history.record(new Map([...changes].map(([key, { before, after }]) => [key, { before: planOf(before), after: planOf(after) }])));
    this.openOneOf([...changes.keys()]);
    return "imported";
  }

  /** Opens the first of these plans that is kept, unless the open one is among them; another one if none is. */
  private openOneOf(keys: readonly string[]): void {
    const { shelf } = this;
    const isKept = (key: string): boolean => shelf.store.read(key) !== undefined;
    const wanted = [shelf.plan.key, ...keys].filter((key) => keys.includes(key) && isKept(key))[0];
    shelf.choose(wanted ?? (isKept(shelf.plan.key) ? shelf.plan.key : shelf.firstKey()));
  }

  savePlan(): string {
    return this.save(".cairn.json", "application/json", writePlan(this.shelf.plan.content));
  }

  /** Downloads the numbers of the open plan as a table. */
  saveTable(template: Template, evaluate: Evaluate, entries: Entries): string {
    return this.save(".csv", "text/csv", writeCsv(planTable(template, evaluate, entries, this.shelf.plan.content, this.word)));
  }

  /** Copies a link that carries the open plan; returns what the reader is told of it. Where the browser lets no page copy, a dialog shows the link. */
  async copyLink(): Promise<string> {
    const { word, shelf } = this;
    const link = await writeLink(location.href, shelf.store.site, shelf.plan.content);
    if (link === undefined) return word("toolong");
    if (!(await copyText(link))) {
      const field = element("textarea", { name: "link", readonly: "", rows: "4", "aria-label": word("link") }, link);
      const shown = ask(word("copyhere"), word("ok"), "", field);
      field.select();
      await shown;
      return "";
    }
    return word(location.protocol === "file:" ? "copiedfile" : "copied");
  }

  /** Downloads a file that is named after the plan, a calendar only after the person and the year; returns the text that says its name. */
  save(extension: string, type: string, content: BlobPart): string {
    const name = fileName(this.shelf.plan.content, this.unnamed, extension).replace(/-v\d+(?=\.ics$)/, "");
    saveFile(name, type, content);
    return this.word("stored", name);
  }
}

function planOf(value: unknown): SavedPlan | undefined {
  const plan = readPlan(value);
  return plan === "unreadable" ? undefined : plan;
}

/**
 * What a plan becomes when a change is repeated on it. Only what the change concerned changes: another tab may have
 * changed the rest since. A plan is removed only if it still is as the change left it before.
 */
function changed(kept: SavedPlan | undefined, { before, after }: Change): SavedPlan | undefined {
  if (after === undefined) return kept !== undefined && before !== undefined && planDifferences(kept, before).length === 0 ? undefined : kept;
  if (kept === undefined) return after;
  return before === undefined ? kept : patchPlan(kept, before, after);
}
