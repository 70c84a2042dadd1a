// The reader's path on the home page: the section of her week with its tasks, whose ticks
// are those of the path's own page. A script brings the path when it is shown.

import { setText } from "../shared/dom";
import { holdPage } from "../shared/hold";
import { runScript } from "../shared/script";
import { trustedHTML } from "../shared/trusted";
import { labelled, type Words } from "../shared/words";
import type { Step } from "./guide";

declare global {
  interface Window {
    /** A path's script passes it the HTML of its sections. */
    cairnPath?: (page: string, html: string) => void;
  }
}

export class PathView {
  private readonly paths: readonly HTMLElement[];

  /** showRow is called with the texts of the row of a table that is today's. */
  constructor(home: HTMLElement, private readonly word: Words, private readonly showRow: (texts: readonly string[]) => void) {
    this.paths = [...home.querySelectorAll<HTMLElement>("[data-path]")];
    window.cairnPath = (page, html) => this.receive(page, html);
    for (const path of this.paths) path.addEventListener("change", () => this.countEarlier(path));
  }

  /** Shows the section of a step, and marks a row of its first table; 0 marks none. */
  show(page: string, step: Step | undefined, row: number): void {
    for (const path of this.paths) path.hidden = path.dataset["path"] !== page || step?.anchor === undefined;
    const path = this.paths.find(({ hidden }) => !hidden);
    if (path === undefined || step === undefined) return;
    if (path.firstElementChild !== null) return this.mark(path, step, row);
    holdPage(runScript(path.dataset["script"] ?? "").then(() => this.mark(path, step, row), () => (path.hidden = true)));
  }

  private receive(page: string, html: string): void {
    const path = this.paths.find(({ dataset }) => dataset["path"] === page);
    if (path === undefined) return;
    path.innerHTML = trustedHTML(html);
    path.firstElementChild?.dispatchEvent(new Event("tasks", { bubbles: true })); // the bundle of every page restores the ticks
  }

  private mark(path: HTMLElement, step: Step, row: number): void {
    for (const section of sectionsOf(path)) {
      section.hidden = section.dataset["section"] !== step.anchor;
      section.querySelectorAll("tbody tr").forEach((tr, i) => {
        const isToday = i === row - 1 && !section.hidden;
        if (isToday) tr.setAttribute("aria-current", "date");
        else tr.removeAttribute("aria-current");
        if (isToday) this.showRow(textsOfRow(tr));
      });
    }
    this.countEarlier(path);
  }

  /** Says how many tasks of the sections before the shown one are not ticked. */
  private countEarlier(path: HTMLElement): void {
    const sections = sectionsOf(path);
    const before = sections.slice(0, sections.findIndex(({ hidden }) => !hidden));
    const open = before.flatMap((section) => [...section.querySelectorAll("input:not(:checked)")]).length;
    setText(path.querySelector("[data-behind]"), open > 0 ? this.word("earlier", open) : "");
  }
}

function sectionsOf(path: HTMLElement): HTMLElement[] {
  return [...path.querySelectorAll<HTMLElement>("[data-section]")];
}

/** What a row says beside its first cell: the text of the second one, and the others with the heads of their columns. */
function textsOfRow(row: Element): string[] {
  const heads = [...(row.closest("table")?.querySelectorAll("thead th") ?? [])].map(({ textContent }) => textContent ?? "");
  const texts = [...row.children].map(({ textContent }) => textContent ?? "");
  return texts.flatMap((text, i) => (i === 0 || text === "" ? [] : i === 1 ? text : labelled(heads[i] ?? "", text)));
}
