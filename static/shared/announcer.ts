import { wordsOf } from "./words";

/** Tells the reader of any page the text of one of the interface's words. */
export function announceWord(key: string): void {
  const announcer = find();
  if (announcer !== null) announcer.textContent = wordsOf(announcer)(key);
}

/** Tells the reader of any page a text. */
export function announce(text: string): void {
  const announcer = find();
  if (announcer !== null) announcer.textContent = text;
}

function find(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-notice]");
}
