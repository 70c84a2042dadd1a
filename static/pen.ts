// Writes into a blank sheet what a pen cannot compute. The worksheet loads this script when the
// reader prints a blank sheet.

import { penOf } from "./goal/pen";
import type { Entries } from "./goal/sheet";
import type { Template } from "./goal/template";
import { showPen } from "./worksheet/pen";

declare global {
  interface Window {
    cairnPen?: (sheet: ParentNode, template: Template, entries: Entries) => void;
  }
}

window.cairnPen = (sheet, template, entries) => showPen(sheet, penOf(template, entries));
