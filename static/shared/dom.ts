/** Makes an element with attributes and children; a text child is text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Whether a key belongs to an input method that composes a text. Safari sends the Enter that ends a
 * composition after it, with the code 229.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** The words that a layout gives an element, by key. */
export function wordsOf(of: HTMLElement): (key: string) => string {
  const words = JSON.parse(of.dataset["words"] ?? "{}") as Record<string, string>;
  return (key) => words[key] ?? key;
}

/** Asks a question with two answers, or with one, below what there is to know; true for yes. */
export function ask(question: string, yes: string, no = "", ...facts: readonly Node[]): Promise<boolean> {
  const agree = element("button", { type: "submit", class: "button", value: "yes" }, yes);
  const refuse = no === "" ? [] : [element("button", { type: "submit", class: "quiet", value: "no" }, no)];
  const form = element("form", { method: "dialog" }, ...facts, element("p", {}, question), element("p", {}, ...refuse, agree));
  const dialog = element("dialog", {}, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

/**
 * The element that a script cannot do its work without; the generator checks layouts for it (internal/render/hooks.go).
 * Throws an error that names the selector if there is none.
 */
export function required<E extends Element = HTMLElement>(within: ParentNode, selector: string): E {
  const found = within.querySelector<E>(selector);
  if (found === null) throw new Error(`the layout has no element for ${selector}`);
  return found;
}

/** Shows or hides an element that a layout may lack. */
export function setHidden(element: HTMLElement | null, hidden: boolean): void {
  if (element !== null) element.hidden = hidden;
}

/** Sets the text of an element that a layout may lack; the same text is not set again. */
export function setText(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
