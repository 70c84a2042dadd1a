// Makes the workbook of a worksheet with the reader's numbers. The worksheet loads this
// script, and that of its workbook, when the reader asks for the file.

import { dayOf } from "./goal/dates";
import type { Entries } from "./goal/sheet";
import type { Input, Template } from "./goal/template";
import { isRecord, isTexts } from "./shared/json";
import { runScript } from "./shared/script";
import { fillWorkbook } from "./workbook/fill";
import { type Scalar, serialOf } from "./workbook/value";
import { readCount } from "./worksheet/actuals";
import type { Count } from "./worksheet/saved";

declare global {
  interface Window {
    /** Called by the script of a workbook with the workbook in base64 and the references of the cells to fill in. */
    cairnBook?: (book: unknown) => void;
    cairnWorkbook?: (script: string, template: Template, entries: Entries, reader: Reader) => Promise<Blob>;
  }
}

interface Reader {
  readonly person: string;
  /** By key, the inputs that the reader has answered or confirmed. */
  readonly own: ReadonlyMap<string, unknown>;
  /** How many trials a planned share counts for, as it was typed. */
  readonly prior: string | undefined;
  readonly closed: readonly Count[];
}

/** What the script of a workbook brings. */
interface Book {
  readonly workbook: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly own: Readonly<Record<string, string>>;
  /** Null if the template splits nothing. */
  readonly actuals: Actuals | null;
}

interface Actuals {
  readonly prior: string;
  /** By the id of the quarter and the key of the step. */
  readonly done: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly open: Actuals["done"];
  /** By the key of a market variable. */
  readonly happened: Readonly<Record<string, string>>;
  /** What the cell of a variable that has come true contains. */
  readonly yes: string;
}

window.cairnWorkbook = async (script, template, entries, reader) => {
  let book: unknown;
  window.cairnBook = (received) => void (book = received);
  await runScript(script);
  if (!isBook(book)) throw new Error(`${script} brings no workbook`);
  const { inputs, own, actuals } = book;
  const cells = template.inputs.flatMap((input): Cell[] => [
    [inputs[input.key], valueOf(input, entries.get(input.key))],
    [own[input.key], reader.own.has(input.key) ? 1 : null],
  ]);
  cells.push([book.name, reader.person || null]);
  if (actuals !== null) cells.push(...actualCells(actuals, template, reader));
  const values = new Map(cells.flatMap(([cell, value]) => (cell === undefined ? [] : [[cell, value] as const])));
  const file = fillWorkbook(Uint8Array.from(atob(book.workbook), (c) => c.charCodeAt(0)), values);
  return new Blob([file], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
};

function isBook(value: unknown): value is Book {
  if (!isRecord(value) || !isTexts(value["inputs"]) || !isTexts(value["own"])) return false;
  return typeof value["name"] === "string" && typeof value["workbook"] === "string" && (value["actuals"] === null || isActuals(value["actuals"]));
}

function isActuals(value: unknown): value is Actuals {
  const isTable = (table: unknown): boolean => isRecord(table) && Object.values(table).every(isTexts);
  return isRecord(value) && typeof value["prior"] === "string" && isTable(value["done"]) && isTable(value["open"]) && isTexts(value["happened"]) && typeof value["yes"] === "string";
}

/** The reference of a cell, undefined for a value without one, and the value. */
type Cell = readonly [string | undefined, Scalar];

/** What was done in the closed quarters, as numbers where they can be read. */
function actualCells({ prior, done, open, happened, yes }: Actuals, { computed }: Template, reader: Reader): Cell[] {
  const units = new Map(computed.map(({ key, unit }) => [key, unit]));
  const cellsOf = (cells: Readonly<Record<string, string>> = {}, texts: Count["done"]): Cell[] =>
    Object.entries(texts).map(([key, text]) => [cells[key], countOf(text, units.get(key) ?? "")]);
  const cells = reader.closed.flatMap((count): Cell[] => [
    ...cellsOf(done[count.quarter], count.done),
    ...cellsOf(open[count.quarter], count.open),
    ...count.happened.map((key): Cell => [happened[key], yes]),
  ]);
  return reader.prior === undefined ? cells : [[prior, countOf(reader.prior, "")], ...cells];
}

function countOf(text: string, unit: string): Scalar {
  return readCount(text, unit) ?? text.slice(0, MAX_TEXT);
}

/** The characters that a cell holds; Excel refuses a file with more. */
const MAX_TEXT = 32_767;

/** The value of an input's cell: a date as a number, null for a blank one. */
function valueOf({ kind }: Input, entry: number | string | undefined): Scalar {
  if (typeof entry !== "string") return entry ?? null;
  const day = kind === "date" ? dayOf(entry) : undefined;
  return day === undefined ? entry.slice(0, MAX_TEXT) : serialOf(day);
}
