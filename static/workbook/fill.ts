// Fills a worksheet's workbook with a reader's values: they stand in the cells of the
// inputs, and every computed cell stores its new value, since a workbook that is only
// looked at computes nothing.

import { Evaluator } from "./evaluate";
import { readCells, unescape, writeCells } from "./sheet";
import { type Scalar, to15Digits } from "./value";
import { type Part, readZip, textOf, withText, writeZip } from "./zip";

interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly part: string;
  readonly xml: string;
}

/** The workbook with values in cells, by their references: 'Sheet'!B7. The hidden sheets store no values. */
export function fillWorkbook(workbook: Uint8Array, entries: ReadonlyMap<string, Scalar>): Uint8Array<ArrayBuffer> {
  const parts = readZip(workbook);
  const sheets = readSheets(parts).map((sheet): Sheet => ({ ...sheet, xml: writeCells(sheet.xml, (cell) => entries.get(`'${sheet.name}'!${cell}`)) }));
  if (sheets.length === 0) throw new Error("the workbook has no sheet");
  const evaluator = new Evaluator(new Map(sheets.flatMap(({ xml, name }) => readCells(xml, name))));
  const texts = new Map(sheets.filter(({ isHidden }) => !isHidden).map(({ part, name, xml }) => {
    return [part, writeCells(xml, (cell, hasFormula) => (hasFormula ? rounded(evaluator.valueAt(`'${name}'!${cell}`)) : undefined))];
  }));
  return writeZip(parts.map((part) => {
    const text = texts.get(part.name);
    return text === undefined ? part : withText(part, text);
  }));
}

/** A value as Excel stores it beside a formula: a number with 15 digits. */
function rounded(value: Scalar): Scalar {
  return typeof value === "number" ? to15Digits(value) : value;
}

function readSheets(parts: readonly Part[]): Sheet[] {
  const textAt = (name: string): string => {
    const part = parts.find((other) => other.name === name);
    if (part === undefined) throw new Error(`the workbook has no ${name}`);
    return textOf(part);
  };
  const attribute = (tag: string, name: string): string => unescape(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
  const targets = new Map(tags(textAt("xl/_rels/workbook.xml.rels"), "Relationship").map((tag) => [attribute(tag, "Id"), attribute(tag, "Target")]));
  return tags(textAt("xl/workbook.xml"), "sheet").map((tag) => {
    const part = `xl/${(targets.get(attribute(tag, "r:id")) ?? "").replace("/xl/", "")}`;
    return { name: attribute(tag, "name"), isHidden: attribute(tag, "state") === "hidden", part, xml: textAt(part) };
  });
}

/** The tags of all elements with a name. */
function tags(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<${name} [^>]*>`, "g")) ?? [];
}
