// Shows in a blank sheet what a reader with a pen cannot compute, beside the cells in which
// she writes. The style sheet prints it from the attributes.

import { setText } from "../shared/dom";
import type { Pen } from "../goal/pen";

export function showPen(sheet: ParentNode, pen: Pen): void {
  for (const output of sheet.querySelectorAll<HTMLOutputElement>("output")) {
    const cell = output.closest<HTMLElement>("td");
    const label = cell === null ? output.closest("div, li")?.querySelector<HTMLElement>("dt, .label") : null;
    mark(cell ?? label, "share", pen.shares.get(output.name));
    mark(label, "nth", pen.order.get(output.name));
  }
  for (const month of sheet.querySelectorAll<HTMLElement>("[data-month]")) {
    const text = pen.months.get(month.dataset["month"] ?? "");
    mark(month, "workable", text);
    month.closest("tr")?.toggleAttribute("data-closed", text === undefined && pen.months.size > 0);
  }
  for (const element of sheet.querySelectorAll<HTMLElement>("[data-term], [data-line], [data-milestone]")) {
    const { term, line, milestone } = element.dataset;
    show(element, milestone === undefined ? pen.known.get(term ?? line ?? "") : pen.milestones.get(milestone));
  }
  for (const field of sheet.querySelectorAll("[data-field] [name]")) field.classList.toggle("known", pen.known.has(field.getAttribute("name") ?? ""));
}

/** Prints a text in an element that is otherwise a blank line to write on; undefined leaves the line blank. */
function show(element: HTMLElement, text: string | undefined): void {
  element.classList.toggle("known", text !== undefined);
  if (text !== undefined) setText(element, text);
}

function mark(element: HTMLElement | null | undefined, name: string, text: string | undefined): void {
  if (element == null) return;
  if (text === undefined) delete element.dataset[name];
  else element.dataset[name] = text;
}
