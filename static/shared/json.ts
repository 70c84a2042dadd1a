/** Whether a value is an object with named fields, as most saved values are. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is an object whose fields are all texts. */
export function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}

/** Returns a guard for lists whose items pass a guard. */
export function isListOf<T>(isItem: (item: unknown) => item is T): (value: unknown) => value is readonly T[] {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isItem);
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

/**
 * The JSON that the generator wrote into a data attribute; `absent` if the element has no such attribute. Throws an error
 * that names the attribute if its value has another form, or if it is missing and there is no `absent`.
 */
export function parseData<T>(of: HTMLElement, name: string, isForm: (value: unknown) => value is T, absent?: T): T {
  const text = of.dataset[name];
  const value: unknown = text === undefined ? absent : JSON.parse(text);
  if (!isForm(value)) throw new Error(`the layout has no usable ${name} among its data attributes`);
  return value;
}
