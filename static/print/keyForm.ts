// The fields of one paper, in the order of its lines, for a hand that types and never leaves the
// keyboard. What a field accepts and says is that of the worksheet's form.

import type { Input, Template } from "../goal/template";
import { entryText } from "../goal/entry";
import { element, isComposing, selectText } from "../shared/dom";
import { isListOf, isString, parseData } from "../shared/json";
import type { Words } from "../shared/words";
import { Fields, type Answers, type Listener } from "../worksheet/fields";

const prefix = "ui:key-";

export class KeyForm {
  readonly form: HTMLElement;
  private readonly fields: Fields;

  /** `paper` is a blank sheet of the template; `word` has the words of the page's keying, `ofSheet` those of a worksheet. */
  constructor(paper: HTMLElement, template: Template, private readonly word: Words, ofSheet: Words, listener: Listener) {
    const inputs = new Map(template.inputs.map((input) => [input.key, input]));
    const groups = [...paper.querySelectorAll<HTMLElement>(".inputs fieldset")].map((group) => {
      const legend = group.querySelector("legend")?.textContent ?? "";
      const lines = [...group.querySelectorAll<HTMLElement>(".field [data-line]")];
      const fields = lines.flatMap((line) => {
        const input = inputs.get(line.dataset["line"] ?? "");
        return input === undefined ? [] : [this.field(input, line)];
      });
      return element("fieldset", {}, ...(legend === "" ? [] : [element("legend", {}, legend)]), ...fields);
    });
    this.form = element("div", { class: "key-fields" }, ...groups);
    this.fields = new Fields(this.form, template, ofSheet, this.taking(listener));
    this.form.addEventListener("keydown", (event) => this.move(event));
    this.form.addEventListener("focusin", ({ target }) => void (target instanceof Element ? selectText(target) : undefined));
  }

  /** Takes an answer for the question mark of the paper's box if the field has nothing else. */
  private taking(listener: Listener): Listener {
    return {
      unknown: (key, isUnknown) => listener.unknown(key, isUnknown),
      typed: (key, text, step) => {
        if (!/^[?\uff1f]$/.test(text.trim())) return listener.typed(key, text, step);
        this.fields.enter(key, "");
        listener.unknown(key, true);
      },
    };
  }

  private field(input: Input, line: HTMLElement): HTMLElement {
    const id = prefix + input.key;
    const control = controlFor(input, line, id);
    const unknown = element("button", { type: "button", "data-unknown": "", "aria-pressed": "false", tabindex: "-1" }, this.word("unknown"));
    return element("div", { class: `field ${input.kind}`, "data-field": input.key, "data-example": "" },
      element("label", { for: id }, input.label),
      element("span", { class: "control" }, control, element("span", { class: "unit" }, input.unit), element("span", { class: "badge", "data-badge": "" })),
      element("p", { class: "answers", "data-answers": "" }, unknown),
      element("p", { class: "suggestion", "data-suggestion": "", hidden: "" }, element("button", { type: "button", tabindex: "-1" })),
      element("p", { class: "problem", id: `${id}-problem`, "data-problem": "", role: "status" }));
  }

  /** Enter goes to the next field, with Shift to the one before; a question mark says that a date or a choice is not known. */
  private move(event: KeyboardEvent): void {
    const { target, key, shiftKey } = event;
    const controls = [...this.form.querySelectorAll<HTMLElement>("input, select")];
    const at = controls.findIndex((control) => control === target);
    const control = controls[at];
    if (control === undefined || isComposing(event)) return;
    const isBox = (key === "?" || key === "\uff1f") && !control.matches('[type="text"]');
    if (key !== "Enter" && !isBox) return;
    event.preventDefault();
    if (isBox) control.closest(".field")?.querySelector<HTMLElement>('[data-unknown][aria-pressed="false"]')?.click();
    else (controls[at + (shiftKey ? -1 : 1)] ?? (shiftKey ? undefined : this.next()))?.focus();
  }

  /** What comes after the last field. */
  private next(): HTMLElement | null {
    return this.form.closest("form")?.querySelector<HTMLElement>("[type=submit]") ?? null;
  }

  show(answers: Answers): void {
    this.fields.show(answers, true);
    this.read(answers);
  }

  /** Marks what is refused, unknown or only an example; returns how many entries are refused. */
  read(answers: Answers): number {
    for (const control of this.form.querySelectorAll("input")) control.classList.toggle("asked", answers.unknown.has(control.name));
    return this.fields.read(answers).refused.size;
  }

  visitRefused(): void {
    this.fields.visitRefused();
  }

  focus(): void {
    this.form.querySelector<HTMLElement>("input, select")?.focus();
  }
}

function controlFor(input: Input, line: HTMLElement, id: string): HTMLElement {
  const attributes = { id, name: input.key, "aria-describedby": `${id}-problem` };
  if (input.kind === "choice") {
    const choices = parseData(line, "choices", isListOf(isString), []);
    return element("select", attributes, element("option", { value: "" }), ...choices.map((choice) => element("option", { value: choice }, choice)));
  }
  if (input.kind === "date") return element("input", { ...attributes, type: "date" });
  const example = typeof input.default === "number" ? entryText(input, input.default) : (input.default ?? "");
  const isNumber = input.kind !== "text";
  return element("input", { ...attributes, type: "text", placeholder: example, autocomplete: "off", ...(isNumber ? { inputmode: "decimal" } : {}) });
}
