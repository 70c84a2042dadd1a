// The words of scripts that a page loads when the reader needs them. The page loads the words then too.

import { announceWord } from "./announcer";
import { isRecord } from "./json";
import { runScript } from "./script";

declare global {
  interface Window {
    /** Called by words.js with its tables of words. */
    cairnWords?: (tables: unknown) => void;
  }
}

let tables: unknown;

/** Gives an element the words of its script, as a layout would. */
export async function takeWords(of: HTMLElement, table: string): Promise<void> {
  if (of.dataset["words"] !== undefined) return;
  window.cairnWords = (loaded) => (tables = loaded);
  await runScript(`${document.documentElement.dataset["root"] ?? ""}words.js`);
  if (isRecord(tables)) of.dataset["words"] = JSON.stringify(tables[table]);
}

/** Loads a script and gives an element the words for it; false after telling the reader that this failed. */
export async function loadFor(of: HTMLElement, table: string, script = ""): Promise<boolean> {
  try {
    await takeWords(of, table);
    await runScript(script);
    return true;
  } catch {
    announceWord("failed");
    return false;
  }
}
