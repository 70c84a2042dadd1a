// Loads the search when the reader goes to its box. What she types meanwhile stays in the box, and the
// script searches for it.

import { element, isTyping } from "../shared/dom";
import { loadLater } from "../shared/later";

export function attachSearch(): void {
  const form = document.querySelector<HTMLFormElement>("[data-search]");
  const input = form?.querySelector("input") ?? null;
  if (form === null || input === null) return;
  let loading: Promise<void> | undefined;
  let manifest: HTMLElement | undefined;
  let isComposing = false;
  let inputType = "";
  const load = async (): Promise<void> => {
    manifest ??= element("link", { rel: "preload", as: "script", href: form.dataset["index"] ?? "" }); // the script runs it: both load at once
    document.head.append(manifest);
    if (!(await loadLater(form.dataset["engine"]))) {
      loading = undefined; // the next focus or key tries again
      return;
    }
    if (document.activeElement !== input) return;
    // The script has attached the box, which did not see the events before that.
    input.dispatchEvent(new FocusEvent("focus"));
    input.dispatchEvent(new InputEvent("input", { isComposing, inputType }));
  };
  const begin = (): void => {
    if (window.cairnEngine === undefined) loading ??= load();
  };
  input.addEventListener("focus", begin);
  input.addEventListener("input", (event) => {
    if (event instanceof InputEvent) inputType = event.inputType;
    begin();
  });
  input.addEventListener("compositionstart", () => (isComposing = true));
  input.addEventListener("compositionend", () => (isComposing = false));
  form.addEventListener("submit", (event) => {
    if (window.cairnEngine !== undefined || loading === undefined) return;
    event.preventDefault(); // the box keeps the query among the recent ones, and then the form is submitted
    void loading.then(() => {
      if (form.dispatchEvent(new Event("submit", { cancelable: true }))) form.submit();
    });
  });
  attachKeys(input);
}

/** The keys / and Ctrl+K lead to the box. */
function attachKeys(input: HTMLInputElement): void {
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}
