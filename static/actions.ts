// Undo, redo and the actions on whole plans: a new version, the examples, removal, a file. The worksheet
// loads this script at the reader's first change or action.

import type { Words } from "./shared/words";
import { Actions } from "./worksheet/actions";
import { said } from "./worksheet/said";
import type { Shelf } from "./worksheet/shelf";

declare global {
  interface Window {
    cairnActions?: (shelf: Shelf, word: Words, unnamed: string) => Actions;
  }
}

window.cairnActions = (shelf, word, unnamed) => new Actions(shelf, word, unnamed, (done, step) => said(word, done, step));
