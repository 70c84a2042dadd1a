import { wordsOf } from "./words";

/** Shows a word of the interface in the page's live region, which screen readers announce. */
export function announceWord(key: string): void {
  const region = liveRegion();
  if (region !== null) region.textContent = wordsOf(region)(key);
}

/** Shows a text in the page's live region. */
export function announce(text: string): void {
  const region = liveRegion();
  if (region !== null) region.textContent = text;
}

function liveRegion(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-notice]");
}
