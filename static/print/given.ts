// The part of the page that takes plan files: a button, the whole page as a place to drop them
// on, and a line for each file or plan that is left out, with the reason.

import type { Excluded } from "../plans/accept";
import { attachFiles } from "../plans/fileField";
import type { LeftOut } from "../plans/files";
import type { Named } from "../plans/names";
import type { Given, Placed, PlanFiles } from "../plans/planFiles";
import type { Choice, Worksheets } from "../plans/worksheets";
import { element, setHidden, setText } from "../shared/dom";
import { loadLater } from "../shared/later";
import { type Words, wordsOf } from "../shared/words";
import type { Store } from "../storage/store";
import type { Paper } from "./assign";
import type { Filled } from "./papers";
import type { Entry } from "./tally";
import type { Names } from "./teamSheet";

/** What the script does that the page loads with the first file. */
export interface Filling {
  readonly files: PlanFiles;
  fill(paper: Paper, sheet: HTMLElement): Filled;
  sums(entries: readonly Entry[], papers: readonly Paper[], tracks: readonly Named[]): HTMLElement[];
  /** Shows the page of the team that lies across in an element. */
  team(page: HTMLElement, plans: readonly Placed[], names: Names): void;
}

const none: Given = { plans: [], leftOut: [], excluded: [] };

export class GivenFiles {
  filling: Filling | undefined;
  private readonly box: HTMLElement | null;

  /** `choices` are all worksheets of the site; `changed` is called when files have come or gone. */
  constructor(page: HTMLElement, private readonly store: Store, private readonly worksheets: Worksheets, private readonly choices: readonly Choice[], private readonly word: Words, private readonly changed: () => void) {
    this.box = page.querySelector<HTMLElement>("[data-files]");
    if (this.box === null) return;
    attachFiles(this.box, (files) => void this.take(files));
    this.box.querySelector("[data-drop-files]")?.addEventListener("click", () => {
      this.filling?.files.clear();
      this.changed();
      this.box?.querySelector("input")?.focus(); // the button, which had the focus, is now hidden
    });
  }

  private async take(files: readonly File[]): Promise<void> {
    if (!(await loadLater(this.box?.dataset["filledScript"]))) return;
    const { site, formerSites } = this.store;
    this.filling ??= window.cairnFilling?.(this.worksheets, this.choices, [site, ...formerSites], this.word);
    await this.filling?.files.add(files);
    this.changed();
  }

  /** Decides which plans count, and says how many there are and what is left out. */
  show(): Given {
    const given = this.filling?.files.given ?? none;
    const { plans, leftOut, excluded } = given;
    const lines = [...leftOut, ...excluded];
    setText(this.box?.querySelector("[data-given]") ?? null, plans.length === 0 ? "" : this.word("given", plans.length));
    setHidden(this.box?.querySelector<HTMLElement>("[data-drop-files]") ?? null, plans.length + lines.length === 0);
    this.box?.querySelector("ul")?.replaceChildren(...lines.map((one) => this.line(one)));
    return given;
  }

  /** A line of its own for what is left out; with a button where the reader may decide otherwise. */
  private line(one: LeftOut | Excluded): HTMLElement {
    const text = this.box === null ? "" : wordsOf(this.box)(one.why, one.file, one.about);
    if (!("mayCount" in one) || !one.mayCount) return element("li", {}, text);
    const button = element("button", { type: "button", class: "quiet" }, this.word("count"));
    button.addEventListener("click", () => {
      this.filling?.files.count(one.plan);
      this.changed();
    });
    return element("li", {}, text, " ", button);
  }
}
