// Reads the cells of a workbook's sheet, whatever program has written it, and writes other
// values into the XML of a sheet that the generator wrote. Everything else in it stays as it is.

import type { Cell } from "./evaluate";
import { Failure, type Scalar } from "./value";
import { type Handler, readXml } from "./xml";

const CELL = /<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs;

/** The name of a cell among its attributes: B7. */
function nameOf(attributes: string): string {
  return /(?:^| )r="(\w+)"/.exec(attributes)?.[1] ?? "";
}

/** The cells of a sheet by their references: 'Sheet'!B7. A text that several cells share is in a list of the workbook, `texts`. */
export function readCells(xml: string, sheet: string, texts: readonly string[] = []): [reference: string, cell: Cell][] {
  const cells: [string, Cell][] = [];
  let [name, type] = ["", ""];
  let content: Record<string, string> = {};
  readTexts(xml, {
    open: (tag, attribute) => {
      if (tag === "c") [name, type, content] = [attribute("r") ?? "", attribute("t") ?? "n", {}];
    },
    text: (tag, text) => {
      const part = tag === "f" ? "formula" : "value";
      content[part] = (content[part] ?? "") + text;
    },
    close: (tag) => {
      if (tag === "c") cells.push([`'${sheet}'!${name}`, { sheet, formula: content["formula"] ?? "", value: valueOf(type, content["value"], texts) }]);
    },
  });
  return cells;
}

/** The texts that cells share, in the order of their numbers. */
export function readShared(xml: string): string[] {
  const all: string[] = [];
  readTexts(xml, {
    open: (tag) => {
      if (tag === "si") all.push("");
    },
    text: (_, text) => all.push((all.pop() ?? "") + text),
    close: () => undefined,
  });
  return all.map(unescapeCodes);
}

/** Reads the texts of formulas, values and runs of text. A text's pronunciation, which Excel keeps beside it, does not belong to it. */
function readTexts(xml: string, { open, text, close }: Omit<Handler, "text"> & { readonly text: (tag: string, text: string) => void }): void {
  let within = "";
  let isPhonetic = false;
  readXml(xml, {
    open: (tag, attribute) => {
      open(tag, attribute);
      if (tag === "rPh") isPhonetic = true;
      within = ["f", "v", "t"].includes(tag) && !isPhonetic ? tag : "";
      if (within !== "") text(within, "");
    },
    text: (part) => {
      if (within !== "") text(within, part);
    },
    close: (tag) => {
      if (tag === "rPh") isPhonetic = false;
      within = "";
      close(tag);
    },
  });
}

function valueOf(type: string, content: string | undefined, texts: readonly string[]): Scalar {
  if (content === undefined) return null;
  switch (type) {
    case "n":
      return content.trim() === "" ? null : numberOf(content);
    case "b":
      return content === "1" || content === "true";
    case "e":
      return new Failure(content);
    case "s":
      return texts[numberOf(content)] ?? null;
  }
  return unescapeCodes(content);
}

function numberOf(text: string): number {
  const x = Number(text);
  if (!Number.isFinite(x)) throw new Error(`a cell has the number ${text}`);
  return x;
}

/** A text in which _x0007_ is a character that XML forbids. */
function unescapeCodes(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** Writes the value of each cell for which `valueAt` has one. */
export function writeCells(xml: string, valueAt: (name: string, hasFormula: boolean) => Scalar | undefined): string {
  return xml.replace(CELL, (cell: string, attributes: string, content = "") => {
    const formula = /<f>.*?<\/f>/s.exec(content)?.[0] ?? "";
    const value = valueAt(nameOf(attributes), formula !== "");
    return value === undefined ? cell : writeCell(attributes.replace(/ t="\w+"/, ""), formula, value);
  });
}

export function writeCell(attributes: string, formula: string, value: Scalar): string {
  if (value === null) return `<c ${attributes}></c>`;
  if (typeof value === "number") return `<c ${attributes}>${formula}<v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c ${attributes} t="b">${formula}<v>${Number(value)}</v></c>`;
  if (value instanceof Failure) return `<c ${attributes} t="e">${formula}<v>${value.code}</v></c>`;
  if (formula !== "") return `<c ${attributes} t="str">${formula}${value === "" ? "" : `<v>${escape(value)}</v>`}</c>`;
  return `<c ${attributes} t="inlineStr"><is><t${/^\s|\s$/.test(value) ? ' xml:space="preserve"' : ""}>${escape(value)}</t></is></c>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

/**
 * Writes a text for XML. Characters that XML forbids, and texts that look like one of them, are written as Excel does:
 * _x0007_.
 */
export function escape(text: string): string {
  return text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}
