// Shows how far each input sways a number: a tornado of small bars, with the numbers beside them.

import { formatNumber, round } from "../formula/formula";
import { element } from "../shared/dom";
import type { Words } from "../shared/words";
import { shape } from "./circles";
import { amountOf, nameOf, type Quantity } from "./names";
import type { Sway } from "./solve";

/** How many inputs are shown. */
const SHOWN = 6;

/** A number, and how far each input sways it. */
export interface Swayed {
  readonly quantity: Quantity | undefined;
  readonly present: number;
  /** The strongest first. */
  readonly sways: readonly Sway[];
}

export function swaysOf({ quantity, present, sways: all }: Swayed, word: Words): Node[] {
  const sways = all.slice(0, SHOWN);
  if (quantity === undefined || sways.length === 0) return [];
  const widest = Math.max(...sways.flatMap(({ lower, higher }) => [lower, higher].map((x) => (x === undefined ? 0 : Math.abs(x - present)))));
  const text = (x: number | undefined): string => (x === undefined ? "—" : amountOf({ ...quantity.computed, unit: quantity.computed.unit === "%" ? "%" : "" }, x));
  const row = ({ input, lower, higher }: Sway): HTMLElement =>
    element("tr", {}, element("th", { scope: "row" }, input.label), element("td", {}, text(lower)), element("td", { class: "sway" }, bar(present, lower, higher, widest)), element("td", {}, text(higher)));
  return [
    element("h3", {}, word("sways", nameOf(quantity, word), amountOf(quantity.computed, present))),
    element("table", { class: "sways" },
      element("thead", {}, element("tr", {}, element("td"), element("th", { scope: "col" }, word("sways_less")), element("td"), element("th", { scope: "col" }, word("sways_more")))),
      element("tbody", {}, ...sways.map(row))),
  ];
}

/** The bars from the middle, which is the present number, to the numbers with less and with more of the input. */
function bar(present: number, lower: number | undefined, higher: number | undefined, widest: number): SVGSVGElement {
  const at = (x: number | undefined): string => formatNumber(round(50 + (widest > 0 && x !== undefined ? (48 * (x - present)) / widest : 0), 2));
  const line = (x: number | undefined, name: string): SVGLineElement => shape("line", { x1: "50", x2: at(x), y1: "4", y2: "4", class: name });
  const svg = shape("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  svg.append(line(lower, "lower"), line(higher, "higher"));
  return svg;
}
