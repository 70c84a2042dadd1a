import { wordsOf } from "./dom";

/** Tells the reader of any page that something is not as she thinks. */
export function notice(key: string): void {
  const shown = document.querySelector<HTMLElement>("[data-notice]");
  if (shown !== null) shown.textContent = wordsOf(shown)(key);
}

/** Tells the reader of any page what came of what she did. */
export function tell(text: string): void {
  const shown = document.querySelector<HTMLElement>("[data-notice]");
  if (shown !== null) shown.textContent = text;
}
