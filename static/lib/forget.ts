import { ask, wordsOf } from "./dom";
import { saveFile } from "./file";
import type { Store } from "./storage";

/** The controls that export and clear all that this site keeps in the browser. */
export function attachForget(store: Store): void {
  const button = document.querySelector<HTMLElement>("[data-forget]");
  const save = document.querySelector<HTMLElement>("[data-export-kept]");
  if (button === null || save === null) return;
  const word = wordsOf(button);
  button.hidden = save.hidden = false;
  save.addEventListener("click", () => {
    if (store.keys().length === 0) save.textContent = word("none");
    else saveFile(word("file"), "application/json", `${JSON.stringify(store.texts(), null, 2)}\n`);
  });
  button.addEventListener("click", async () => {
    if (store.keys().length === 0) {
      button.textContent = word("none");
      return;
    }
    if (await ask(word("ask"), word("yes"), word("no"))) {
      store.clear();
      location.reload();
    }
  });
}
