// Parses a roster that a manager pastes: one person a line, cells separated by tabs,
// commas, semicolons or bars.

import { isDate } from "../goal/dates";
import { isRecord, isString } from "../shared/json";

/** A track or a stage, under all its names. */
export interface Named {
  readonly id: string;
  readonly name: string;
  /** "" if there is none. */
  readonly short: string;
}

export function isNamed(value: unknown): value is Named {
  return isRecord(value) && [value["id"], value["name"], value["short"]].every(isString);
}

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

/** Reads a roster: name, date of joining, territory, track, stage. A line with a problem is reported and skipped. */
export function parseRoster(text: string, tracks: readonly Named[], stages: readonly Named[]): Roster {
  const all: Person[] = [];
  const problems: Problem[] = [];
  let isFirst = true;
  text.split(/\r\n|\r|\n/).forEach((row, i) => {
    // Escaped are ， 、 and ；: the bundler keeps regular expressions as they are, and no English site has Chinese characters.
    const cells = row.split(/[\t,\uff0c\u3001;\uff1b|]/).map((cell) => cell.trim());
    const [name = "", joined = "", territory = "", track = "", stage = ""] = cells;
    if (cells.every((cell) => cell === "")) return;
    const isHeading = isFirst && joined !== "" && !/\d/.test(joined);
    isFirst = false;
    if (isHeading) return;
    const date = parseDate(joined);
    const trackId = parseName(track, tracks);
    const stageId = parseName(stage, stages);
    if (name === "") problems.push({ line: i + 1, word: "noname", cell: "" });
    else if (date === undefined) problems.push({ line: i + 1, word: "baddate", cell: joined });
    else if (trackId === undefined) problems.push({ line: i + 1, word: "badtrack", cell: track });
    else if (stageId === undefined) problems.push({ line: i + 1, word: "badstage", cell: stage });
    else all.push({ line: i + 1, name, joined: date, territory, track: trackId, stage: stageId });
  });
  const first = all[MAX_PEOPLE];
  if (first !== undefined) {
    problems.push({ line: first.line, word: "toomany", cell: first.name, limit: MAX_PEOPLE, count: all.length - MAX_PEOPLE });
  }
  return { people: all.slice(0, MAX_PEOPLE), problems };
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
