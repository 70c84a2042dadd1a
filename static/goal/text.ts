// The texts of computed numbers, as the generator's sheet/text.go makes them.

import type { Computed, Template } from "./template";
import { display, displayPercent, round } from "../formula/formula";

/** A number rounded to the decimals that the page shows. */
export function shownNumber(computed: Computed, x: number): number {
  return round(x, computed.percent ? computed.decimals + 2 : computed.decimals);
}

export function displayed(computed: Computed, x: number): string {
  return computed.percent ? displayPercent(shownNumber(computed, x), -1).replace("%", "") : display(shownNumber(computed, x), -1);
}

/** A load as a percentage of the capacity, "" if that is 0. */
export function loadText(ratio: number): string {
  return Number.isFinite(ratio) && ratio >= 0 ? displayPercent(ratio, 0) : "";
}

/** The label of an input or a computed value, "" for another key. */
export function labelOf(template: Template, key: string): string {
  return [...template.inputs, ...template.computed].find((value) => value.key === key)?.label ?? "";
}
