// The labels and examples of the inputs of the page's worksheet, for texts that name an input.

import { isControl, type Control } from "./dom";

/** The label of an input; "" if the page has no field for it. */
export function labelOf(key: string): string {
  return document.querySelector(`[data-field="${CSS.escape(key)}"] label`)?.firstChild?.textContent?.trim() ?? "";
}

/** The example of an input, which the layout shows in its field. */
export function exampleOf(key: string): string {
  const control = document.querySelector(`[data-field="${CSS.escape(key)}"] :is(input, select, textarea)`);
  return isControl(control) ? exampleIn(control) : "";
}

/** The text that the layout shows in a control. */
export function exampleIn(control: Control): string {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
}
