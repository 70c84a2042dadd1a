// The fields of the form: each shows an example until its reader types, takes
// the example, or says that she does not know yet.

import { isComposing, isControl, required, setHidden, setText, type Control } from "../shared/dom";
import { isDate } from "../goal/dates";
import { parseEntry, type Entry } from "../goal/entry";
import type { Input, Template } from "../goal/template";
import type { Entries } from "../goal/sheet";
import { labelled, type Words } from "../shared/words";

/** What the reader has said: what she typed by key, and the keys of what she does not know. */
export interface Answers {
  readonly typed: ReadonlyMap<string, string>;
  readonly unknown: ReadonlySet<string>;
}

/** What the form tells its worksheet. */
export interface Listener {
  typed(key: string, text: string): void;
  unknown(key: string, isUnknown: boolean): void;
}

class Field {
  readonly control: Control;
  private readonly problem: HTMLElement;
  private readonly badge: HTMLElement | null;
  private readonly answers: HTMLElement | null;
  private readonly unknown: HTMLElement | null;
  private readonly ask: HTMLElement | null;
  private readonly example: string;

  constructor(private readonly box: HTMLElement, readonly input: Input, private readonly word: Words) {
    const control = required(box, "input, select, textarea");
    if (!isControl(control)) throw new Error(`the layout has no control for ${input.key}`);
    this.control = control;
    this.problem = required(box, "[data-problem]");
    this.badge = box.querySelector("[data-badge]");
    this.answers = box.querySelector("[data-answers]");
    this.unknown = box.querySelector("[data-unknown]");
    this.ask = box.querySelector("[data-ask]");
    this.example = exampleOf(this.control);
    this.control.value = this.example; // browsers fill forms in again when a page is reloaded
  }

  listen(listener: Listener): void {
    const key = this.input.key;
    const take = (): void => listener.typed(key, this.control.value);
    this.control.addEventListener("input", take);
    this.control.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || isComposing(event)) return;
      event.preventDefault(); // a text is one paragraph
      take();
    });
    this.box.querySelector("[data-confirm]")?.addEventListener("click", () => {
      take();
      this.control.focus(); // the button is gone
    });
    this.unknown?.addEventListener("click", () => listener.unknown(key, this.unknown?.getAttribute("aria-pressed") !== "true"));
  }

  /** What the field is called, and whom to ask for it. */
  get question(): string {
    const label = this.box.querySelector("label")?.firstChild?.textContent ?? "";
    return `${label} — ${this.ask?.querySelector("span")?.textContent ?? ""}`;
  }

  /** Whether the field has a place for a text: a choice or a date may not. */
  fits(text: string): boolean {
    if (this.control instanceof HTMLSelectElement) return [...this.control.options].some(({ value }) => value === text);
    return this.input.kind !== "date" || text === "" || isDate(text);
  }

  /** Shows what was typed, or the example. */
  show(typed: string | undefined): void {
    const text = typed ?? this.example;
    if (this.control.value !== text && document.activeElement !== this.control) this.control.value = text;
  }

  /** The value that counts; what is wrong is told beside the field. */
  read(typed: string | undefined, isUnknown: boolean): number | string | undefined {
    const isExample = typed === undefined;
    this.box.toggleAttribute("data-example", isExample);
    setText(this.badge, !isExample ? "" : this.word(isUnknown ? "asking" : "example"));
    setHidden(this.answers, !isExample);
    this.unknown?.setAttribute("aria-pressed", String(isUnknown));
    setHidden(this.ask, !isUnknown);
    const entry = isExample ? exampleEntry(this.input) : this.entry(typed);
    this.mark(entry.problem, entry.limit);
    return entry.value;
  }

  /** What was typed; a control may know more about it than its text says. */
  private entry(typed: string): Entry {
    if (this.control instanceof HTMLSelectElement) {
      return this.control.value === typed ? parseEntry(this.input, typed) : { problem: "notchoice" };
    }
    return this.control.validity.badInput ? { problem: "notdate" } : parseEntry(this.input, typed);
  }

  private mark(problem: string | undefined, limit: string | undefined): void {
    this.problem.textContent = problem === undefined ? "" : this.word(problem, limit ?? "");
    if (problem === undefined) this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
  }
}

function exampleEntry(input: Input): Entry {
  return input.default === null ? {} : { value: input.default };
}

function exampleOf(control: Control): string {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
}

export class Fields {
  private readonly fields: readonly Field[];

  constructor(form: HTMLElement, template: Template, word: Words, listener: Listener) {
    const boxes = new Map([...form.querySelectorAll<HTMLElement>("[data-field]")].map((box) => [box.dataset["field"], box]));
    this.fields = template.inputs.flatMap((input) => {
      const box = boxes.get(input.key);
      return box === undefined ? [] : [new Field(box, input, word)];
    });
    for (const field of this.fields) field.listen(listener);
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  show(answers: Answers): void {
    for (const field of this.fields) field.show(answers.typed.get(field.input.key));
  }

  /** Puts everything back, also where the reader stands. */
  reset(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    for (const field of this.fields) field.show(undefined);
  }

  read(answers: Answers): Entries {
    const entries = new Map<string, number | string>();
    for (const field of this.fields) {
      const key = field.input.key;
      const value = field.read(answers.typed.get(key), this.isUnknown(field, answers));
      if (value !== undefined) entries.set(key, value);
    }
    return entries;
  }

  private isUnknown(field: Field, { typed, unknown }: Answers): boolean {
    return unknown.has(field.input.key) && !typed.has(field.input.key);
  }

  /** What the reader has to ask, and whom. */
  questions(answers: Answers): string[] {
    return this.fields.filter((field) => this.isUnknown(field, answers)).map((field) => field.question);
  }

  /** What was typed and has no place in the template any more. */
  unfit({ typed }: Answers): string[] {
    const fits = (key: string, text: string): boolean => this.fields.some((field) => field.input.key === key && field.fits(text));
    return [...typed].filter(([key, text]) => !fits(key, text)).map(([key, text]) => labelled(key, text));
  }

  /** How many fields still show an example of which nothing was said. */
  examples({ typed, unknown }: Answers): number {
    return this.fields.filter(({ input }) => input.default !== null && !typed.has(input.key) && !unknown.has(input.key)).length;
  }
}
