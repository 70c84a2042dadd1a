// Fills a worksheet's workbook with a reader's values: they stand in the cells of the
// inputs, and every computed cell stores its new value, since a workbook that is only
// looked at computes nothing.

import { Evaluator } from "./evaluate";
import { type Form, readForm } from "./form";
import { Workbook } from "./open";
import { readCells, writeCells } from "./sheet";
import { type Scalar, to15Digits } from "./value";
import { withText, writeZip } from "./zip";

/** The values of cells by their references: 'Sheet'!B7. */
export type CellValues = ReadonlyMap<string, Scalar>;

/** The workbook that the generator wrote, with values in cells that its form names. The computed cells of hidden sheets store no values. */
export function fillWorkbook(file: Uint8Array, valuesFor: (form: Form) => CellValues): Uint8Array<ArrayBuffer> {
  const workbook = new Workbook(file);
  const values = valuesFor(readForm(workbook));
  const sheets = workbook.sheets.map((sheet) => {
    const before = workbook.text(sheet.part);
    return { ...sheet, before, xml: writeCells(before, (cell) => values.get(`'${sheet.name}'!${cell}`)) };
  });
  const evaluator = new Evaluator(new Map(sheets.flatMap(({ xml, name }) => readCells(xml, name))));
  const texts = new Map(sheets.flatMap(({ part, name, isHidden, before, xml }) => {
    const computed = isHidden ? xml : writeCells(xml, (cell, hasFormula) => (hasFormula ? rounded(evaluator.valueAt(`'${name}'!${cell}`)) : undefined));
    return computed === before ? [] : [[part, computed] as const];
  }));
  return writeZip(workbook.parts.map((part) => {
    const text = texts.get(part.name);
    return text === undefined ? part : withText(part, text);
  }));
}

/** A value as Excel stores it beside a formula: a number with 15 digits. */
function rounded(value: Scalar): Scalar {
  return typeof value === "number" ? to15Digits(value) : value;
}
