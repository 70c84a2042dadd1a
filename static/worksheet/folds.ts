// The parts of the worksheet that are folded until the reader opens them.

import { selectText } from "../shared/dom";

/** Opens every fold around an element. */
export function unfold(element: Element): void {
  for (let fold = element.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
}

/** Opens the folds around the target of a link, and on paper all of them. */
export function attachFolds(page: HTMLElement): void {
  const reveal = (): void => {
    const target = page.querySelector(":target");
    if (target === null) return;
    unfold(target);
    target.scrollIntoView();
    selectText(target);
  };
  addEventListener("hashchange", reveal);
  reveal();
  for (const link of page.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
    link.addEventListener("click", () => setTimeout(reveal)); // a link to the present target changes no hash
  }
  attachPrinting(page);
}

/** Opens all folds while the page is printed; a blank sheet also has the arithmetic open. */
function attachPrinting(page: HTMLElement): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    const isBlank = document.documentElement.dataset["print"] === "blank";
    opened = [...page.querySelectorAll<HTMLDetailsElement>(isBlank ? "details:not([open])" : "[data-fold]:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}
