// The worksheet's page: evaluates the template at each change, saves the plan, and prints.

import { ask } from "./shared/dialog";
import { element, required, setHidden, setText } from "./shared/dom";
import { isRecord, parseData } from "./shared/json";
import { openStore, type Store } from "./storage/store";
import { Fields } from "./worksheet/fields";
import { Plan } from "./worksheet/plan";
import { isTemplate } from "./goal/isTemplate";
import type { Template } from "./goal/template";
import { evaluateTemplate } from "./goal/evaluate";
import { effects, stale } from "./goal/compare";
import type { Sheet } from "./goal/sheet";
import { attachFolds } from "./worksheet/folds";
import { Painter } from "./worksheet/paint";
import { today } from "./shared/today";
import { joined, type Words, wordsOf } from "./shared/words";

class Worksheet {
  private readonly template: Template;
  private readonly word: Words;
  private readonly plan: Plan;
  private readonly fields: Fields;
  private readonly painter: Painter;
  private waiting = false;
  private sheet: Sheet | undefined;
  /** The field that the reader changed last, and the sheet before she began to change it. */
  private edited: { readonly key: string; readonly before: Sheet | undefined } | undefined;

  constructor(private readonly page: HTMLElement, store: Store) {
    this.template = parseData(page, "template", isTemplate);
    this.word = wordsOf(page);
    this.plan = new Plan(store, `plan:${pageName()}`, page.dataset["hash"] ?? "");
    const restored = this.plan.typed.size + this.plan.unknown.size > 0;
    this.takeJoined(store);
    this.fields = new Fields(required(page, "[data-form]"), this.template, this.word, {
      typed: (key, text) => this.type(key, text),
      unknown: (key, isUnknown) => this.markUnknown(key, isUnknown),
    });
    this.painter = new Painter(page, this.template, this.word);
    this.attachActions();
    this.fields.show(this.plan);
    this.paint();
    attachFolds(page);
    if (this.plan.unreadable) this.setStatus("unreadable");
    else if (restored) this.setStatus(this.plan.changed ? "changed" : "restored");
    this.plan.onChange(() => this.follow());
  }

  /** An element that a layout may lack. */
  private find(selector: string): HTMLElement | null {
    return this.page.querySelector<HTMLElement>(selector);
  }

  /** Fills in the date of joining that the reader entered on the home page. */
  private takeJoined(store: Store): void {
    const reader = store.read("reader");
    if (!isRecord(reader) || this.plan.typed.has(this.template.joined)) return;
    const { joined } = reader;
    if (typeof joined === "string" && joined !== "" && this.template.joined !== "") this.plan.offer(this.template.joined, joined);
  }

  private type(key: string, text: string): void {
    if (this.edited?.key !== key) this.edited = { key, before: this.sheet };
    this.onSaved(this.plan.type(key, text));
  }

  private markUnknown(key: string, isUnknown: boolean): void {
    this.onSaved(this.plan.markUnknown(key, isUnknown));
  }

  private onSaved(saved: boolean): void {
    if (this.plan.unreadable) this.setStatus("unreadable");
    else this.setStatus(saved ? "saved" : "notsaved");
    this.repaint();
  }

  private follow(): void {
    this.fields.show(this.plan);
    this.setStatus(this.plan.unreadable ? "unreadable" : "elsewhere");
    this.repaint();
  }

  /** Schedules one paint in the next frame, however many changes arrive before it. */
  private repaint(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  private paint(): void {
    const { entries, refused } = this.fields.read(this.plan);
    const sheet = evaluateTemplate(this.template, entries);
    this.painter.paint(sheet, entries, today(), stale(this.template, sheet, entries, refused));
    this.paintEffect(sheet);
    this.paintErrors(refused.size);
    this.paintQuestions();
    this.sheet = sheet;
    this.list("[data-unfit]", this.fields.unmatched(this.plan));
  }

  /** Shows under the field that the reader changes what the change does. */
  private paintEffect(sheet: Sheet): void {
    if (this.edited?.before === undefined) return;
    const { key, before } = this.edited;
    const changes = effects(this.template, before, sheet).map(({ label, from, to }) => this.word("effect", label, from, to));
    this.fields.showEffect(key, joined(changes, "comma"));
  }

  private paintErrors(count: number): void {
    setHidden(this.find("[data-errors]"), count === 0);
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-next-error]")) {
      setHidden(button, count === 0);
      setText(button, this.word("errors", count));
    }
  }

  /** Shows the number of unconfirmed examples and the questions that the reader has to ask. */
  private paintQuestions(): void {
    const examples = this.fields.examples;
    const questions = this.fields.questions(this.plan);
    const counts = [];
    if (examples > 0) counts.push(this.word("unconfirmed", examples));
    if (questions.length > 0) counts.push(this.word("unknowns", questions.length));
    setText(this.find("[data-count]"), joined(counts, "comma") || this.word("confirmed"));
    this.list("[data-asks]", questions);
  }

  private list(selector: string, lines: readonly string[]): void {
    const shown = this.find(selector);
    setHidden(shown, lines.length === 0);
    shown?.querySelector("ul")?.replaceChildren(...lines.map((line) => element("li", {}, line)));
  }

  private setStatus(word: string): void {
    setText(required(this.page, "[data-status]"), this.word(word));
  }

  private attachActions(): void {
    setHidden(this.find("[data-actions]"), false);
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-print-sheet]")) {
      button.addEventListener("click", () => printSheet(button.dataset["printSheet"] ?? ""));
    }
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-next-error]")) {
      button.addEventListener("click", () => this.fields.visitRefused());
    }
    this.find("[data-reset]")?.addEventListener("click", () => void this.reset());
  }

  private async reset(): Promise<void> {
    if (!(await ask(this.word("askreset"), this.word("yes"), this.word("no")))) return;
    this.plan.reset();
    this.fields.reset();
    this.setStatus("wasreset");
    this.paint();
  }
}

/** goals/saas/newcomer */
function pageName(): string {
  return (document.documentElement.dataset["page"] ?? "").replace(/\.html$/, "");
}

/** Prints the sheet filled in, or blank: with lines to write on in the place of numbers. */
function printSheet(kind: string): void {
  const root = document.documentElement;
  root.dataset["print"] = kind;
  addEventListener("afterprint", () => delete root.dataset["print"], { once: true });
  print();
}

const page = document.querySelector<HTMLElement>("[data-worksheet]");
if (page !== null) new Worksheet(page, openStore());
