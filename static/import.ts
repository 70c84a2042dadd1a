// Imports a file that another browser exported, or the plan of a link. The page loads this
// script when the reader has chosen a file or opened a link.

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
import { Importer, say } from "./storage/import";
import { Schema } from "./storage/schema";
import type { Changes } from "./storage/import";
import type { Store } from "./storage/store";
import { linkWords, maxLink, readLink } from "./worksheet/link";
import { chosenKind, planKind } from "./worksheet/shelf";

declare global {
  interface Window {
    cairnImport?: (store: Store, file: File, word: Words) => Promise<void>;
    cairnImportLink?: (store: Store, word: Words) => Promise<void>;
    /** Called after an import. A page that shows the imported values itself returns true; any other page is loaded again. */
    cairnImported?: (changes: Changes) => Promise<boolean>;
    /** Called when a plan that the reader imports is here already, with its key. */
    cairnChosen?: (key: string) => void;
  }
}

/** Everything that this site keeps in the browser. */
export const schema = new Schema([planKind, chosenKind, answersKind, ticksKind, readerKind, lastReadKind, searchesKind, questionsKind, rosterKind, themeKind]);

window.cairnImport = async (store, file, word) => {
  await loadImportStyles();
  await new Importer(store, schema, word).takeFile(file);
};

/** Imports the plan that the page's address carries, and removes it from the address: the page is opened again without it. */
window.cairnImportLink = async (store, word) => {
  const read = readLink(new Schema([planKind]), location.hash);
  history.replaceState(null, "", location.href.replace(/#.*$/s, ""));
  const ofLink = linkWords(word);
  if (typeof read === "string") return say(ofLink(read, maxLink / 1000));
  await loadImportStyles();
  await new Importer(store, schema, ofLink).take(read);
};

/** The question can be read without its styles. */
function loadImportStyles(): Promise<void> {
  return loadStyles(document.querySelector<HTMLElement>("[data-import]")?.dataset["importStyles"] ?? "").catch(() => undefined);
}
