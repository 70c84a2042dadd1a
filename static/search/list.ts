// Lists the unanswered questions on the search page while the box is empty, and exports and
// deletes them.

import { ask } from "../shared/dialog";
import { element, required } from "../shared/dom";
import { saveFile } from "../shared/file";
import { today } from "../shared/today";
import { joined, type Words, wordsOf } from "../shared/words";
import type { Store } from "../storage/store";
import { key, type Question, Unanswered } from "./unanswered";

/** The version of the exported file. */
const version = 1;

export function attachList(store: Store): void {
  const section = document.querySelector<HTMLElement>("[data-questions]");
  const input = document.querySelector<HTMLInputElement>("[data-search] input");
  if (section !== null && input !== null) new List(section, input, store);
}

/** The exported file, whose form schema.json beside this file describes. */
export function writeQuestions(site: string, questions: readonly Question[]): string {
  return `${JSON.stringify({ kind: "questions", version, site, questions }, null, 2)}\n`;
}

class List {
  private readonly list: HTMLElement;
  private readonly word: Words;
  private readonly unanswered: Unanswered;

  constructor(private readonly section: HTMLElement, private readonly input: HTMLInputElement, store: Store) {
    this.list = required(section, "[data-list]");
    this.word = wordsOf(section);
    this.unanswered = new Unanswered(store);
    required(section, "[data-export]").addEventListener("click", () => {
      saveFile(this.word("file", today()), "application/json", writeQuestions(store.site, this.unanswered.list()));
    });
    required(section, "[data-clear]").addEventListener("click", () => void this.clear());
    input.addEventListener("input", () => this.show());
    store.onChange((changed) => changed === key, () => this.show());
    this.show();
  }

  private show(): void {
    const questions = this.input.value.trim() === "" ? this.unanswered.list() : [];
    this.section.hidden = questions.length === 0;
    this.list.replaceChildren(...questions.map((question) => this.item(question)));
  }

  private item({ query, asked, hits }: Question): HTMLElement {
    const link = element("a", { href: `?q=${encodeURIComponent(query)}` }, query);
    const facts = joined([this.word("asked", asked), hits === 0 ? this.word("none") : this.word("hits", hits)], "comma");
    const button = element("button", { type: "button", class: "quiet faint", "aria-label": this.word("delete_one", query) }, this.word("delete"));
    const item = element("li", {}, link, element("small", {}, facts), button);
    button.addEventListener("click", () => {
      const i = [...this.list.children].indexOf(item);
      this.unanswered.remove(query);
      this.show();
      this.focus(i);
    });
    return item;
  }

  /** Moves the focus to the button that took the place of a deleted one, or else to the box. */
  private focus(i: number): void {
    const buttons = this.list.querySelectorAll("button");
    (buttons[Math.min(i, buttons.length - 1)] ?? this.input).focus();
  }

  private async clear(): Promise<void> {
    if (!(await ask(this.word("ask"), this.word("yes"), this.word("no")))) return;
    this.unanswered.clear();
    this.show();
    this.input.focus();
  }
}
