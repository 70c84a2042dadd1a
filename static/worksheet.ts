// The worksheet's page: evaluates the template at each change, saves the plan, and prints.

import { announceWord } from "./shared/announcer";
import { element, required, setHidden, setText } from "./shared/dom";
import { attachFrame } from "./frame/frame";
import { isRecord, parseData } from "./shared/json";
import { importLink } from "./storage/controls";
import { openStore, type Store } from "./storage/store";
import { Calendar } from "./goal/calendar";
import { WeekCard } from "./worksheet/weekcard";
import { Fields } from "./worksheet/fields";
import { Bar } from "./worksheet/bar";
import type { Change, Plan } from "./worksheet/plan";
import { Shelf } from "./worksheet/shelf";
import { attachTalk } from "./worksheet/talk";
import { knownDay } from "./goal/dates";
import { isTemplate } from "./goal/isTemplate";
import type { Template } from "./goal/template";
import { type Evaluate, evaluatorOf } from "./goal/evaluate";
import { effects, stale } from "./goal/compare";
import { actualsOf, priorOf } from "./worksheet/actuals";
import type { Quarter } from "./worksheet/quarter";
import { YearFold } from "./worksheet/yearFold";
import type { Cure, Entries, Sheet } from "./goal/sheet";
import { attachFolds } from "./worksheet/folds";
import { type Actuals, outlook, planOf } from "./goal/outlook";
import { showClosed } from "./worksheet/closedYear";
import { leftovers } from "./worksheet/leftovers";
import { cure, reach } from "./goal/solve";
import { FindingPainter, needsReach } from "./worksheet/finding";
import { Painter } from "./worksheet/paint";
import { Slices } from "./worksheet/slices";
import { Viewport } from "./worksheet/viewport";
import { today } from "./shared/today";
import { loadStyles, runScript } from "./shared/script";
import { joined, labelled, type Words, wordsOf } from "./shared/words";

/** The milliseconds without a change after which the page shows the end of a quarter, which takes three plans. */
const PAUSE = 250;

class Worksheet {
  private readonly template: Template;
  private readonly evaluate: Evaluate;
  private readonly word: Words;
  private readonly shelf: Shelf;
  private readonly bar: Bar;
  private readonly fields: Fields;
  private readonly card: WeekCard;
  private readonly painter: Painter;
  private readonly finding: FindingPainter;
  private quarter: Quarter | undefined;
  private readonly year: YearFold;
  private readonly calendar: Calendar;
  private showing = 0;
  /** How many entries are refused, as the page shows it. */
  private errors = 0;
  /** Shows the plan after a change. */
  private readonly slices = new Slices(() => this.paint());
  private sheet: Sheet | undefined;
  /** The field that was changed last, the sheet before the change, and the verdict's text if the change was its cure, otherwise "". */
  private edited: { readonly key: string; readonly before: Sheet | undefined; readonly cured: string } | undefined;

  constructor(private readonly page: HTMLElement, private readonly store: Store) {
    this.template = parseData(page, "template", isTemplate);
    this.calendar = new Calendar(this.template.year);
    this.evaluate = evaluatorOf(this.template);
    this.word = wordsOf(page);
    this.shelf = new Shelf(store, pageName(), page.dataset["hash"] ?? "", Number(this.template.year.id) || null);
    const restored = this.plan.typed.size + this.plan.unknown.size > 0;
    this.takeJoined(store);
    this.fields = new Fields(required(page, "[data-form]"), this.template, this.word, {
      typed: (key, text, step) => this.type(key, text, step),
      unknown: (key, isUnknown) => this.markUnknown(key, isUnknown),
    });
    this.card = new WeekCard(page, this.template, this.calendar, this.word, {
      ticked: (key, n, on, said) => this.tick(key, n, on, said),
      ruled: (rule) => this.onChanged(this.plan.rule(rule), "rule"),
      turned: () => this.slices.request(),
    });
    const viewport = new Viewport(page);
    this.painter = new Painter(page, this.template, this.calendar, this.word, (element) => element.hasAttribute("data-week-of") || viewport.shows(element)); // the card folds its rows by their numbers
    this.finding = new FindingPainter(page, this.word, (offered) => this.apply(offered));
    this.bar = new Bar(page, this.shelf, (word) => this.showPlan(word));
    this.year = new YearFold(page, {
      template: this.template,
      enter: (key, text) => this.enter(key, text),
      hold: (name, pin) => this.onChanged(this.plan.hold(name, pin)),
    });
    this.attachActions();
    this.fields.show(this.plan);
    this.slices.request();
    this.slices.finish();
    attachFolds(page);
    attachTalk(page, { template: this.template, shelf: this.shelf, act: (take) => this.bar.act(take) });
    this.attachQuarter();
    if (this.plan.unreadable) this.setStatus("unreadable");
    else if (restored) this.setStatus(this.plan.changed ? "changed" : "restored");
    this.shelf.onChange(() => this.follow());
    for (const leaving of ["focusout", "toggle"]) page.addEventListener(leaving, () => this.slices.finish(), true);
    addEventListener("beforeprint", () => this.slices.finish());
    addEventListener("hashchange", () => void importLink(store));
    void importLink(store);
  }

  private get plan(): Plan {
    return this.shelf.plan;
  }

  /** An element that a layout may lack. */
  private find(selector: string): HTMLElement | null {
    return this.page.querySelector<HTMLElement>(selector);
  }

  /** Fills in the date of joining that the reader entered on the home page. */
  private takeJoined(store: Store): void {
    const reader = store.read("reader");
    if (!isRecord(reader)) return;
    const { joined } = reader;
    if (typeof joined === "string" && joined !== "" && this.template.joined !== "") this.shelf.offer(this.template.joined, joined);
  }

  private type(key: string, text: string, step: string): void {
    this.edit(key);
    this.onChanged(this.plan.type(key, text), step);
  }

  private markUnknown(key: string, isUnknown: boolean): void {
    this.edit(key);
    this.onChanged(this.plan.markUnknown(key, isUnknown));
  }

  private tick(key: string, n: number, on: string, said: string): void {
    this.onChanged(this.plan.record(key, n, on));
    if (this.plan.isSaved) setText(required(this.page, "[data-status]"), wordsOf(this.page, "monday")("ticked", said));
  }

  /** Applies the cure, as a step of the history of its own. */
  private apply({ key, label, text }: Cure): void {
    const before = this.fields.enter(key, text);
    this.edit(key, labelled(this.word("cured"), this.word("effect", label, before, text)));
    this.onChanged(this.plan.type(key, text));
  }

  /** Types a text into a field for the reader, as a step of the history of its own. */
  private enter(key: string, text: string): void {
    this.fields.enter(key, text);
    this.edit(key);
    this.onChanged(this.plan.type(key, text));
  }

  /** Keeps the sheet before a field changes. Successive changes of one field count as one change. */
  private edit(key: string, cured = ""): void {
    if (this.edited?.key !== key || this.edited.cured !== cured) this.edited = { key, before: this.sheet, cured };
  }

  /** Records a change of the plan and says whether it is saved. */
  private onChanged(change: Change, step = ""): void {
    this.shelf.record(change, step);
    if (this.plan.unreadable) this.setStatus("unreadable");
    else this.setStatus(this.plan.isSaved ? "saved" : "notsaved");
    this.slices.request();
  }

  /** Shows the plan after the reader has chosen or changed it outside of the form. */
  private showPlan(word: string): void {
    this.edited = undefined;
    this.sheet = undefined; // it may be that of another plan
    this.fields.show(this.plan, true);
    this.setStatus(this.plan.unreadable ? "unreadable" : word);
    this.slices.request();
  }

  /** Shows what another tab has made of the plan, as a page that is opened now would. */
  private follow(): void {
    this.edited = undefined;
    this.sheet = undefined;
    this.bar.show();
    this.fields.show(this.plan);
    this.setStatus(this.plan.unreadable ? "unreadable" : "elsewhere");
    this.slices.request();
  }

  /** Shows the plan. What the reader sees of it is painted in one step, from one sheet: its numbers and its verdict agree. */
  private *paint(): Generator<void, void> {
    const { entries, refused } = this.fields.read(this.plan);
    const actuals = actualsOf(this.plan.content, this.template);
    const evaluate: Evaluate = (changed) => this.evaluate(changed, actuals);
    const sheet = evaluate(entries);
    yield;
    this.card.name(sheet, today());
    const numbers = this.painter.paint(sheet, entries, stale(evaluate, sheet, entries, refused));
    numbers.next();
    this.card.paint(sheet, this.plan.content, this.plan.isKept);
    this.finding.paint(sheet.finding, this.fields.examples, refused.size > 0, this.edited?.cured ?? "");
    this.paintRenewed(actuals, sheet);
    this.paintEffect(sheet);
    this.paintErrors(refused.size);
    this.paintQuestions();
    this.sheet = sheet;
    yield;
    this.bar.show();
    this.showQuarter();
    this.paintYear(entries, actuals);
    this.list("[data-unfit]", [...this.fields.unmatched(this.plan), ...leftovers(this.plan.content, this.template, this.word)]);
    yield* numbers;
    yield* this.solve(sheet, entries, actuals);
  }

  /** Computes what the verdict needs a search for: how much is within reach, and the change that mends a plan that is over a capacity. */
  private *solve({ finding }: Sheet, entries: Entries, actuals: Actuals | undefined): Generator<void, void> {
    if (needsReach(finding)) this.finding.paintPart(finding, yield* reach(this.template, entries, actuals));
    if (finding.kind === "over") this.finding.paintCure(yield* cure(this.template, entries, actuals));
  }

  /** Says that the numbers are those after closed quarters. */
  private paintRenewed(actuals: Actuals | undefined, { finding }: Sheet): void {
    showClosed(this.page, actuals?.quarters.length ?? 0, finding, this.word);
    const line = this.find("[data-renewed]");
    setHidden(line, actuals === undefined);
    if (actuals !== undefined) setText(line?.querySelector("a") ?? null, this.word("renewed", actuals.quarters.length, this.plan.content.revision));
  }

  /** Shows the section for the end of a quarter: at once while the reader works in it, otherwise after a pause, because it computes three plans. */
  private showQuarter(): void {
    clearTimeout(this.showing);
    if (this.find("[data-quarter]")?.contains(document.activeElement) === true) this.quarter?.show();
    else this.showing = setTimeout(() => this.quarter?.show(), PAUSE);
  }

  /** Loads the section for the end of a quarter when the reader opens it. */
  private attachQuarter(): void {
    const section = this.find("[data-quarter]");
    const fold = section?.querySelector("details");
    const body = section?.querySelector<HTMLElement>("[data-quarter-body]");
    if (section === null || fold == null || body == null) return;
    let isRequested = false;
    const open = async (): Promise<void> => {
      if (!fold.open || isRequested) return;
      isRequested = true;
      try {
        await runScript(section.dataset["quarter"] ?? "");
        this.quarter = window.cairnQuarter?.(body, this.template, wordsOf(this.page, "quarter"), {
          plan: () => this.plan.content,
          entries: () => this.fields.read(this.plan).entries,
          change: (make, step) => {
            this.edited = undefined;
            this.onChanged(this.plan.change(make), step);
          },
          hash: this.page.dataset["hash"] ?? "",
        });
      } catch {
        isRequested = false;
        announceWord("failed");
      }
    };
    fold.addEventListener("toggle", () => void open());
    void open();
  }

  private paintYear(entries: Entries, actuals: Actuals | undefined): void {
    const { prior, pins = {} } = this.plan.content;
    this.year.paint({
      entries, pins, prior: priorOf(prior), today: knownDay(today()),
      outlook: (changed) => outlook(planOf(this.template, this.calendar, changed, actuals), actuals),
    });
  }

  /** Shows under the field that the reader changes what the change does. */
  private paintEffect(sheet: Sheet): void {
    const { key = "", before } = this.edited ?? {};
    const changes = before === undefined ? [] : effects(this.template, before, sheet);
    this.fields.showEffect(key, joined(changes.map(({ label, from, to }) => this.word("effect", label, from, to)), "comma"));
  }

  private paintErrors(count: number): void {
    if (count === this.errors) return;
    this.errors = count;
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
    if (examples > 0) counts.push(this.word("examples", examples));
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
    const isBrought = window.cairnWords?.["action"]?.[word] !== undefined; // by the script of the actions
    setText(required(this.page, "[data-status]"), (isBrought ? wordsOf(this.page, "action") : this.word)(word));
  }

  private attachActions(): void {
    setHidden(this.find("[data-actions]"), false);
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-print-sheet]")) {
      button.addEventListener("click", () => void this.print(button));
    }
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-next-error]")) {
      button.addEventListener("click", () => this.fields.visitRefused());
    }
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-take-back]")) {
      button.addEventListener("click", ({ detail }) => {
        if (detail < 2) this.bar.undo(); // the second click of a double click was meant for the button in whose place this one is
      });
    }
    this.find("[data-csv]")?.addEventListener("click", () => {
      void this.bar.save((actions) => actions.saveTable(this.template, this.evaluate, this.fields.read(this.plan).entries));
    });
    const ics = this.find("[data-ics]");
    ics?.addEventListener("click", () => void this.saveCalendar(ics).catch(() => announceWord("failed")));
    const book = this.find("[data-book]");
    book?.addEventListener("click", () => void this.saveBook(book).catch(() => this.setStatus("nobook")));
  }

  /** Prints the sheet filled in or blank, or the cards of the quarters; the button names the script and the styles that this needs. */
  private async print({ dataset }: HTMLElement): Promise<void> {
    const { penScript, penStyles } = dataset;
    try {
      if (penScript !== undefined) await runScript(penScript);
      if (penStyles !== undefined) await loadStyles(penStyles);
    } catch {
      return announceWord("failed");
    }
    this.slices.finish();
    const { entries } = this.fields.read(this.plan);
    window.cairnPen?.(this.page, this.template, entries);
    if (dataset["printSheet"] === "cards") window.cairnCards?.(this.page, this.template, entries, this.plan.content);
    printSheet(dataset["printSheet"] ?? "");
  }

  /** Downloads a calendar file of what the plan asks from the present week on. */
  private async saveCalendar({ dataset }: HTMLElement): Promise<void> {
    await runScript(dataset["ics"] ?? "");
    this.slices.finish();
    const { page, template, sheet, plan: { content: plan } } = this;
    const address = location.protocol.startsWith("http") ? location.href.replace(/#.*/s, "") : "";
    const word = wordsOf(page, "monday");
    const source = { template, calendar: this.card.calendar, plan, title: page.querySelector("h1")?.textContent ?? "", address, today: today(), now: Date.now(), word };
    const text = sheet === undefined ? "" : window.cairnCalendar?.(page, this.store, { ...source, sheet }) ?? "";
    if (text === "") setText(required(page, "[data-status]"), word("nothing_left"));
    else await this.bar.save((actions) => actions.save(".ics", "text/calendar", text));
  }

  /** Downloads the workbook with the numbers of the page, which scripts make that the button names. */
  private async saveBook({ dataset }: HTMLElement): Promise<void> {
    this.setStatus(""); // it may say that the last attempt failed
    await runScript(dataset["bookScript"] ?? "");
    const plan = { ...this.plan.content, values: Object.fromEntries(this.plan.typed) };
    const file = await window.cairnWorkbook?.(dataset["book"] ?? "", this.template, this.fields.read(this.plan).entries, plan);
    if (file !== undefined) await this.bar.save((actions) => actions.save(".xlsx", file.type, file));
  }
}

/** goals/saas/newcomer */
function pageName(): string {
  return (document.documentElement.dataset["page"] ?? "").replace(/\.html$/, "");
}

/** Prints the sheet filled in; blank, with lines to write on in the place of numbers; or the cards of the quarters. */
function printSheet(kind: string): void {
  const root = document.documentElement;
  root.dataset["print"] = kind;
  addEventListener("afterprint", () => delete root.dataset["print"], { once: true });
  print();
}

const store = openStore();
attachFrame(store);
const page = document.querySelector<HTMLElement>("[data-worksheet]");
if (page !== null) new Worksheet(page, store);
