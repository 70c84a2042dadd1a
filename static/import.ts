// Imports a file that another browser exported, a workbook, or the plan of a link. The page loads this
// script when the reader has chosen a file or opened a link.

import { answersKind } from "./assessment/answers";
import { keyedKind } from "./print/drafts";
import { rosterKind } from "./print/roster";
import { lastReadKind } from "./reading/lastRead";
import { recallKind } from "./reading/recall";
import { readerKind } from "./reading/reader";
import { sectionsKind } from "./reading/sections";
import { ticksKind } from "./reading/tasks";
import { themeKind } from "./frame/theme";
import { searchesKind } from "./search/recent";
import { questionsKind } from "./search/unanswered";
import { isWorkbook, planIn } from "./plans/workbook";
import { loadStyles } from "./shared/script";
import { joined, type Words } from "./shared/words";
import { type Changes, Importer, say } from "./storage/import";
import { type Export, maxMegabytes, readExport } from "./storage/parseExport";
import { keyOf, Schema } from "./storage/schema";
import type { Store } from "./storage/store";
import { linkWords, maxLink, readLink } from "./worksheet/link";
import { patchPlan, readPlan, writePlan } from "./worksheet/saved";
import { chosenKind, kindName, planKind } from "./worksheet/shelf";

declare global {
  interface Window {
    cairnImport?: (store: Store, file: File, word: Words) => Promise<void>;
    cairnImportLink?: (store: Store, word: Words) => Promise<void>;
    /** Called after an import. A page that shows the imported values itself returns true; any other page is loaded again. */
    cairnImported?: (changes: Changes) => Promise<boolean>;
    /** Called when a plan that the reader imports is here already, with its key. */
    cairnChosen?: (key: string) => void;
    /** The worksheet's offer to show a plan side by side with the open one. */
    cairnTalk?: { offers(value: unknown): boolean; open(value: unknown): void };
  }
}

/** Everything that this site keeps in the browser. */
export const schema = new Schema([planKind, chosenKind, answersKind, ticksKind, sectionsKind, recallKind, readerKind, lastReadKind, searchesKind, questionsKind, rosterKind, keyedKind, themeKind]);

window.cairnImport = async (store, file, word) => {
  await loadImportStyles();
  const read = await readFile(store, file, word);
  if (typeof read === "string") say(read);
  else await new Importer(store, schema, word).take(read);
};

/** Reads a file that was exported, or a workbook that was filled in; returns a text that says why it brings nothing. */
async function readFile(store: Store, file: File, word: Words): Promise<Export | string> {
  if (file.size > maxMegabytes * 1e6) return word("toolarge", maxMegabytes);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isWorkbook(bytes)) return readBook(store, bytes, word);
    const read = readExport(schema, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof read === "string" ? word(read, maxMegabytes) : read;
  } catch {
    return word("garbage"); // the file was deleted, or is not UTF-8
  }
}

/**
 * Reads the plan of a workbook as if it came in a file. If the browser keeps the plan, it becomes that plan with what was changed in
 * the workbook, because a workbook has no history.
 */
function readBook(store: Store, bytes: Uint8Array, word: Words): Export | string {
  const book = planIn(bytes);
  if ("refused" in book) return word(book.refused, book.refused === "nocells" ? joined(book.of.slice(0, 5), "list") : maxMegabytes);
  const { site, plan, before } = book;
  const kept = plan.id === "" ? undefined : readPlan(store.read(keyOf(kindName, plan.template.path, plan.id)));
  const read = readExport(schema, writePlan(kept === undefined || kept === "unreadable" ? plan : patchPlan(kept, before, plan)));
  return typeof read === "string" ? word(read, maxMegabytes) : { ...read, site };
}

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
