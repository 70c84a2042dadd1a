// The reader's path on the home page: the section of her week with its tasks, whose ticks
// are those of the path's own page.

import { setText } from "../shared/dom";
import type { Words } from "../shared/words";
import type { Step } from "./guide";

export class PathView {
  private readonly paths: readonly HTMLElement[];

  constructor(home: HTMLElement, private readonly word: Words) {
    this.paths = [...home.querySelectorAll<HTMLElement>("[data-path]")];
    for (const path of this.paths) path.addEventListener("change", () => this.countEarlier(path));
  }

  /** Shows the section of a step, and marks a row of its first table; 0 marks none. */
  show(page: string, step: Step | undefined, row: number): void {
    for (const path of this.paths) {
      path.hidden = path.dataset["path"] !== page || step?.anchor === undefined;
      if (path.hidden) continue;
      for (const section of sectionsOf(path)) section.hidden = section.dataset["section"] !== step?.anchor;
      const shown = sectionsOf(path).find(({ hidden }) => !hidden);
      shown?.querySelectorAll("tbody tr").forEach((tr, i) => {
        if (i === row - 1) tr.setAttribute("aria-current", "date");
        else tr.removeAttribute("aria-current");
      });
      this.countEarlier(path);
    }
  }

  /** Says how many tasks of the sections before the shown one are not ticked. */
  private countEarlier(path: HTMLElement): void {
    const sections = sectionsOf(path);
    const before = sections.slice(0, sections.findIndex(({ hidden }) => !hidden));
    const open = before.flatMap((section) => [...section.querySelectorAll("input:not(:checked)")]).length;
    setText(path.querySelector("[data-earlier]"), open > 0 ? this.word("earlier", open) : "");
  }
}

function sectionsOf(path: HTMLElement): HTMLElement[] {
  return [...path.querySelectorAll<HTMLElement>("[data-section]")];
}
