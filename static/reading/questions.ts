// Questions to answer without looking. The script that keeps what the reader knew is loaded when she opens
// an answer.

import { runScript } from "../shared/script";
import type { Store } from "../storage/store";

declare global {
  interface Window {
    /** Lets the reader say of each question of a text whether she knew the answer. */
    cairnRecall?: (store: Store, prose: HTMLElement) => void;
  }
}

export function attachQuestions(store: Store): void {
  const prose = document.querySelector<HTMLElement>("[data-prose][data-recall-script]");
  let isRequested = false;
  prose?.addEventListener("toggle", () => { // it does not bubble
    if (isRequested) return;
    isRequested = true;
    runScript(prose.dataset["recallScript"] ?? "").then(() => window.cairnRecall?.(store, prose), () => (isRequested = false)); // the answers can be read without it
  }, true);
}
