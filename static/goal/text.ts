// The texts of computed numbers, as the generator's sheet/text.go makes them.

import type { Computed, Template } from "./template";
import { display, displayPercent, round } from "../formula/formula";

/** A number rounded to the decimals that the page shows. */
export function shownNumber(computed: Computed, x: number): number {
  return round(x, placesOf(computed));
}

/** The decimals that the page shows; a percentage is a share of 1. */
export function placesOf({ unit, decimals }: Computed): number {
  return unit === "%" ? decimals + 2 : decimals;
}

export function displayed(computed: Computed, x: number): string {
  return computed.unit === "%" ? displayPercent(shownNumber(computed, x), -1).replace("%", "") : display(shownNumber(computed, x), -1);
}

/**
 * The ratio of load to capacity from which no percentage is shown. In a real plan only a capacity of 0, or one that differs
 * from 0 by rounding errors, gives such a ratio.
 */
const NO_ROOM = 1e9;

/**
 * A load as a percentage of the capacity; "" if the load is NO_ROOM times the capacity or more. A load above the capacity
 * reads at least 101%, so that no text says 100% where the goal does not fit.
 */
export function loadText(ratio: number): string {
  if (!(ratio >= 0 && ratio < NO_ROOM)) return "";
  return displayPercent(ratio > 1 ? Math.max(ratio, 1.01) : ratio, 0);
}

/** The label of an input or a computed value, "" for another key. */
export function labelOf(template: Template, key: string): string {
  return [...template.inputs, ...template.computed].find((value) => value.key === key)?.label ?? "";
}
