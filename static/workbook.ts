// Makes the workbook of a worksheet with the reader's numbers. The worksheet loads this
// script, and that of its workbook, when the reader asks for the file.

import { dayOf } from "./goal/dates";
import type { Entries } from "./goal/sheet";
import type { Input } from "./goal/template";
import { isRecord, isTexts } from "./shared/json";
import { runScript } from "./shared/script";
import { fillWorkbook } from "./workbook/fill";
import { type Scalar, serialOf } from "./workbook/value";

declare global {
  interface Window {
    /** Called by the script of a workbook with the workbook in base64 and the cells of its inputs by their keys. */
    cairnBook?: (book: unknown) => void;
    cairnWorkbook?: (script: string, inputs: readonly Input[], entries: Entries) => Promise<Blob>;
  }
}

window.cairnWorkbook = async (script, inputs, entries) => {
  let book: unknown;
  window.cairnBook = (received) => void (book = received);
  await runScript(script);
  if (!isRecord(book) || !isTexts(book["inputs"]) || typeof book["workbook"] !== "string") throw new Error(`${script} brings no workbook`);
  const cells = book["inputs"];
  const values = inputs.map((input) => [cells[input.key] ?? "", valueOf(input, entries.get(input.key))] as const);
  const file = fillWorkbook(Uint8Array.from(atob(book["workbook"]), (c) => c.charCodeAt(0)), new Map(values));
  return new Blob([file], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
};

/** The characters that a cell holds; Excel refuses a file with more. */
const MAX_TEXT = 32_767;

/** The value of an input's cell: a date as a number, null for a blank one. */
function valueOf({ kind }: Input, entry: number | string | undefined): Scalar {
  if (typeof entry !== "string") return entry ?? null;
  const day = kind === "date" ? dayOf(entry) : undefined;
  return day === undefined ? entry.slice(0, MAX_TEXT) : serialOf(day);
}
