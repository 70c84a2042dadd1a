// Shows the reader's own number behind each link whose text states a number of a worksheet's
// example. The author's number stays, because the sentence may compute with it. Her number is a
// button that opens which of her entries make the difference.

import { type Evaluate, evaluatorOf } from "../goal/evaluate";
import type { Entries } from "../goal/sheet";
import { quotedPage } from "../reading/quotes";
import { element } from "../shared/dom";
import { joined, labelled, type Words } from "../shared/words";
import { parseKey } from "../storage/schema";
import type { Store } from "../storage/store";
import { actualsOf } from "../worksheet/actuals";
import { entriesOf } from "../worksheet/entries";
import type { SavedPlan } from "../worksheet/saved";
import { chosenKind, kindName, openPlan } from "../worksheet/shelf";
import { causesOf, type Reading, readingOf, statedLike } from "./quote";
import { Worksheets } from "./worksheets";

/** The plan that is open on a worksheet, and what the worksheet computes of it. */
interface Opened {
  readonly path: string;
  readonly plan: SavedPlan;
  readonly entries: Entries;
  readonly evaluate: Evaluate;
  readonly quarters: number;
  reading(name: string): Reading | undefined;
}

export class Quotes {
  private readonly worksheets = new Worksheets();
  private readonly quotes: readonly Quote[];
  private readonly evaluators = new Map<string, Evaluate>();

  constructor(private readonly store: Store, links: readonly HTMLAnchorElement[], word: Words) {
    this.quotes = links.map((link) => new Quote(link, word, (opened, name) => causesOf(this.worksheets.goal(opened.path), opened.evaluate, name, opened.entries)));
    store.onChange((key) => [kindName, chosenKind.name].includes(parseKey(key).name), () => void this.show());
    void this.show();
  }

  /** Shows the numbers of the plans that are open now. Where none is kept, or its worksheet cannot be loaded, the author's numbers stand. */
  private async show(): Promise<void> {
    const kept = this.quotes.filter(({ page }) => openPlan(this.store, page)?.plan !== undefined);
    await this.worksheets.load(new Set([...new Map(kept.map((quote) => [quote.path, { path: quote.path, script: quote.script }])).values()]));
    const opened = new Map<string, Opened | undefined>();
    for (const { page, path } of this.quotes) if (!opened.has(path)) opened.set(path, this.open(page, path));
    for (const quote of this.quotes) quote.show(opened.get(quote.path));
  }

  private open(page: string, path: string): Opened | undefined {
    const plan = openPlan(this.store, page)?.plan;
    if (plan === undefined || !this.worksheets.has(path)) return undefined;
    const template = this.worksheets.goal(path);
    const evaluate = this.evaluators.get(path) ?? evaluatorOf(template);
    this.evaluators.set(path, evaluate);
    const entries = entriesOf(template, plan.values, plan.unknown);
    const actuals = actualsOf(plan, template);
    const sheet = evaluate(entries, actuals);
    return { path, plan, entries, evaluate, quarters: actuals?.quarters.length ?? 0, reading: (name) => readingOf(template, name, entries, sheet) };
  }
}

type Causes = (opened: Opened, name: string) => ReturnType<typeof causesOf>;

/** One link with the reader's number and the note behind it. */
class Quote {
  readonly page: string;
  readonly path: string;
  readonly script: string;
  private readonly name: string;
  private readonly quoted: string;
  private readonly written: string;
  /** An inline element, since lines may break on both sides of a <button>. */
  private readonly mark: HTMLElement;
  /** Keeps the mark on the line of the number. */
  private readonly glue = document.createTextNode("\u2060");
  private note: HTMLElement | undefined;
  private opened: Opened | undefined;
  private waiting: IntersectionObserver | undefined;

  constructor(private readonly link: HTMLAnchorElement, private readonly word: Words, private readonly causes: Causes) {
    this.page = quotedPage(link);
    this.path = link.dataset["quoteOf"] ?? "";
    this.script = (link.getAttribute("href") ?? "").replace(/\.html(#.*)?$/, ".paper.js");
    this.name = link.dataset["quote"] ?? "";
    this.quoted = link.dataset["quoted"] ?? "";
    this.written = link.textContent ?? "";
    this.mark = element("span", { role: "button", tabindex: "0", class: "yours", "aria-expanded": "false" });
    this.mark.addEventListener("click", (event) => {
      event.preventDefault(); // in the label of a task
      this.toggle();
    });
    this.mark.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.toggle();
    });
  }

  /** Shows the number of a plan; none without one, or if it is the author's too. */
  show(opened: Opened | undefined): void {
    const reading = opened?.reading(this.name);
    const isOpen = this.note !== undefined;
    this.waiting?.disconnect();
    this.close();
    this.opened = reading === undefined ? undefined : opened;
    if (reading === undefined) return this.draw("");
    const own = reading.raw === "" ? undefined : statedLike(this.quoted, reading);
    this.place(own === undefined ? this.word("example") : own === this.quoted ? "" : this.word("yours", own));
    if (isOpen && this.mark.isConnected) this.explain();
  }

  /** Shows a mark, unless that would move what the reader has before her: then it waits until the paragraph is out of view. */
  private place(mark: string): void {
    const block = blockOf(this.link);
    const before = this.mark.isConnected ? this.mark.textContent ?? "" : "";
    const { height, top, bottom } = block.getBoundingClientRect();
    this.draw(mark);
    if (block.getBoundingClientRect().height === height || top > innerHeight || bottom < 0) return;
    this.draw(before);
    this.waiting = new IntersectionObserver(([entry]) => {
      if (entry === undefined || entry.isIntersecting) return;
      this.waiting?.disconnect();
      this.draw(mark);
      if (entry.boundingClientRect.bottom < 0 && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, block.getBoundingClientRect().height - height);
    });
    this.waiting.observe(block);
  }

  /** A mark that stays in the text keeps the focus. */
  private draw(mark: string): void {
    if (mark === "") {
      for (const node of [this.glue, this.mark]) node.remove();
      return;
    }
    this.mark.textContent = mark;
    this.mark.setAttribute("aria-label", this.word("why", mark));
    if (!this.mark.isConnected) this.link.after(this.glue, this.mark);
  }

  private toggle(): void {
    if (this.note !== undefined) return this.close();
    this.explain()?.scrollIntoView({ block: "nearest" });
  }

  private close(): void {
    this.note?.remove();
    this.note = undefined;
    this.mark.setAttribute("aria-expanded", "false");
  }

  /** Opens the note behind the paragraph; none without a plan. */
  private explain(): HTMLElement | undefined {
    const reading = this.opened?.reading(this.name);
    if (this.opened === undefined || reading === undefined) return undefined;
    const to = element("a", { href: this.link.href }, this.word("open"));
    this.note = element("div", { class: "yours-note", role: "note" }, element("p", {}, this.said(reading, this.opened)), ...this.reasons(reading, this.opened), element("p", {}, to));
    const block = blockOf(this.link);
    if (block instanceof HTMLParagraphElement) block.after(this.note);
    else block.append(this.note);
    this.mark.setAttribute("aria-expanded", "true");
    return this.note;
  }

  /** What the book says, and what the plan gives. */
  private said(reading: Reading, { plan: { person } }: Opened): string {
    const { raw, why, about } = reading;
    const whose = person === "" ? "" : this.word("person", person);
    const reason = this.word(why || "why_none");
    if (raw === "") return this.word("said_blank", this.written, whose, about === "" ? reason : labelled(reason, about));
    return this.word("said", this.written, whose, this.written.replace(this.quoted, () => statedLike(this.quoted, reading)));
  }

  /** The entries that make the difference, and the closed quarters. */
  private reasons({ raw }: Reading, opened: Opened): HTMLElement[] {
    if (raw === "") return [];
    const lines = this.causes(opened, this.name).map(({ label, example, mine }) => this.word("cause", label, example || this.word("nothing"), mine || this.word("nothing")));
    const reasons = lines.length === 0 ? [] : [this.word("causes", joined(lines, "semicolon"))];
    if (opened.quarters > 0) reasons.push(this.word("closed", opened.quarters));
    return reasons.map((reason) => element("p", {}, reason));
  }
}

/** The paragraph, item or cell of a link. */
function blockOf(link: HTMLElement): HTMLElement {
  return link.closest<HTMLElement>("p, li, td, th, dd, dt") ?? link;
}
