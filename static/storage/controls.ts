import { ask } from "../shared/dialog";
import { wordsOf } from "../shared/words";
import { writeExport } from "./export";
import { saveFile } from "../shared/file";
import { announce, announceWord } from "../shared/announcer";
import { takeWords } from "../shared/later";
import { runScript } from "../shared/script";
import type { Store } from "./store";

/** The controls that export and clear all that this site keeps in the browser. */
export function attachForget(store: Store): void {
  const button = document.querySelector<HTMLElement>("[data-forget]");
  const save = document.querySelector<HTMLElement>("[data-export-kept]");
  if (button === null || save === null) return;
  const word = wordsOf(button);
  button.hidden = save.hidden = false;
  save.addEventListener("click", () => {
    if (store.keys().length === 0) save.textContent = word("none");
    else saveFile(word("file"), "application/json", writeExport(store.site, store.texts()));
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
    try {
      await takeWords(label, "import");
      await runScript(label.dataset["import"] ?? "");
    } catch {
      return announceWord("failed");
    }
    await window.cairnImport?.(store, file, wordsOf(label));
  });
}
