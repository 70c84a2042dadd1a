// The home page's guide: asks for the reader's track, stage and date of joining, saves
// them, and shows what to read and to do today.

import { controlOf, element, required, type Control } from "../shared/dom";
import { isListOf, parseData } from "../shared/json";
import { labelled, type Words, wordsOf } from "../shared/words";
import type { Outcome, Store } from "../storage/store";
import { dayOf, isGuide, readReader, stepAt, type Guide, type Reader } from "./guide";

export function attachHome(store: Store): void {
  const home = document.querySelector<HTMLElement>("[data-home]");
  if (home !== null) new Home(home, store);
}

class Home {
  private readonly form: HTMLFormElement;
  private readonly guide: HTMLElement;
  private readonly word: Words;
  private readonly guides: readonly Guide[];

  constructor(home: HTMLElement, private readonly store: Store) {
    this.form = required(home, "[data-reader]", HTMLFormElement);
    this.guide = required(home, "[data-guide]");
    this.word = wordsOf(home);
    this.guides = parseData(home, "steps", isListOf(isGuide), []);
    home.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.remember();
    });
    const reader = readReader(store.read("reader"));
    if (reader !== "unreadable" && this.offers(reader)) this.greet(reader, "saved");
  }

  private field(name: keyof Reader): Control {
    const field = controlOf(this.form, name);
    if (field === null) throw new Error(`the form of the home page has no ${name}`);
    return field;
  }

  /** The options of a field; a hidden field, of a site with one track or stage, has none. */
  private options(name: keyof Reader): HTMLOptionElement[] {
    const field = controlOf(this.form, name);
    return field instanceof HTMLSelectElement ? [...field.options] : [];
  }

  /** Whether the site still has the reader's track and stage; if not, the form is shown again. */
  private offers(reader: Reader): boolean {
    return (["track", "stage"] as const).every((name) => {
      const options = this.options(name);
      return options.length === 0 || options.some(({ value }) => value === reader[name]);
    });
  }

  private remember(): void {
    const reader = { track: this.field("track").value, stage: this.field("stage").value, joined: this.field("joined").value };
    this.greet(reader, this.store.change("reader", readReader, () => reader));
  }

  private greet(reader: Reader, outcome: Outcome): void {
    for (const name of ["track", "stage", "joined"] as const) this.field(name).value = reader[name];
    this.form.hidden = true;
    const day = dayOf(reader.joined, new Date());
    const card = element("div", { class: "guide" });
    card.append(this.dayLine(reader, day), ...this.steps(reader, day));
    if (outcome !== "saved") card.append(element("p", { class: "end" }, this.word(outcome)));
    this.guide.replaceChildren(card);
  }

  private dayLine(reader: Reader, day: number): HTMLElement {
    const change = element("button", { type: "button", class: "quiet" }, this.word("change"));
    change.addEventListener("click", () => {
      this.form.hidden = false;
      this.guide.replaceChildren();
      this.field("track").focus();
    });
    const when = day > 0 ? this.word("day", day) : this.word("before", 1 - day);
    const where = element("p", { class: "where" }, when);
    const found = stepAt(this.guides, reader, day);
    if (found?.step !== undefined) {
      where.append(element("span", {}, this.word("until", found.step.title, found.step.month)));
    }
    where.append(change);
    return where;
  }

  private steps(reader: Reader, day: number): HTMLElement[] {
    const found = stepAt(this.guides, reader, day);
    if (found === undefined) return [this.fallback(reader)];
    const { guide, step } = found;
    const link = element("a", { href: step?.url ?? guide.url }, step === undefined ? guide.title : labelled(guide.title, step.title));
    const heading = step !== undefined ? "read" : guide.steps.length > 0 ? "later" : "whole";
    const read = element("div", {}, element("h3", {}, this.word(heading)), element("p", { class: "read" }, link));
    const parts = [read];
    if (step !== undefined && step.today.length > 0) {
      const list = element("ul", {}, ...step.today.map((line) => element("li", {}, line)));
      parts.push(element("div", {}, element("h3", {}, this.word("do")), list));
    }
    if (guide.sheet !== "") {
      parts.push(element("p", { class: "end" }, element("a", { class: "button plain", href: guide.sheet }, this.word("sheet"))));
    }
    return parts;
  }

  /** Links to the pages of the track and the stage, for a reader whose playbook does not exist. */
  private fallback(reader: Reader): HTMLElement {
    const option = (name: "track" | "stage"): string => this.options(name).find(({ selected }) => selected)?.text ?? "";
    return element(
      "p",
      { class: "end" },
      this.word("missing"),
      element("a", { href: `tracks/${encodeURIComponent(reader.track)}.html` }, option("track")),
      element("a", { href: `stages/${encodeURIComponent(reader.stage)}.html` }, option("stage")),
    );
  }
}
