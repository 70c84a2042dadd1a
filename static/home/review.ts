// How many questions the reader is to answer again today. The script that computes it is loaded if she has answered any.

import { holdPage } from "../shared/hold";
import { runScript } from "../shared/script";
import type { Store } from "../storage/store";

declare global {
  interface Window {
    /** Shows how many questions are due. */
    cairnReview?: (store: Store, line: HTMLElement) => void;
  }
}

export function attachReview(store: Store): void {
  const line = document.querySelector<HTMLElement>("[data-review]");
  if (line === null) return;
  let isLoaded = false;
  const load = (): void => {
    if (isLoaded || store.read("recall") === undefined) return;
    isLoaded = true;
    holdPage(runScript(line.dataset["recallScript"] ?? "").then(() => window.cairnReview?.(store, line), () => undefined)); // the page is whole without it
  };
  store.onChange((key) => key === "recall", load);
  load();
}
