import type { Words } from "../shared/words";

/** Marks a text as from before an error, or removes the mark. */
export function markStale(element: HTMLElement, isStale: boolean, word: Words): void {
  if (isStale === element.hasAttribute("data-stale")) return;
  if (isStale) {
    element.dataset["stale"] = word("stale_mark");
    element.title = word("stale");
  } else {
    delete element.dataset["stale"];
    element.removeAttribute("title");
  }
}
