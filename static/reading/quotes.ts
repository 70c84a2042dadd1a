// Links whose texts state numbers of a worksheet's example. A reader who keeps a plan of the
// worksheet sees her own numbers there; the script for that is loaded only for her.

import { runScript } from "../shared/script";
import { keyOf } from "../storage/schema";
import type { Store } from "../storage/store";

declare global {
  interface Window {
    /** Shows the reader's own numbers in links, and follows her plans. */
    cairnQuotes?: (store: Store, prose: HTMLElement, links: readonly HTMLAnchorElement[]) => void;
  }
}

export function attachQuotes(store: Store): void {
  const prose = document.querySelector<HTMLElement>("[data-quote-script]");
  const links = [...(prose?.querySelectorAll<HTMLAnchorElement>("a[data-quote]") ?? [])];
  if (prose === null || links.length === 0) return;
  const pages = [...new Set(links.map(quotedPage))];
  let isRequested = false;
  const load = (): void => {
    if (isRequested || !store.keys().some((key) => pages.some((page) => key.startsWith(keyOf("plan", page, ""))))) return;
    isRequested = true;
    runScript(prose.dataset["quoteScript"] ?? "").then(() => window.cairnQuotes?.(store, prose, links), () => (isRequested = false)); // the author's numbers stay
  };
  load();
  store.onChange((key) => key.startsWith("plan:"), load);
}

/** The page of the worksheet that a link quotes, as keys have it: goals/saas/newcomer. */
export function quotedPage(link: HTMLAnchorElement): string {
  return (link.dataset["quoteOf"] ?? "").replace(/\.html$/, "");
}
