// Holds a number of the sheet: the reader says how large it shall be and which input may
// change, and sees what that takes.

import { entryText } from "../goal/entry";
import type { Make } from "../goal/solve";
import type { Input } from "../goal/template";
import { element, isComposing, setHidden, setText } from "../shared/dom";
import { labelled, type Words } from "../shared/words";
import { amountOf, inputAmount, inputsOf, nameOf, parseAmount, type Quantity, quantitiesOf, quantityOf, typedText } from "./names";
import { type Answer, isNear, moves, numberAt, solveFor, type Sway, tornado } from "./solve";
import type { Swayed } from "./sways";
import type { Host, Pin, View } from "./view";

/** The milliseconds without a key after which the number that is typed is solved for. */
const PAUSE = 250;

export class Holder implements Swayed {
  readonly root: HTMLElement;
  /** The number that is chosen, its present value, and how far each input sways it. */
  quantity: Quantity | undefined;
  present = 0;
  sways: readonly Sway[] = [];
  private readonly which: HTMLSelectElement;
  private readonly value: HTMLInputElement;
  private readonly unit = element("span", { class: "unit" });
  private readonly gives: HTMLSelectElement;
  private readonly answer = element("p", { role: "status", tabindex: "-1" });
  private readonly apply: HTMLButtonElement;
  private readonly keep: HTMLButtonElement;
  private readonly pins = element("ul", { class: "pins" });
  private readonly word: Words;
  private view: View | undefined;
  /** The text that the page put into the field; what the reader types stays when the plan changes. */
  private offered = "";
  private waiting = 0;

  /** onChosen is called when another number is chosen. */
  constructor(private readonly host: Host, private readonly onChosen: () => void) {
    const { word } = host;
    this.word = word;
    this.which = element("select", { id: "ui:hold-which" });
    this.value = element("input", { id: "ui:hold-value", inputmode: "decimal", autocomplete: "off" });
    this.gives = element("select", { id: "ui:hold-gives" });
    this.apply = element("button", { type: "button", class: "quiet" }, word("apply"));
    this.keep = element("button", { type: "button", class: "quiet" }, word("keep"));
    const field = (label: string, control: HTMLElement, ...others: Node[]): HTMLElement => element("p", {}, element("label", { for: control.id }, label), " ", control, " ", ...others);
    this.root = element("div", { class: "hold" },
      element("h3", {}, word("hold")), element("p", { class: "note" }, word("hold_note")),
      element("div", { class: "controls" }, field(word("hold_which"), this.which), field(word("hold_value"), this.value, this.unit), field(word("hold_gives"), this.gives)),
      this.answer, element("p", { class: "buttons" }, this.apply, " ", this.keep), this.pins);
    this.which.addEventListener("change", () => this.choose(this.which.value));
    this.value.addEventListener("input", () => this.solveSoon());
    this.value.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !isComposing(event)) this.solve();
    });
    this.gives.addEventListener("change", () => this.solve());
  }

  /** Chooses the number of an output; false if it cannot be held. */
  choose(name: string): boolean {
    if (this.view === undefined || !this.take(this.view, name)) return false;
    this.solve();
    this.onChosen();
    return true;
  }

  private take(view: View, name: string): boolean {
    const plan = this.makeOf(view)(view.entries);
    const quantity = quantityOf(plan, name);
    if (quantity === undefined) return false;
    const isOther = quantity.name !== this.quantity?.name;
    const pin = view.pins[name];
    const present = numberAt(plan, name) ?? 0;
    if (isOther || this.value.value === this.offered) this.value.value = this.offered = (isOther ? pin?.value : undefined) ?? typedText(quantity.computed, present);
    this.quantity = quantity;
    this.present = present;
    this.paintChoices(view, (isOther ? pin?.gives : undefined) ?? this.gives.value);
    return true;
  }

  /** Moves the reader to the number that is to be typed. */
  focus(): void {
    this.value.focus();
    this.value.select();
  }

  /** Takes over a plan; `first` is the key of the number to begin with. */
  paint(view: View, first: string): void {
    this.view = view;
    const names = quantitiesOf(this.makeOf(view)(view.entries)).map(({ name }) => name);
    setHidden(this.root, names.length === 0);
    const chosen = [this.quantity?.name ?? "", first, ...names].find((name) => this.take(view, name));
    if (chosen === undefined) [this.quantity, this.sways] = [undefined, []];
  }

  /** Shows the numbers that are held. */
  paintPins(): void {
    const { view } = this;
    if (view !== undefined) this.pins.replaceChildren(...Object.entries(view.pins).map(([name, pin]) => this.pinned(view, name, pin)));
  }

  private makeOf({ outlook }: View): Make {
    return (entries) => outlook(entries).plan;
  }

  /** Fills the two lists: of the numbers, and of the inputs that change the chosen one, the strongest first. */
  private paintChoices(view: View, gives: string): void {
    const { quantity, word } = this;
    if (quantity === undefined) return;
    const make = this.makeOf(view);
    const quantities = quantitiesOf(make(view.entries));
    const shown = quantities.some(({ name }) => name === quantity.name) ? quantities : [quantity, ...quantities];
    this.which.replaceChildren(...shown.map((one) => option(one.name, nameOf(one, word), one.name === quantity.name)));
    this.sways = tornado(make, view.entries, quantity.name);
    const strong = this.sways.map(({ input }) => input);
    const first = strong.find(({ kind }) => kind === "percent"); // a rate is what people ask for
    const others = inputsOf(this.host.template).filter((input) => !strong.includes(input) && moves(make, view.entries, input, quantity.name));
    const all = [...strong, ...others];
    const isListed = all.some(({ key }) => key === gives);
    this.gives.replaceChildren(...all.map((input) => option(input.key, input.label, input.key === (isListed ? gives : first?.key))));
    setText(this.unit, quantity.computed.unit);
  }

  private solveSoon(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.solve(), PAUSE);
  }

  /** Shows what it takes to hold the chosen number at what is typed. */
  solve(): void {
    clearTimeout(this.waiting);
    const { quantity, view, word, host } = this;
    const input = host.template.inputs.find(({ key }) => key === this.gives.value);
    setHidden(this.apply, true);
    setHidden(this.keep, true);
    if (quantity === undefined || view === undefined) return;
    if (input === undefined) return setText(this.answer, word("hold_fixed"));
    const { wanted, problem } = this.typed(quantity);
    if (problem === undefined) this.value.removeAttribute("aria-invalid");
    else this.value.setAttribute("aria-invalid", "true");
    if (wanted === undefined) return setText(this.answer, problem === undefined ? "" : word("hold_problem"));
    const answer = solveFor(this.makeOf(view), view.entries, input, quantity.name, wanted);
    setText(this.answer, this.say(view, input, quantity, answer));
    setHidden(this.keep, false);
    this.keep.onclick = () => this.act(() => host.hold(quantity.name, { value: this.value.value.trim(), gives: input.key }));
    if (answer.kind !== "value" || isPresent(view, input, answer.value)) return;
    setHidden(this.apply, false);
    this.apply.onclick = () => this.act(() => host.enter(input.key, entryText(input, answer.value)));
  }

  /** Does what a button says. The button may go away, so the focus moves to the answer. */
  private act(action: () => void): void {
    action();
    this.answer.focus({ preventScroll: true });
  }

  /** What is typed for a number. The text that the sheet shows for it is its unrounded value. */
  private typed({ computed }: Quantity): { wanted?: number | undefined; problem?: string | undefined } {
    const text = this.value.value.trim();
    if (text === typedText(computed, this.present)) return { wanted: this.present };
    const { value, problem } = parseAmount(computed, text);
    return { wanted: typeof value === "number" ? value : undefined, problem };
  }

  private say({ entries }: View, input: Input, { computed }: Quantity, answer: Answer): string {
    const { word } = this;
    const present = entries.get(input.key);
    const now = typeof present === "number" ? inputAmount(input, present) : "—";
    switch (answer.kind) {
      case "value":
        return word(typeof present === "number" && isNear(answer.value, present) ? "answer_same" : "answer_value", input.label, inputAmount(input, answer.value), now);
      case "beyond":
        return word(answer.value > answer.limit ? "answer_above" : "answer_below", input.label, inputAmount(input, answer.value), inputAmount(input, answer.limit));
      case "jump":
        return word("answer_jump", input.label, inputAmount(input, answer.value), amountOf(computed, answer.from), amountOf(computed, answer.to));
      case "never":
        return word("answer_never", input.label, amountOf(computed, answer.from), amountOf(computed, answer.to));
      case "unmoved":
        return word("answer_unmoved", input.label);
    }
  }

  /** A number that is held, with what that takes now. */
  private pinned(view: View, name: string, { value, gives }: Pin): HTMLElement {
    const { host, word } = this;
    const make = this.makeOf(view);
    const quantity = quantityOf(make(view.entries), name);
    const input = host.template.inputs.find(({ key }) => key === gives);
    const wanted = quantity && parseAmount(quantity.computed, value).value;
    const drop = element("button", { type: "button", class: "quiet" }, word("drop"));
    drop.addEventListener("click", () => this.act(() => host.hold(name, undefined)));
    if (quantity === undefined || input === undefined || typeof wanted !== "number") return element("li", {}, labelled(name, word("pin_lost")), " ", drop);
    const answer = solveFor(make, view.entries, input, name, wanted);
    const line = element("li", {}, labelled(word("pin", nameOf(quantity, word), amountOf(quantity.computed, wanted)), this.say(view, input, quantity, answer)), " ");
    if (answer.kind === "value" && !isPresent(view, input, answer.value)) {
      const apply = element("button", { type: "button", class: "quiet" }, word("apply"));
      apply.addEventListener("click", () => this.act(() => host.enter(input.key, entryText(input, answer.value))));
      line.append(apply, " ");
    }
    line.append(drop);
    return line;
  }
}

function option(value: string, label: string, selected: boolean): HTMLOptionElement {
  const made = element("option", { value }, label);
  made.selected = selected;
  return made;
}

/** Whether an input already has a value, as a reader would type it. */
function isPresent({ entries }: View, input: Input, value: number): boolean {
  const present = entries.get(input.key);
  return typeof present === "number" && entryText(input, present) === entryText(input, value);
}
