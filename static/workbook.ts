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
    /** Called by the script of a workbook with the workbook in base64, the cell of the name, and the cells of inputs by key. */
    cairnBook?: (book: unknown) => void;
    cairnWorkbook?: (script: string, inputs: readonly Input[], entries: Entries, reader: Reader) => Promise<Blob>;
  }
}

interface Reader {
  readonly person: string;
  /** By key, the inputs that the reader has answered or confirmed. */
  readonly own: ReadonlyMap<string, unknown>;
}

window.cairnWorkbook = async (script, inputs, entries, { person, own }) => {
  let book: unknown;
  window.cairnBook = (received) => void (book = received);
  await runScript(script);
  if (!isRecord(book) || !isTexts(book["inputs"]) || !isTexts(book["own"]) || typeof book["name"] !== "string" || typeof book["workbook"] !== "string") throw new Error(`${script} brings no workbook`);
  const [cells, marks] = [book["inputs"], book["own"]];
  const values = inputs.flatMap((input): [string, Scalar][] => [
    [cells[input.key] ?? "", valueOf(input, entries.get(input.key))],
    [marks[input.key] ?? "", own.has(input.key) ? 1 : null],
  ]);
  values.push([book["name"], person || null]);
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
