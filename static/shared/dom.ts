/** Creates an element with attributes and children; a text child is text, never markup. */
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
 * Throws an error that names the selector if there is none, or if it is an element of another class.
 */
export function required(within: ParentNode, selector: string): HTMLElement;
export function required<E extends Element>(within: ParentNode, selector: string, of: new () => E): E;
export function required(within: ParentNode, selector: string, of: new () => Element = HTMLElement): Element {
  const found = within.querySelector(selector);
  if (!(found instanceof of)) throw new Error(`the layout has no ${of.name} for ${selector}`);
  return found;
}

/** An element in which a reader types or chooses a value. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function isControl(element: unknown): element is Control {
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}

/** Whether the keys that an element receives are a text that the reader writes there. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}

/** Selects the text of a control, so that what the reader types replaces it. */
export function selectText(control: Element): void {
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.select();
}

/** The control of a form that has a name; null if the layout lacks it. */
export function controlOf(form: HTMLFormElement, name: string): Control | null {
  const control = form.elements.namedItem(name);
  return isControl(control) ? control : null;
}

/** Shows or hides an element that a layout may lack. */
export function setHidden(element: HTMLElement | null, hidden: boolean): void {
  if (element !== null && element.hidden !== hidden) element.hidden = hidden;
}

/** Sets the text of an element that a layout may lack; the same text is not set again. */
export function setText(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}

/** Sets an attribute; the same value is not set again, because the browser would style the element anew. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
