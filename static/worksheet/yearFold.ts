// The part of the worksheet that asks whether the result is still within reach. Its script and
// its styles are loaded when the reader opens it.

import { announceWord } from "../shared/announcer";
import { loadStyles, runScript } from "../shared/script";
import { wordsOf } from "../shared/words";
import type { Panel } from "../year/panel";
import type { Host, View } from "../year/view";

/** The milliseconds without a change after which the part is computed anew: it takes hundreds of evaluations. */
const PAUSE = 250;

export class YearFold {
  private readonly fold: HTMLDetailsElement | null;
  private panel: Panel | undefined;
  private view: View | undefined;
  private waiting = 0;

  constructor(private readonly page: HTMLElement, private readonly host: Omit<Host, "word">) {
    this.fold = page.querySelector<HTMLDetailsElement>("details[data-year]");
    this.fold?.addEventListener("toggle", () => void this.toggle());
    page.addEventListener("click", ({ target }) => {
      const output = target instanceof Element ? target.closest("output") : null;
      if (output !== null && this.fold?.open === true) this.panel?.choose(output.name);
    });
  }

  paint(view: View): void {
    this.view = view;
    clearTimeout(this.waiting);
    if (this.fold?.open === true) this.waiting = setTimeout(() => this.panel?.paint(view), PAUSE);
  }

  private async toggle(): Promise<void> {
    const isOpen = this.fold?.open === true;
    this.page.toggleAttribute("data-asking", isOpen); // the numbers of the sheet can be clicked
    if (!isOpen) return;
    try {
      this.panel ??= await this.load();
    } catch {
      return announceWord("failed");
    }
    if (this.view !== undefined) this.panel?.paint(this.view);
  }

  private async load(): Promise<Panel | undefined> {
    const dataset = this.fold?.dataset ?? {};
    await Promise.all([runScript(dataset["year"] ?? ""), loadStyles(dataset["yearStyles"] ?? "")]);
    const root = this.page.querySelector<HTMLElement>("[data-year-panel]");
    return root === null ? undefined : window.cairnYear?.(root, { ...this.host, word: wordsOf(this.page, "year") });
  }
}
