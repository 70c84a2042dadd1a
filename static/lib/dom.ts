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
