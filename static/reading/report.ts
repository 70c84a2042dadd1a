// The link that reports a mistake names the page and quotes the text that the
// reader has selected. Without this script it names the page only.

import { excerpt } from "../shared/text";

/** Fills the link that reports a mistake at the moment it is followed. */
export function attachReport(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-report]");
  if (link === null) return;
  const template = link.dataset["report"] ?? "";
  let marked = "";
  const fill = (): void => {
    link.href = fillReport(template, { title: document.title, url: whereabouts(), text: excerpt(marked) });
  };
  // Pressing the button may take the mark away before the click comes.
  link.addEventListener("pointerdown", () => {
    marked = selected();
    fill();
  });
  link.addEventListener("click", () => {
    marked = selected() || marked;
    fill();
    marked = "";
  });
}

/** An address with values in the place of their names in braces. */
export function fillReport(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (braces, name: string) => {
    const value = values[name];
    return value === undefined ? braces : encodeURIComponent(value);
  });
}

function selected(): string {
  return getSelection()?.toString() ?? "";
}

/** Where the reader is; a path of her own disk is nobody's business. */
function whereabouts(): string {
  if (location.protocol !== "file:") return location.href;
  return document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? document.documentElement.dataset["page"] ?? "";
}
