// Shows in a blank sheet what a reader with a pen cannot compute, beside the cells in which
// she writes. The style sheet prints it from the attributes.

import { setText } from "../shared/dom";
import { joined } from "../shared/words";
import type { Pen } from "../goal/pen";

export function showPen(sheet: ParentNode, pen: Pen): void {
  for (const output of sheet.querySelectorAll<HTMLOutputElement>("output")) {
    const place = output.closest("td") ?? output.closest("div")?.querySelector("dt") ?? null;
    mark(place, "share", pen.shares.get(output.name));
  }
  for (const month of sheet.querySelectorAll<HTMLElement>("[data-month]")) {
    const text = pen.months.get(month.dataset["month"] ?? "");
    mark(month, "workable", text);
    month.closest("tr")?.toggleAttribute("data-closed", text === undefined && pen.months.size > 0);
  }
  for (const basis of sheet.querySelectorAll("[data-basis]")) setText(basis, joined(pen.basis, "list"));
}

function mark(element: HTMLElement | null, name: string, text: string | undefined): void {
  if (element === null) return;
  if (text === undefined) delete element.dataset[name];
  else element.dataset[name] = text;
}
