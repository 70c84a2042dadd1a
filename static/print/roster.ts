// Parses a roster that a manager pastes: one person a line, cells separated by tabs,
// commas, semicolons or bars. The browser keeps its text.

import { isDate } from "../goal/dates";
import type { Named } from "../plans/names";
import { rosterRows, type Row } from "../shared/roster";
import type { Kind } from "../storage/schema";

export interface Person {
  readonly line: number;
  readonly name: string;
  /** 2027-03-01, or "". */
  readonly joined: string;
  readonly territory: string;
  /** The id of a track, or "". */
  readonly track: string;
  /** The id of a stage, or "". */
  readonly stage: string;
}

/**
 * A problem of a line: the key of its text, and the cell in question. toomany and toomanysheets mean that a limit leaves
 * out `count` people, the first of whom is on this line and named in the cell.
 */
export interface Problem {
  readonly line: number;
  readonly word: "baddate" | "badtrack" | "badstage" | "noname" | "nosheet" | "toomany" | "toomanysheets";
  readonly cell: string;
  readonly limit?: number;
  readonly count?: number;
}

export interface Roster {
  readonly people: readonly Person[];
  readonly problems: readonly Problem[];
}

/** The size of the largest planning session that this page serves. */
const MAX_PEOPLE = 200;

/** The names that a roster may use. */
export interface Known {
  readonly tracks: readonly Named[];
  readonly stages: readonly Named[];
  /** The headings of a column: a first line with one of them is no person. */
  readonly headings: readonly string[];
}

/** Reads a roster. A line with problems is skipped, and each of its problems is reported; the other lines are read. */
export function parseRoster(text: string, known: Known): Roster {
  const rows = rosterRows(text);
  if (rows[0]?.cells.some((cell) => known.headings.includes(cell))) rows.shift();
  const read = rows.map((row) => parseRow(row, known));
  const all = read.filter(({ problems }) => problems.length === 0).map(({ person }) => person);
  const problems = read.flatMap((row) => row.problems);
  const first = all[MAX_PEOPLE];
  if (first !== undefined) {
    problems.push({ line: first.line, word: "toomany", cell: first.name, limit: MAX_PEOPLE, count: all.length - MAX_PEOPLE });
  }
  return { people: all.slice(0, MAX_PEOPLE), problems };
}

/** Reads the cells of a row: name, date of joining, territory, track, stage. A cell with a problem is read as empty. */
function parseRow({ line, cells }: Row, { tracks, stages }: Known): { person: Person; problems: Problem[] } {
  const [name = "", joined = "", territory = "", track = "", stage = ""] = cells;
  const problems: Problem[] = name === "" ? [{ line, word: "noname", cell: "" }] : [];
  const valid = (value: string | undefined, word: Problem["word"], cell: string): string => {
    if (value === undefined) problems.push({ line, word, cell });
    return value ?? "";
  };
  const person = {
    line,
    name,
    joined: valid(parseDate(joined), "baddate", joined),
    territory,
    track: valid(parseName(track, tracks), "badtrack", track),
    stage: valid(parseName(stage, stages), "badstage", stage),
  };
  return { person, problems };
}

/** 2027-03-01 for 2027-3-1, 2027/3/1, 2027.3.1, 20270301 and 2027年3月1日; "" for none. */
function parseDate(cell: string): string | undefined {
  if (cell === "") return "";
  const parts = /^(\d{4})(?:[-/.\u5e74])(\d{1,2})(?:[-/.\u6708])(\d{1,2})\u65e5?$/.exec(cell) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(cell);
  if (parts === null) return undefined;
  const [, year = "", month = "", day = ""] = parts;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDate(date) ? date : undefined;
}

function parseName(cell: string, all: readonly Named[]): string | undefined {
  if (cell === "") return "";
  const same = (text: string): boolean => text.toLowerCase().replace(/\s/g, "") === cell.toLowerCase().replace(/\s/g, "");
  return all.find(({ id, name, short }) => [id, name, short].some(same))?.id;
}

/** Reads a saved roster; "unreadable" if it is no text, or an empty one, which is never saved. */
export function readRoster(saved: unknown): string | "unreadable" {
  return typeof saved === "string" && saved.trim() !== "" ? saved : "unreadable";
}

export const rosterKind: Kind<string> = { name: "roster", asks: true, read: readRoster };
