import { announce } from "../shared/announcer";
import { loadLater } from "../shared/later";
import { wordsOf } from "../shared/words";
import type { Store } from "./store";

/** The controls that export and clear all that this site keeps in the browser. */
export function attachForget(store: Store): void {
  const button = document.querySelector<HTMLElement>("[data-forget]");
  const save = document.querySelector<HTMLElement>("[data-export-kept]");
  if (button === null || save === null) return;
  button.hidden = save.hidden = false;
  const on = (control: HTMLElement, act: "export" | "clear"): void => control.addEventListener("click", async () => {
    if (!(await loadLater(button.dataset["forget"]))) return;
    const word = wordsOf(button, "forget");
    if (store.keys().length === 0) control.textContent = word("none");
    else window.cairnKept?.[act](store, word);
  });
  on(save, "export");
  on(button, "clear");
}

/** The control that imports a file which another browser has exported. */
export function attachImport(store: Store): void {
  const label = document.querySelector<HTMLElement>("[data-import]");
  const input = label?.querySelector("input");
  if (!label || !input) return;
  label.hidden = !store.works();
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (file === undefined) return;
    announce("");
    if (await loadLater(label.dataset["import"])) await window.cairnImport?.(store, file, wordsOf(label, "import"));
  });
}

/** Imports the plan that the page's address carries, if it carries one. */
export async function importLink(store: Store): Promise<void> {
  const label = document.querySelector<HTMLElement>("[data-import]");
  if (label === null || !location.hash.startsWith("#plan=")) return;
  if (await loadLater(label.dataset["import"])) await window.cairnImportLink?.(store, wordsOf(label, "import"));
}
