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

/** Adds the words of a script to those that a layout gave an element. */
export async function takeWords(of: HTMLElement, table: string): Promise<void> {
  window.cairnWords = (loaded) => (tables = loaded);
  if (tables === undefined) await runScript(`${document.documentElement.dataset["root"] ?? ""}words.js`);
  const words = isRecord(tables) ? tables[table] : undefined;
  if (isRecord(words)) of.dataset["words"] = JSON.stringify({ ...JSON.parse(of.dataset["words"] ?? "{}"), ...words });
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
