/** Whether a value is an object with named fields, as most kept values are. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is an object whose fields are all texts. */
export function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}

/**
 * The JSON in a data attribute. The generator writes it in the form of T (the types of goal/template.ts are held to the
 * generator's by a test), which is why it is not checked again. Throws an error if the layout has no such attribute.
 */
export function parseData<T>(of: HTMLElement, name: string): T {
  const text = of.dataset[name];
  if (text === undefined) throw new Error(`the layout has no data-${name}`);
  return JSON.parse(text);
}
