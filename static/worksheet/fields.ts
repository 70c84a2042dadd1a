// The fields of the worksheet's form. A field shows an example until the reader types a
// value, confirms the example or marks the input as unknown, which leaves it blank. While a field has an entry that
// is refused, the sheet is computed with the field's last good value.

import { isComposing, isControl, required, selectText, setHidden, setText, type Control } from "../shared/dom";
import { exampleIn } from "../shared/field";
import { isDate } from "../goal/dates";
import { parseEntry, type Entry } from "../goal/entry";
import { otherMagnitude } from "../goal/magnitude";
import type { Input, Template } from "../goal/template";
import type { Entries } from "../goal/sheet";
import { labelled, type Words } from "../shared/words";
import { unfold } from "./folds";
import { Group } from "./groups";

/** The reader's answers: typed texts by key, and the keys of inputs that she marked as unknown. */
export interface Answers {
  readonly typed: ReadonlyMap<string, string>;
  readonly unknown: ReadonlySet<string>;
}

/** Receives the changes that the reader makes in the form. */
export interface Listener {
  /** Successive changes with the same step are undone together. */
  typed(key: string, text: string, step: string): void;
  unknown(key: string, isUnknown: boolean): void;
}

/** The values of the form, and the keys of the fields whose entries are refused: their values are the last good ones. */
export interface Reading {
  readonly entries: Entries;
  readonly refused: ReadonlySet<string>;
}

class Field {
  readonly control: Control;
  private readonly problem: HTMLElement;
  private readonly badge: HTMLElement | null;
  private readonly answers: HTMLElement | null;
  private readonly confirm: HTMLElement | null;
  private readonly unknown: HTMLElement | null;
  private readonly ask: HTMLElement | null;
  private readonly suggestion: HTMLElement | null;
  private readonly effect: HTMLElement | null;
  private readonly example: string;
  private lastGood: Entry["value"];
  /** The answer that the field showed when it was read last, with the text of its control; undefined if it has to be shown anew. */
  private shown: readonly unknown[] | undefined;
  isExample = true;
  isRefused = false;

  constructor(readonly box: HTMLElement, readonly input: Input, private readonly word: Words) {
    const control = required(box, "input, select, textarea");
    if (!isControl(control)) throw new Error(`the layout has no control for ${input.key}`);
    this.control = control;
    this.problem = required(box, "[data-problem]");
    this.badge = box.querySelector("[data-badge]");
    this.answers = box.querySelector("[data-answers]");
    this.confirm = box.querySelector("[data-confirm]");
    this.unknown = box.querySelector("[data-unknown]");
    this.ask = box.querySelector("[data-ask]");
    this.suggestion = box.querySelector("[data-suggestion]");
    this.effect = box.querySelector("[data-effect]");
    this.lastGood = exampleEntry(input).value;
    this.example = exampleIn(this.control);
    this.control.value = this.example; // a browser restores old values when a page is reloaded
  }

  listen(listener: Listener): void {
    const key = this.input.key;
    const take = (): void => listener.typed(key, this.control.value, key);
    this.control.addEventListener("input", take);
    this.control.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || isComposing(event)) return;
      event.preventDefault(); // a text is one paragraph: Enter adds no line
      take();
    });
    this.confirm?.addEventListener("click", () => {
      take();
      this.control.focus(); // the button, which had the focus, is now hidden
    });
    this.suggestion?.addEventListener("click", () => {
      this.control.value = otherMagnitude(this.input, this.control.value) ?? this.control.value;
      take();
      this.control.focus(); // the button, which had the focus, is now hidden
    });
    this.effect?.querySelector("button")?.addEventListener("click", () => this.control.focus()); // it takes the change back and is hidden then
    for (const button of [this.confirm, this.unknown]) button?.setAttribute("aria-label", labelled(button.textContent ?? "", this.input.label)); // one of many of that name
    this.unknown?.addEventListener("click", () => listener.unknown(key, this.unknown?.getAttribute("aria-pressed") !== "true"));
  }

  /** The question for the reader's list: the label of the field, and whom to ask. */
  get question(): string {
    return `${this.input.label} — ${this.ask?.querySelector("span")?.textContent ?? ""}`;
  }

  /** Whether the field can show a text; a choice or a date field cannot show every text. */
  fits(text: string): boolean {
    if (this.control instanceof HTMLSelectElement) return [...this.control.options].some(({ value }) => value === text);
    return this.input.kind !== "date" || text === "" || isDate(text);
  }

  /** Shows the typed text, or the example if none was typed. A field in which the reader is typing follows only if it must. */
  show(typed: string | undefined, mustFollow: boolean): void {
    this.shown = undefined;
    this.lastGood = exampleEntry(this.input).value; // the last good value was that of another plan, or from before another tab's change
    this.write(typed ?? this.example, mustFollow);
  }

  private write(text: string, mustFollow: boolean): void {
    if (this.control.value !== text && (mustFollow || document.activeElement !== this.control)) this.control.value = text;
  }

  /**
   * The value of the field: none if the reader does not know it, and the last good one if its entry is refused; a problem
   * with it is shown beside the field.
   */
  read(typed: string | undefined, isUnknown: boolean): number | string | undefined {
    const isSame = this.input.kind !== "date" && this.shown !== undefined && [typed, isUnknown, this.control.value].every((part, i) => part === this.shown?.[i]);
    if (!isSame) this.paint(typed, isUnknown);
    const text = this.control.value;
    const follows = typed !== undefined || text === (isUnknown ? "" : this.example); // a field that has the focus may be behind
    this.shown = follows ? [typed, isUnknown, text] : undefined;
    return this.lastGood;
  }

  private paint(typed: string | undefined, isUnknown: boolean): void {
    const isExample = typed === undefined;
    this.isExample = isExample && !isUnknown && this.input.default !== null;
    this.box.toggleAttribute("data-example", isExample);
    setText(this.badge, !isExample ? "" : this.word(isUnknown ? "asking" : "example"));
    setHidden(this.answers, Boolean(typed)); // who empties a field may say then that she does not know
    setHidden(this.confirm, !this.isExample);
    this.unknown?.setAttribute("aria-pressed", String(isUnknown));
    setHidden(this.ask, !isUnknown);
    const entry = isExample ? exampleEntry(this.input) : this.entry(typed);
    this.mark(entry.problem, entry.limit);
    this.suggest(typed);
    if (isExample) this.write(isUnknown ? "" : this.example, false);
    if (isUnknown) this.lastGood = undefined; // what is typed next and refused does not bring the example back
    else if (entry.problem === undefined) this.lastGood = entry.value;
  }

  /** Offers the number that the reader probably meant in the unit of the field. */
  private suggest(typed: string | undefined): void {
    const meant = typed === undefined ? undefined : otherMagnitude(this.input, typed);
    setHidden(this.suggestion, meant === undefined);
    if (meant === undefined) return;
    const unit = this.input.kind === "percent" ? "%" : ` ${this.input.unit.replace(/\/.*/, "")}`;
    setText(this.suggestion?.querySelector("button") ?? null, this.word("suggest", meant + unit));
  }

  /** Shows under the field which numbers its change has changed, "" for none, beside an undo button; undefined hides both. */
  showEffect(text: string | undefined): void {
    setHidden(this.effect, text === undefined);
    setText(this.effect?.querySelector("span") ?? null, text ?? "");
  }

  /** Moves the focus to the field, which may be folded. */
  visit(): void {
    unfold(this.box);
    this.control.focus();
    selectText(this.control);
  }

  /** Replaces the text of the field; returns the text before. */
  enter(text: string): string {
    const before = this.control.value;
    this.control.value = text;
    return before;
  }

  /** The entry of a typed text. A select and a date control can reject a text that parseEntry cannot judge. */
  private entry(typed: string): Entry {
    if (this.control instanceof HTMLSelectElement) {
      return this.control.value === typed ? parseEntry(this.input, typed) : { problem: "notchoice" };
    }
    if (typed === this.example && typeof this.input.default === "number") return exampleEntry(this.input); // a confirmed 53.33% is still the example's 8/15
    return this.control.validity.badInput ? { problem: "notdate" } : parseEntry(this.input, typed);
  }

  private mark(problem: string | undefined, limit: string | undefined): void {
    if (problem !== undefined && !this.isRefused) unfold(this.box);
    this.isRefused = problem !== undefined;
    setText(this.problem, problem === undefined ? "" : this.word(problem, limit ?? ""));
    if (problem === undefined) this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
  }
}

function exampleEntry(input: Input): Entry {
  return input.default === null ? {} : { value: input.default };
}

export class Fields {
  private readonly fields: readonly Field[];
  private readonly groups: readonly Group<Field>[];
  private visited: Field | undefined;

  constructor(form: HTMLElement, template: Template, word: Words, listener: Listener) {
    const boxes = new Map([...form.querySelectorAll<HTMLElement>("[data-field]")].map((box) => [box.dataset["field"], box]));
    this.fields = template.inputs.flatMap((input) => {
      const box = boxes.get(input.key);
      return box === undefined ? [] : [new Field(box, input, word)];
    });
    for (const field of this.fields) field.listen(listener);
    this.groups = [...form.querySelectorAll<HTMLElement>("[data-group]")].map((box, i) => {
      return new Group(box, this.fields.filter((field) => box.contains(field.box)), word, (field) => {
        listener.typed(field.input.key, field.control.value, `group ${i}`);
      });
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Shows the answers in all fields; in the one that has the focus only if it must follow. */
  show(answers: Answers, mustFollow = false): void {
    for (const field of this.fields) field.show(answers.typed.get(field.input.key), mustFollow);
  }

  read(answers: Answers): Reading {
    const entries = new Map<string, number | string>();
    for (const field of this.fields) {
      const key = field.input.key;
      const value = field.read(answers.typed.get(key), this.isUnknown(field, answers));
      if (value !== undefined) entries.set(key, value);
    }
    for (const group of this.groups) group.paint();
    return { entries, refused: new Set(this.fields.filter((field) => field.isRefused).map((field) => field.input.key)) };
  }

  /** Moves the focus to the next field whose entry is refused, after the last to the first. */
  visitRefused(): void {
    const refused = this.fields.filter((field) => field.isRefused);
    const at = refused.findIndex((field) => field === this.visited);
    this.visited = refused[(at + 1) % refused.length];
    this.visited?.visit();
  }

  /** Shows under the field with a key what its change has changed, and under no other field. */
  showEffect(key: string, text: string): void {
    for (const field of this.fields) field.showEffect(field.input.key === key ? text : undefined);
  }

  /** Replaces the text of the field with a key; returns the text before. */
  enter(key: string, text: string): string {
    return this.fields.find((field) => field.input.key === key)?.enter(text) ?? "";
  }

  private isUnknown(field: Field, { typed, unknown }: Answers): boolean {
    return unknown.has(field.input.key) && !typed.has(field.input.key);
  }

  /** The questions of all inputs that are marked as unknown. */
  questions(answers: Answers): string[] {
    return this.fields.filter((field) => this.isUnknown(field, answers)).map((field) => field.question);
  }

  /** The typed texts that no field of the present template can show. */
  unmatched({ typed }: Answers): string[] {
    const fits = (key: string, text: string): boolean => this.fields.some((field) => field.input.key === key && field.fits(text));
    return [...typed].filter(([key, text]) => !fits(key, text)).map(([key, text]) => labelled(key, text));
  }

  /** The number of fields that show an unconfirmed example. */
  get examples(): number {
    return this.fields.filter((field) => field.isExample).length;
  }
}
