// Exports or clears all that this site keeps in the browser. A page loads this script when the
// reader asks for it.

import { ask } from "./shared/dialog";
import { saveFile } from "./shared/file";
import type { Words } from "./shared/words";
import { writeExport } from "./storage/export";
import type { Store } from "./storage/store";

declare global {
  interface Window {
    cairnKept?: Readonly<Record<"export" | "clear", (store: Store, word: Words) => void>>;
  }
}

window.cairnKept = {
  export: (store, word) => saveFile(word("file"), "application/json", writeExport(store.site, store.texts())),
  clear: async (store, word) => {
    if (!(await ask(word("ask"), word("yes"), word("no")))) return;
    store.clear();
    location.reload();
  },
};
