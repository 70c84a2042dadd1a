// The link that reports a mistake names the page and quotes the text that the
// reader has selected. Without this script it names the page only.

import { excerpt } from "../shared/text";

/** Fills the address of the link when the reader clicks it. */
export function attachReport(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-report]");
  if (link === null) return;
  const template = link.dataset["report"] ?? "";
  let selection = "";
  const fill = (): void => {
    link.href = fillReport(template, { title: document.title, url: pageAddress(), text: excerpt(selection) });
  };
  // Pressing the pointer may clear the selection before the click event.
  link.addEventListener("pointerdown", () => {
    selection = selectedText();
    fill();
  });
  link.addEventListener("click", () => {
    selection = selectedText() || selection;
    fill();
    selection = "";
  });
}

/** Replaces each {name} in an address by its encoded value. */
export function fillReport(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (braces, name: string) => {
    const value = values[name];
    return value === undefined ? braces : encodeURIComponent(value);
  });
}

function selectedText(): string {
  return getSelection()?.toString() ?? "";
}

/** The page's address. For a page opened from a disk it is the canonical one or the path, which names no folder of the reader. */
function pageAddress(): string {
  if (location.protocol !== "file:") return location.href;
  return document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? document.documentElement.dataset["page"] ?? "";
}
