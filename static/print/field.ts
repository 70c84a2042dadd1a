// The field of the roster on the page that prints worksheets. The browser keeps its text
// until the reader forgets it.

import { announce } from "../shared/announcer";
import { ask } from "../shared/dialog";
import { setHidden, type Control } from "../shared/dom";
import type { Words } from "../shared/words";
import type { Store } from "../storage/store";
import { readRoster, rosterKind } from "./roster";

export class RosterField {
  /** Whether the last text was saved. A failure is announced once, not at every key. */
  private isSaved = true;

  /** `forget` is the button that removes the kept text; a layout may lack it. */
  constructor(private readonly store: Store, private readonly field: Control, private readonly forget: HTMLElement | null, private readonly word: Words) {
    field.addEventListener("input", () => this.save());
    forget?.addEventListener("click", () => void this.clear());
    store.onChange((changed) => changed === rosterKind.name, () => this.show(this.kept()));
    this.show(this.kept());
    this.showForget();
  }

  private kept(): string {
    const kept = readRoster(this.store.read(rosterKind.name));
    return kept === "unreadable" ? "" : kept;
  }

  /** Shows a text as if the reader had typed it. */
  private show(text: string): void {
    if (text === this.field.value) return;
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private save(): void {
    const text = this.field.value;
    const outcome = this.store.change(rosterKind.name, readRoster, () => (text.trim() === "" ? undefined : text));
    if (outcome !== "saved" && this.isSaved) announce(this.word("notkept"));
    this.isSaved = outcome === "saved";
    this.showForget();
  }

  private async clear(): Promise<void> {
    if (!(await ask(this.word("forget_ask"), this.word("forget_yes"), this.word("forget_no")))) return;
    this.store.remove(rosterKind.name);
    this.show("");
    this.showForget();
    this.field.focus();
  }

  private showForget(): void {
    setHidden(this.forget, this.store.read(rosterKind.name) === undefined);
  }
}
