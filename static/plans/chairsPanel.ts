// The panel in which two people go through their two plans of one worksheet: only what
// differs, with its effect on the year, and the plan that they agree on.

import { Calendar } from "../goal/calendar";
import type { Template } from "../goal/template";
import { ask } from "../shared/dialog";
import { element, setText } from "../shared/dom";
import { today } from "../shared/today";
import { joined, labelled, type Words } from "../shared/words";
import type { SavedPlan } from "../worksheet/saved";
import { type Choices, type Pair, rowsOf, settle } from "./chairs";
import { RowView } from "./chairsRow";
import { Texts } from "./chairsTexts";
import { effectOf, type Outcome, outcomeOf } from "./outcome";

/** The page that opens the panel. */
export interface Host {
  readonly template: Template;
  /** The plan that the agreed one is the next version of, and the other one. */
  readonly mine: SavedPlan;
  readonly theirs: SavedPlan;
  /** What tells the two plans apart for the reader, such as the names of their files. */
  readonly names: { readonly mine: string; readonly theirs: string };
  /** The worksheet or its copy for paper, from which the panel takes the groups of the inputs and the choices. */
  readonly sheet: ParentNode;
  /** Keeps the agreed plan; returns whether it is kept. */
  agree(plan: SavedPlan): boolean | Promise<boolean>;
}

export class ChairsPanel {
  private readonly pair: Pair;
  private readonly calendar: Calendar;
  private readonly texts: Texts;
  private readonly views: readonly RowView[];
  private readonly outcomes: { readonly mine: Outcome; readonly theirs: Outcome };
  private readonly heading: HTMLElement;
  private readonly agreed = element("dd", { class: "agreed" });
  private readonly status = element("p", { class: "status no-print", role: "status" });
  private readonly buttons: readonly HTMLButtonElement[];
  /** Whether the reader has chosen something that is not agreed yet. */
  private isTouched = false;

  /** close is called when the reader leaves the panel. */
  constructor(readonly root: HTMLElement, private readonly host: Host, private readonly word: Words, private readonly close: () => void) {
    const { template, mine, theirs } = host;
    this.pair = { template, mine, theirs };
    this.calendar = new Calendar(template.year);
    this.texts = new Texts(template, word);
    this.outcomes = { mine: this.outcomeOf(mine), theirs: this.outcomeOf(theirs) };
    this.views = rowsOf(this.pair).map((row) => new RowView(row, this.texts, template, word, this.controlOf(row.key), () => this.change()));
    this.heading = element("h2", { tabindex: "-1" }, joined([mine.person || theirs.person, word("title")].filter(Boolean), "comma"));
    this.buttons = this.views.length === 0 ? [] : [this.button("settle", "button", () => void this.settle()), this.button("print", "quiet", () => this.print())];
    root.classList.add("chairs");
    root.replaceChildren(this.heading, ...this.content());
    this.paint();
    this.paintEffects();
  }

  focus(): void {
    this.heading.focus();
  }

  private content(): HTMLElement[] {
    const { word } = this;
    const close = element("p", { class: "buttons no-print" }, ...this.buttons, this.button("close", "quiet", () => void this.leave()));
    if (this.views.length === 0) return [element("p", {}, word("none")), close];
    const all = element("p", { class: "buttons no-print" }, this.button("all_mine", "quiet", () => this.chooseAll("mine")), this.button("all_theirs", "quiet", () => this.chooseAll("theirs")));
    return [element("p", { class: "note" }, this.summary()), ...this.notes(), ...this.sums(), all, this.table(), this.status, close, this.signatures()];
  }

  /** How many answers differ, and how many inputs do not. */
  private summary(): string {
    const differing = this.views.filter(({ row }) => row.part === "input").length;
    return this.word("summary", this.views.length, this.host.template.inputs.length - differing);
  }

  /** What else tells the two plans apart, although it is no answer. */
  private notes(): HTMLElement[] {
    const { mine, theirs } = this.host;
    const notes = [];
    if (mine.person !== "" && theirs.person !== "" && mine.person !== theirs.person) notes.push(this.word("other_person", theirs.person));
    if (mine.year !== null && theirs.year !== null && mine.year !== theirs.year) notes.push(this.word("other_year", theirs.year));
    if (mine.template.hash !== theirs.template.hash) notes.push(this.word("other_template"));
    return notes.map((note) => element("p", { class: "warning" }, note));
  }

  /** What each plan comes to, and the agreed one as it is now. */
  private sums(): HTMLElement[] {
    const { names } = this.host;
    const line = (word: string, name: string, sum: HTMLElement): HTMLElement => element("div", {}, element("dt", {}, this.word(word), " ", element("small", {}, name)), sum);
    const both = (["mine", "theirs"] as const).map((side) => line(side, names[side], element("dd", {}, this.texts.outcome(this.outcomes[side]))));
    return [element("dl", { class: "sums" }, ...both), element("div", { class: "now", role: "status" }, element("dl", { class: "sums" }, line("agreed", "", this.agreed)))];
  }

  private table(): HTMLElement {
    const head = ["what", "mine", "theirs", "own", "effect"].map((word) => element("th", { scope: "col", role: "columnheader" }, this.word(word)));
    const [, , , own] = head;
    own?.replaceChildren(element("span", { class: "no-print" }, this.word("own")), element("span", { class: "paper" }, this.word("agreed")));
    const rows = [...this.groups()].flatMap(([label, views]) => [
      ...(label === "" ? [] : [element("tr", { role: "row", class: "group" }, element("th", { scope: "rowgroup", role: "rowheader", colspan: "5" }, label))]),
      ...views.map(({ root }) => root),
    ]);
    return element("table", { role: "table", "aria-label": this.word("title") }, element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head)), element("tbody", { role: "rowgroup" }, ...rows));
  }

  /** The rows in the groups of the worksheet's form; what is no input comes last. */
  private groups(): Map<string, RowView[]> {
    const groups = new Map<string, RowView[]>();
    for (const view of this.views) {
      const label = view.row.part === "input" ? this.groupOf(view.row.key) : this.word("facts");
      groups.set(label, [...(groups.get(label) ?? []), view]);
    }
    return groups;
  }

  private fieldOf(key: string): Element | null {
    const name = CSS.escape(key);
    return this.host.sheet.querySelector(`[data-field="${name}"], .field [data-line="${name}"]`);
  }

  private groupOf(key: string): string {
    return this.fieldOf(key)?.closest("[data-group], fieldset")?.querySelector(".legend, legend")?.textContent?.trim() ?? "";
  }

  /** A copy of the choices of an input. */
  private controlOf(key: string): HTMLSelectElement | undefined {
    const control = this.fieldOf(key)?.querySelector("select");
    if (control == null) return undefined;
    return element("select", {}, ...[...control.options].map(({ value }) => element("option", { value }, value)));
  }

  /** The lines to sign, on paper. */
  private signatures(): HTMLElement {
    const line = (text: string): HTMLElement => element("span", {}, text, element("span", { class: "line" }));
    return element("p", { class: "paper signatures" }, line(this.word("sign_mine")), line(this.word("sign_theirs")), element("span", {}, labelled(this.word("date"), today())));
  }

  private button(word: string, look: string, act: () => void): HTMLButtonElement {
    const button = element("button", { type: "button", class: look }, this.word(word));
    button.addEventListener("click", act);
    return button;
  }

  private outcomeOf(plan: SavedPlan): Outcome {
    return outcomeOf(this.pair.template, this.calendar, plan);
  }

  private get choices(): Choices {
    return new Map(this.views.flatMap(({ row, choice }) => (choice === undefined ? [] : [[row.id, choice] as const])));
  }

  /** The agreed plan; a row without a choice is as in mine. */
  private settled(choices: Choices): SavedPlan {
    return settle(this.pair, this.views.map(({ row }) => row), choices, today());
  }

  private paintEffects(): void {
    for (const view of this.views) {
      const after = this.outcomeOf(this.settled(new Map([[view.row.id, view.row.theirs]])));
      view.showEffect(this.texts.effect(effectOf(this.outcomes.mine, after)));
    }
  }

  private chooseAll(side: "mine" | "theirs"): void {
    for (const view of this.views) view.choose(side);
    this.change();
  }

  private change(): void {
    this.isTouched = true;
    this.paint();
  }

  private paint(): void {
    const { choices, views } = this;
    const open = views.length - choices.size;
    setText(this.agreed, this.texts.outcome(this.outcomeOf(this.settled(choices))));
    setText(this.status, open === 0 ? "" : this.word("open", open));
  }

  /** Keeps the agreed plan. While a row is open, the focus moves to it instead. */
  private async settle(): Promise<void> {
    const open = this.views.find(({ choice }) => choice === undefined);
    if (open !== undefined) return open.focus();
    const plan = this.settled(this.choices);
    if (!(await this.host.agree(plan))) return setText(this.status, this.word("not_kept"));
    this.isTouched = false;
    setText(this.status, this.word("settled", plan.revision));
    for (const view of this.views) view.disable();
    for (const button of this.root.querySelectorAll("button")) if (this.buttons.indexOf(button) === 0 || button.closest(".buttons") !== this.buttons[0]?.parentElement) button.disabled = true;
    this.buttons[1]?.focus();
  }

  /** Prints the minute of the talk. */
  private print(): void {
    const page = document.documentElement;
    page.dataset["print"] = "chairs";
    addEventListener("afterprint", () => delete page.dataset["print"], { once: true });
    print();
  }

  /** Closes the panel, after a question if choices would be lost. */
  async leave(): Promise<void> {
    if (!this.isTouched || (await ask(this.word("leave"), this.word("leave_yes"), this.word("leave_no")))) this.close();
  }
}

/** Opens the panel of two plans over the page. */
export function openChairs(host: Host, word: Words): void {
  const dialog = element("dialog");
  const panel = new ChairsPanel(dialog, host, word, () => dialog.close());
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    void panel.leave();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  panel.focus();
}
