// The fields of the form: each shows an example until its reader types.

import { parseEntry, type Entry } from "./entry";
import type { Entries, Input, Template } from "./model";
import type { Words } from "./words";

type Control = HTMLInputElement | HTMLSelectElement;

class Field {
  readonly control: Control;
  private readonly badge: HTMLElement;
  private readonly problem: HTMLElement;
  private readonly example: string;

  constructor(private readonly box: HTMLElement, readonly input: Input, private readonly word: Words) {
    this.control = box.querySelector("input, select") as Control;
    this.badge = box.querySelector("[data-badge]") as HTMLElement;
    this.problem = box.querySelector("[data-problem]") as HTMLElement;
    this.example = exampleOf(this.control);
    this.control.value = this.example; // browsers fill forms in again when a page is reloaded
  }

  /** Shows what was typed, or the example. */
  show(typed: string | undefined): void {
    const text = typed ?? this.example;
    if (this.control.value !== text && document.activeElement !== this.control) this.control.value = text;
  }

  /** The value that counts; what is wrong is told beside the field. */
  read(typed: string | undefined): number | string | undefined {
    const isExample = typed === undefined;
    this.box.toggleAttribute("data-example", isExample);
    this.badge.textContent = isExample ? this.word("example") : "";
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
  if (control instanceof HTMLInputElement) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
}

export class Fields {
  private readonly fields: readonly Field[];

  /** Calls typed with the key and the text of a field when its reader types, or takes the example with Enter. */
  constructor(form: HTMLElement, template: Template, word: Words, typed: (key: string, text: string) => void) {
    const boxes = new Map([...form.querySelectorAll<HTMLElement>("[data-field]")].map((box) => [box.dataset["field"], box]));
    this.fields = template.inputs.flatMap((input) => {
      const box = boxes.get(input.key);
      return box === undefined ? [] : [new Field(box, input, word)];
    });
    for (const { control, input } of this.fields) {
      const take = (): void => typed(input.key, control.value);
      control.addEventListener("input", take);
      control.addEventListener("keydown", (event) => {
        const key = event as KeyboardEvent;
        if (key.key === "Enter" && !key.isComposing) take();
      });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  show(typed: ReadonlyMap<string, string>): void {
    for (const field of this.fields) field.show(typed.get(field.input.key));
  }

  /** Puts everything back, also where the reader stands. */
  reset(): void {
    (document.activeElement as HTMLElement | null)?.blur();
    this.show(new Map());
  }

  read(typed: ReadonlyMap<string, string>): Entries {
    const entries = new Map<string, number | string>();
    for (const field of this.fields) {
      const value = field.read(typed.get(field.input.key));
      if (value !== undefined) entries.set(field.input.key, value);
    }
    return entries;
  }

  /** How many fields still show an example. */
  examples(typed: ReadonlyMap<string, string>): number {
    return this.fields.filter(({ input }) => input.default !== null && !typed.has(input.key)).length;
  }
}
