// Writes a new workbook of texts, numbers and formulas. A formula is stored with its value, which
// a program that computes nothing shows. The same sheets give the same bytes.

import { escape, writeCell } from "./sheet";
import type { Scalar } from "./value";
import { withText, writeZip } from "./zip";

/** How a cell shows its value; a rate has one decimal more than a share. */
export type Form = "text" | "count" | "tenths" | "share" | "rate";

export interface BookCell {
  /** The value of the formula, or of the cell if it has none; null for an empty one. */
  readonly value: Scalar;
  readonly formula?: string;
  readonly form?: Form;
  readonly look?: Look;
}

/** A heading of columns, a line that adds others up, a heading of lines. */
export type Look = "plain" | "head" | "total" | "title";

export interface BookSheet {
  readonly name: string;
  readonly rows: readonly (readonly BookCell[])[];
  /** Of each column, in characters; one of Han counts as two. */
  readonly widths: readonly number[];
  /** The number of the row that stays in view and is repeated on paper, with those above it in view; 0 for none. */
  readonly head: number;
}

const FORMS: readonly Form[] = ["text", "count", "tenths", "share", "rate"];
const LOOKS: readonly Look[] = ["plain", "head", "total", "title"];

/** The number formats by form; those from 164 on are defined in the workbook. */
const FORMATS = [0, 0, 164, 9, 165];

/** The longest text that Excel reads. */
const LONGEST = 32_767;

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function writeBook(sheets: readonly BookSheet[]): Uint8Array<ArrayBuffer> {
  const names = sheetNames(sheets);
  const parts = [
    ["[Content_Types].xml", contentTypes(sheets.length)],
    ["_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])],
    ["xl/workbook.xml", workbook(sheets, names)],
    ["xl/_rels/workbook.xml.rels", relations([...sheets.map((_, i) => ["worksheet", `worksheets/sheet${i + 1}.xml`] as const), ["styles", "styles.xml"]])],
    ["xl/styles.xml", styles()],
    ...sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, worksheet(sheet)]),
  ];
  return writeZip(parts.map(([name = "", text = ""]) => withText({ name }, XML + text)));
}

/** The name of a cell; columns and rows count from 0: B7. */
export function cellName(column: number, row: number): string {
  const letter = (n: number): string => (n < 0 ? "" : letter(Math.floor(n / 26) - 1) + String.fromCharCode(65 + (n % 26)));
  return letter(column) + String(row + 1);
}

/** The width of a text, of which a character of Han counts as two. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (c > "\u2e7f" ? 2 : 1), 0);
}

/** Names that Excel takes: up to 31 characters, none of them a character of references, and no name twice. */
function sheetNames(sheets: readonly BookSheet[]): string[] {
  return sheets.map(({ name }, i) => name.replace(/[[\]:*?/\\']/g, " ").trim().slice(0, 28) || String(i + 1));
}

function contentTypes(sheets: number): string {
  const part = (name: string, type: string): string => `<Override PartName="/xl/${name}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  const worksheets = Array.from({ length: sheets }, (_, i) => part(`worksheets/sheet${i + 1}`, "worksheet"));
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part("workbook", "sheet.main")}${part("styles", "styles")}${worksheets.join("")}</Types>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const relation = ([type, target]: readonly [string, string], i: number): string => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  return `<Relationships xmlns="${PACKAGE}/relationships">${targets.map(relation).join("")}</Relationships>`;
}

/** The workbook is computed when it is opened, whatever values it has. */
function workbook(sheets: readonly BookSheet[], names: readonly string[]): string {
  const entries = names.map((name, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const titles = sheets.flatMap(({ head }, i) => (head === 0 ? [] : [`<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${escape(names[i] ?? "")}'!$${head}:$${head}</definedName>`]));
  const defined = titles.length === 0 ? "" : `<definedNames>${titles.join("")}</definedNames>`;
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${entries.join("")}</sheets>${defined}<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`;
}

/** A style for each form of each look, in this order. */
function styles(): string {
  const font = (inner: string): string => `<font>${inner}<name val="Calibri"/><family val="2"/></font>`;
  const border = (top: string, bottom: string): string => `<border><left/><right/><top${top}/><bottom${bottom}/><diagonal/></border>`;
  const thin = ' style="thin"';
  const cells = LOOKS.flatMap((look, l) =>
    FORMS.map((form, f) => {
      const align = look === "head" || (form === "text" && look !== "title") ? `<alignment vertical="${look === "head" ? "center" : "top"}" wrapText="1"/>` : "";
      return `<xf numFmtId="${FORMATS[f] ?? 0}" fontId="${[0, 1, 1, 2][l] ?? 0}" fillId="${look === "head" ? 2 : 0}" borderId="${[0, 1, 2, 0][l] ?? 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${align}</xf>`;
    }),
  );
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.0"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>` +
    `<fonts count="3">${font('<sz val="11"/>')}${font('<b/><sz val="11"/>')}${font('<b/><sz val="14"/>')}</fonts>` +
    `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/><bgColor indexed="64"/></patternFill></fill></fills>` +
    `<borders count="3">${border("", "")}${border("", thin)}${border(thin, "")}</borders>` +
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${cells.length}">${cells.join("")}</cellXfs></styleSheet>`
  );
}

/** A sheet that is printed across A4, all its columns on one page. */
function worksheet({ rows, widths, head }: BookSheet): string {
  const pane = head === 0 ? "" : `<pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/>`;
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width + 2}" customWidth="1"/>`);
  return (
    `<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<cols>${columns.join("")}</cols><sheetData>${rows.map(rowXml).join("")}</sheetData>` +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>'
  );
}

function rowXml(cells: readonly BookCell[], row: number): string {
  return `<row r="${row + 1}">${cells.map((cell, column) => cellXml(cell, cellName(column, row))).join("")}</row>`;
}

function cellXml({ value, formula, form = "text", look = "plain" }: BookCell, name: string): string {
  const style = FORMS.length * LOOKS.indexOf(look) + FORMS.indexOf(form);
  const text = typeof value === "string" ? value.slice(0, LONGEST) : value;
  return writeCell(`r="${name}" s="${style}"`, formula === undefined ? "" : `<f>${escape(formula)}</f>`, text);
}
