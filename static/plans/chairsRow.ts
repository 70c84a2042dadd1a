// A row of two plans side by side: both answers, of which the reader chooses one or types
// another, and what taking the second one would do.

import type { Template } from "../goal/template";
import { element, setHidden, setText } from "../shared/dom";
import { joined, labelled, type Words } from "../shared/words";
import { type Answer, knowing, problemOf, type Row } from "./chairs";
import type { Texts } from "./chairsTexts";

/** The answers that can be chosen: one of the two, or what is typed. */
type Side = "mine" | "theirs" | "own";

export class RowView {
  readonly root: HTMLElement;
  private readonly radios = new Map<Side, HTMLInputElement>();
  private readonly field: HTMLInputElement | HTMLSelectElement | undefined;
  private readonly problem = element("span", { class: "problem", hidden: "" });
  private readonly chosen = element("span", { class: "chosen paper" });
  private readonly effect = element("span");

  /** control is a copy of the form's control of an input, undefined if the page has none. */
  constructor(
    readonly row: Row, private readonly texts: Texts, private readonly template: Template, private readonly word: Words,
    control: HTMLSelectElement | undefined, onChange: () => void,
  ) {
    const { mine, theirs } = row;
    this.field = this.fieldOf(control);
    const head = element("th", { scope: "row", role: "rowheader" }, texts.label(row), ...this.note());
    this.root = element(
      "tr", { role: "row" }, head, this.side("mine", mine), this.side("theirs", theirs), this.own(),
      element("td", { role: "cell", class: "effect" }, this.name("effect"), this.effect),
    );
    const first = knowing(row);
    if (first !== undefined) this.choose(first);
    this.root.addEventListener("input", ({ target }) => {
      const own = this.radios.get("own");
      if (target === this.field && own !== undefined) own.checked = true;
      this.paint();
      onChange();
    });
    this.paint();
  }

  /** Says what only one side knows. */
  private note(): HTMLElement[] {
    const side = knowing(this.row);
    return side === undefined ? [] : [element("small", {}, this.word(`knows_${side}`))];
  }

  /** The column's name, which a phone shows in the cell. */
  private name(word: string): HTMLElement {
    return element("span", { class: "column", "aria-hidden": "true" }, this.word(word));
  }

  private side(side: "mine" | "theirs", answer: Answer): HTMLElement {
    const text = this.texts.answer(this.row, answer);
    const badge = answer.how === "example" || answer.how === "refused" ? [" ", element("small", {}, this.word(answer.how))] : [];
    return element("td", { role: "cell" }, this.name(side), element("label", {}, this.radio(side, text), " ", element("span", {}, text, ...badge)));
  }

  private radio(side: Side, text: string): HTMLInputElement {
    const name = labelled(this.texts.label(this.row), joined([this.word(side), text].filter(Boolean), "comma"));
    const radio = element("input", { type: "radio", name: this.row.id, value: side, "aria-label": name });
    this.radios.set(side, radio);
    return radio;
  }

  /** The field for another answer. What is closed or has happened is a fact that one of the two knows. */
  private own(): HTMLElement {
    const cell = element("td", { role: "cell" }, this.chosen);
    if (this.field === undefined) return cell;
    cell.prepend(this.name("own"), element("span", { class: "own no-print" }, this.radio("own", ""), this.field, element("small", {}, this.texts.unit(this.row))));
    cell.append(this.problem);
    return cell;
  }

  private fieldOf(control: HTMLSelectElement | undefined): HTMLInputElement | HTMLSelectElement | undefined {
    const { part, key } = this.row;
    if (part === "closed" || part === "happened") return undefined;
    const kind = part === "input" ? this.template.inputs.find((input) => input.key === key)?.kind : "number";
    const isNumber = kind === "number" || kind === "money" || kind === "percent";
    const field = control ?? element("input", { type: kind === "date" ? "date" : "text", autocomplete: "off", maxlength: "200", ...(isNumber ? { inputmode: "decimal", class: "count" } : {}) });
    field.name = `own ${this.row.id}`;
    field.setAttribute("aria-label", labelled(this.texts.label(this.row), this.word("own")));
    return field;
  }

  private get chosenSide(): Side | undefined {
    return [...this.radios].find(([, radio]) => radio.checked)?.[0];
  }

  choose(side: "mine" | "theirs"): void {
    const radio = this.radios.get(side);
    if (radio !== undefined) radio.checked = true;
    this.paint();
  }

  /** The chosen answer; undefined while none is chosen, or what is typed is empty or refused. */
  get choice(): Answer | undefined {
    const side = this.chosenSide;
    if (side !== "own") return side && this.row[side];
    const text = this.field?.value.trim() ?? "";
    return text === "" || this.refusal() !== "" ? undefined : { text, how: "typed" };
  }

  /** Why what is typed cannot be the answer, or "". */
  private refusal(): string {
    const text = this.field?.value.trim() ?? "";
    const found = text === "" ? undefined : problemOf(this.template, this.row, text);
    return found === undefined ? "" : this.word(found.problem, found.limit);
  }

  private paint(): void {
    const { choice } = this;
    const refusal = this.chosenSide === "own" ? this.refusal() : "";
    setHidden(this.problem, refusal === "");
    setText(this.problem, refusal);
    if (refusal === "") this.field?.removeAttribute("aria-invalid");
    else this.field?.setAttribute("aria-invalid", "true");
    setText(this.chosen, choice === undefined ? "" : this.texts.answer(this.row, choice));
    this.root.classList.toggle("open", choice === undefined);
  }

  showEffect(text: string): void {
    setText(this.effect, text);
  }

  /** Moves the focus to the row's field if what it has is refused, otherwise to its first answer. */
  focus(): void {
    const target = this.chosenSide === "own" ? this.field : this.radios.get("mine");
    target?.focus();
  }

  /** Ends the choice. */
  disable(): void {
    for (const control of [...this.radios.values(), ...(this.field === undefined ? [] : [this.field])]) control.disabled = true;
  }
}
