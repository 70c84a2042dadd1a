// Writes a table as CSV (RFC 4180) that Excel, WPS and LibreOffice open with a double click: in
// UTF-8 with a byte order mark, without which Excel reads the characters of another encoding.

/** A number stays a number; undefined is an empty cell. */
export type Cell = string | number | undefined;

/** What a spreadsheet takes for a formula at the beginning of a text, also in full width. */
const ACTIVE = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;
}

/** The text of a cell. The apostrophe before a text that would be a formula makes it one that no spreadsheet computes. */
function field(cell: Cell): string {
  if (typeof cell !== "string") return cell === undefined || !Number.isFinite(cell) ? "" : String(cell);
  const text = ACTIVE.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
