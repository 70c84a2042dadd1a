import { parseData } from "./json";

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

/** The field of a form with a name, if the layout has it and it is of this class. */
export function fieldOf<E extends Element>(form: HTMLFormElement, name: string, of: new () => E): E | null {
  const field = form.elements.namedItem(name);
  return field instanceof of ? field : null;
}
