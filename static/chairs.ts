// Two plans of one worksheet side by side. A page loads this script when the reader asks for it.

import { wordsOf } from "./shared/words";
import { chooseOther, type Other, type Sheet } from "./plans/chairsChooser";
import { type Host, openChairs } from "./plans/chairsPanel";
import type { SavedPlan } from "./worksheet/saved";

declare global {
  interface Window {
    cairnChairs?: {
      /** Opens two plans side by side over the page. */
      open(host: Host): void;
      /** Asks which plan to compare with: one of those that the browser keeps for the worksheet, or one of a file. Undefined if the reader chooses none. */
      choose(sheet: Sheet, kept: readonly SavedPlan[]): Promise<Other | undefined>;
    };
  }
}

window.cairnChairs = {
  open: (host) => openChairs(host, wordsOf(document.body, "chairs")),
  choose: (sheet, kept) => chooseOther(wordsOf(document.body, "chairs"), sheet, kept),
};
