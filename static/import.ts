// Imports a file that another browser exported. The page loads this script when the
// reader has chosen a file.

import { answersKind } from "./assessment/answers";
import { rosterKind } from "./print/roster";
import { lastReadKind } from "./reading/lastRead";
import { readerKind } from "./reading/reader";
import { ticksKind } from "./reading/tasks";
import { themeKind } from "./frame/theme";
import { searchesKind } from "./search/recent";
import { questionsKind } from "./search/unanswered";
import { loadStyles } from "./shared/script";
import type { Words } from "./shared/words";
import { Importer } from "./storage/import";
import { Schema } from "./storage/schema";
import type { Changes } from "./storage/import";
import type { Store } from "./storage/store";
import { chosenKind, planKind } from "./worksheet/shelf";

declare global {
  interface Window {
    cairnImport?: (store: Store, file: File, word: Words) => Promise<void>;
    /** Called after an import. A page that shows the imported values itself returns true; any other page is loaded again. */
    cairnImported?: (changes: Changes) => Promise<boolean>;
  }
}

/** Everything that this site keeps in the browser. */
export const schema = new Schema([planKind, chosenKind, answersKind, ticksKind, readerKind, lastReadKind, searchesKind, questionsKind, rosterKind, themeKind]);

window.cairnImport = async (store, file, word) => {
  const styles = document.querySelector<HTMLElement>("[data-import]")?.dataset["importStyles"] ?? "";
  await loadStyles(styles).catch(() => undefined); // the question can be read without them
  await new Importer(store, schema, word).take(file);
};
