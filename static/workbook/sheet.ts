// Reads the cells of a workbook's sheet, and writes other values into its XML. Everything
// else in the XML stays as it is.

import type { Cell } from "./evaluate";
import { Failure, type Scalar } from "./value";

const CELL = /<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs;

/** The name of a cell among its attributes: B7. */
function nameOf(attributes: string): string {
  return /(?:^| )r="(\w+)"/.exec(attributes)?.[1] ?? "";
}

function typeOf(attributes: string): string {
  return /(?:^| )t="(\w+)"/.exec(attributes)?.[1] ?? "n";
}

/** The cells of a sheet by their references: 'Sheet'!B7. */
export function readCells(xml: string, sheet: string): [reference: string, cell: Cell][] {
  return [...xml.matchAll(CELL)].map(([, attributes = "", content = ""]) => {
    const formula = unescape(/<f>(.*?)<\/f>/s.exec(content)?.[1] ?? "");
    return [`'${sheet}'!${nameOf(attributes)}`, { sheet, formula, value: formula === "" ? valueOf(typeOf(attributes), content) : null }];
  });
}

function valueOf(type: string, content: string): Scalar {
  const text = /<(?:v|t)(?: [^>]*)?>(.*?)<\/(?:v|t)>/s.exec(content)?.[1];
  if (text === undefined) return null;
  return type === "n" ? Number(text) : unescape(text).replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** Writes the value of each cell for which `valueAt` has one. */
export function writeCells(xml: string, valueAt: (name: string, hasFormula: boolean) => Scalar | undefined): string {
  return xml.replace(CELL, (cell: string, attributes: string, content = "") => {
    const formula = /<f>.*?<\/f>/s.exec(content)?.[0] ?? "";
    const value = valueAt(nameOf(attributes), formula !== "");
    return value === undefined ? cell : writeCell(attributes.replace(/ t="\w+"/, ""), formula, value);
  });
}

function writeCell(attributes: string, formula: string, value: Scalar): string {
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

const NAMES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function unescape(xml: string): string {
  return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex?: string, decimal?: string, name = "") => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    return decimal !== undefined ? String.fromCodePoint(Number(decimal)) : (NAMES[name] ?? "");
  });
}
