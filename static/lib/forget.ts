import { ask, wordsOf } from "./dom";
import type { Store } from "./storage";

/** The control that clears all that this site keeps in the browser. */
export function attachForget(store: Store): void {
  const button = document.querySelector<HTMLElement>("[data-forget]");
  if (button === null) return;
  const word = wordsOf(button);
  button.hidden = false;
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
