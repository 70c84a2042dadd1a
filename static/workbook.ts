// Makes the workbook of a worksheet with the reader's numbers. The worksheet loads this
// script, and that of its workbook, when the reader asks for the file.

import type { Entries } from "./goal/sheet";
import type { Template } from "./goal/template";
import { planOut } from "./plans/workbook";
import { runScript } from "./shared/script";
import type { SavedPlan } from "./worksheet/saved";

declare global {
  interface Window {
    /** Called by the script of a workbook with the workbook in base64. */
    cairnBook?: (workbook: string) => void;
    cairnWorkbook?: (script: string, template: Template, entries: Entries, plan: SavedPlan) => Promise<Blob>;
  }
}

window.cairnWorkbook = async (script, template, entries, plan) => {
  let workbook = "";
  window.cairnBook = (received) => (workbook = received);
  await runScript(script);
  const file = planOut(Uint8Array.from(atob(workbook), (c) => c.charCodeAt(0)), template, entries, plan);
  return new Blob([file], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
};
