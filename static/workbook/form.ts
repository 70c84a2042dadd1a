// Reads the form of a workbook: the hidden table in which the generator wrote what the workbook
// is and where its entries are (generator/internal/workbook/origin.go).

import type { Workbook } from "./open";
import type { Scalar } from "./value";

/** A cell that is filled in. */
export interface Entry {
  /** The kind of an input (number, percent, date …), or own, person, prior, done, open, happened. */
  readonly kind: string;
  /** The key of the input, step or market variable. */
  readonly key: string;
  /** 2027-Q1, or "". */
  readonly quarter: string;
  /** The unit of a total, or the text that stands for yes. */
  readonly detail: string;
  /** Its reference, '工作表'!B7; undefined if someone has deleted the cell. */
  readonly cell: string | undefined;
  /** The reference of the cell of the table that has what the entry's cell contained when the workbook was made. */
  readonly filled: string;
}

export interface Form {
  readonly site: string;
  /** goals/saas/newcomer */
  readonly path: string;
  readonly hash: string;
  readonly year: string;
  /** The quarters of the year, each with its last day. */
  readonly quarters: readonly { readonly id: string; readonly last: string }[];
  /** The references of the cells that have the plan with which the workbook was filled, in pieces. */
  readonly plan: readonly string[];
  readonly entries: readonly Entry[];
}

/** The version of the table. */
const VERSION = 1;

/** Why a workbook has no form. */
export class NoForm extends Error {
  constructor(readonly reason: "foreign" | "newer") {
    super(`the workbook has no form: ${reason}`);
  }
}

/** Reads the form of a workbook. Throws if it has none, or one of a later version. */
export function readForm(workbook: Workbook): Form {
  const place = placeOf(workbook.names.get("cairn_form"));
  if (place === undefined) throw new NoForm("foreign");
  const [sheet, first, from] = place;
  const cells = workbook.cellsOf(sheet);
  const at = (column: number, row: number): string => `'${sheet}'!${columnName(columnNumber(first) + column)}${row}`;
  const text = (column: number, row: number): string => textOf(cells.get(at(column, row))?.value ?? null);
  if (text(0, from) !== "cairn") throw new NoForm("foreign");
  if (text(1, from) !== String(VERSION)) throw new NoForm("newer");
  const facts = new Map<string, number>();
  const quarters: Form["quarters"][number][] = [];
  const entries: Entry[] = [];
  for (let row = from + 1; text(0, row) !== ""; row++) {
    const name = text(0, row);
    if (name === "quarter") quarters.push({ id: text(1, row), last: text(2, row) });
    else if (name.startsWith("cairn_")) entries.push({ kind: text(1, row), key: text(2, row), quarter: text(3, row), detail: text(4, row), cell: cellOf(workbook, workbook.names.get(name)), filled: at(5, row) });
    else facts.set(name, row);
  }
  const fact = (name: string, column: number): string => text(column, facts.get(name) ?? 0);
  return {
    site: fact("site", 1), path: fact("template", 1), hash: fact("template", 2), year: fact("year", 1), quarters, entries,
    plan: Array.from({ length: PIECES }, (_, i) => at(1 + i, facts.get("plan") ?? 0)),
  };
}

/** The number of cells for pieces of the plan. */
const PIECES = 16;

/** 2 for B, 28 for AB. */
function columnNumber(name: string): number {
  return [...name].reduce((n, letter) => 26 * n + letter.charCodeAt(0) - 64, 0);
}

function columnName(n: number): string {
  return n === 0 ? "" : columnName(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + ((n - 1) % 26));
}

function textOf(value: Scalar): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** '工作表'!B7, the reference of the cell to which a name refers: 工作表!$B$7. Undefined if the cell or its sheet was deleted: the name then refers to #REF!. */
function cellOf({ sheets }: Workbook, reference: string | undefined): string | undefined {
  const [sheet, column, row] = placeOf(reference) ?? [];
  return sheets.some(({ name }) => name === sheet) ? `'${sheet}'!${column}${row}` : undefined;
}

/** The sheet, column and row of a reference; of the first cell if cells were merged. */
function placeOf(reference: string | undefined): [sheet: string, column: string, row: number] | undefined {
  const [, quoted, plain, column, row] = /^(?:'((?:[^']|'')+)'|([^'!#[\]]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?\d{1,7})?$/.exec(reference ?? "") ?? [];
  const sheet = quoted?.replace(/''/g, "'") ?? plain;
  return sheet === undefined || column === undefined ? undefined : [sheet, column, Number(row)];
}
