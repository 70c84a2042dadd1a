import { element } from "./dom";
import { wordsOf } from "./words";

/** Shows a word of the interface in the page's live region, which screen readers announce. */
export function announceWord(key: string): void {
  const region = liveRegion();
  if (region !== null) announce(wordsOf(region)(key));
}

/** Shows a text in the page's live region, with a button that removes it; "" removes what the region shows. */
export function announce(text: string): void {
  const region = liveRegion();
  if (region === null) return;
  region.textContent = text;
  if (text === "") return;
  const close = element("button", { type: "button", class: "quiet", "aria-label": wordsOf(region)("close") });
  close.addEventListener("click", () => announce(""));
  region.append(close);
}

function liveRegion(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-notice]");
}
