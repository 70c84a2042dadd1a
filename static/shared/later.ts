// Scripts that a page loads when the reader needs them.

import { announceWord } from "./announcer";
import { runScript } from "./script";

/** Loads a script; false after telling the reader that this failed. */
export async function loadLater(script = ""): Promise<boolean> {
  try {
    await runScript(script);
    return true;
  } catch {
    announceWord("failed");
    return false;
  }
}
