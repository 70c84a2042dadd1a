// Shows in the sheet that quarters are closed: their rows have what was done, and after the
// fourth there is nothing left to judge.

import { setText } from "../shared/dom";
import type { Words } from "../shared/words";
import type { Finding } from "../goal/sheet";

export function showClosed(page: ParentNode, closed: number, { kind }: Finding, word: Words): void {
  page.querySelectorAll<HTMLElement>(".plan tr.quarter th").forEach((head, q) => {
    if (q < closed) head.dataset["done"] = word("done");
    else delete head.dataset["done"];
  });
  if (closed < 4 || kind !== "fits") return;
  for (const name of page.querySelectorAll("[data-finding-name]")) setText(name, word("year_done"));
  setText(page.querySelector("[data-finding-text]"), word("year_over"));
}
