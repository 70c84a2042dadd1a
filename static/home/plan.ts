// The reader's plan on the home page: what her worksheet says of it, and what is due next. The
// script that computes both is loaded only if the browser keeps a plan of the worksheet.

import { runScript } from "../shared/script";
import { keyOf } from "../storage/schema";
import type { Store } from "../storage/store";

declare global {
  interface Window {
    /** Shows the plan that is open on a worksheet, and follows it; the last call holds. */
    cairnAhead?: (store: Store, shown: HTMLElement, sheet: string, today: string) => void;
  }
}

export class PlanView {
  private sheet = "";
  private today = "";

  constructor(private readonly shown: HTMLElement | null, private readonly store: Store) {
    store.onChange((key) => key.startsWith("plan:"), () => this.load());
  }

  /** Shows the plan of a worksheet, whose address is relative to the home page; "" shows none. */
  show(sheet: string, today: string): void {
    [this.sheet, this.today] = [sheet, today];
    this.load();
  }

  private load(): void {
    const { shown, sheet } = this;
    if (shown === null) return;
    const page = decodeURIComponent(sheet).replace(/\.html$/, "");
    shown.hidden = sheet === "" || !this.store.keys().some((key) => key.startsWith(keyOf("plan", page, "")));
    if (!shown.hidden) runScript(shown.dataset["script"] ?? "").then(() => window.cairnAhead?.(this.store, shown, sheet, this.today), () => (shown.hidden = true));
  }
}
