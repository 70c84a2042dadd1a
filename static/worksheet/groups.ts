// A folded group of fields: its line says how many examples are unconfirmed and how many
// entries are refused, and one button confirms its examples.

import { setHidden, setText } from "../shared/dom";
import { joined, type Words } from "../shared/words";

/** A field of a group. */
interface Member {
  readonly isExample: boolean;
  readonly isRefused: boolean;
}

export class Group<F extends Member> {
  constructor(
    private readonly box: HTMLElement,
    private readonly fields: readonly F[],
    private readonly word: Words,
    confirm: (field: F) => void,
  ) {
    this.box.querySelector("[data-confirm-group] button")?.addEventListener("click", () => {
      for (const field of this.fields) if (field.isExample) confirm(field);
      this.box.querySelector("summary")?.focus(); // the button, which had the focus, is now hidden
    });
  }

  paint(): void {
    const examples = this.fields.filter((field) => field.isExample).length;
    const refused = this.fields.filter((field) => field.isRefused).length;
    const counts = [this.word("group_fields", this.fields.length)];
    if (examples > 0) counts.push(this.word("group_examples", examples));
    if (refused > 0) counts.push(this.word("group_errors", refused));
    setText(this.box.querySelector("[data-gist]"), joined(counts, "comma"));
    this.box.toggleAttribute("data-refused", refused > 0);
    setHidden(this.box.querySelector("[data-confirm-group]"), examples === 0);
  }
}
