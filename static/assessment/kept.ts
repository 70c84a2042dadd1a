// The answers to a questionnaire as the browser keeps them.

import { isRecord } from "../lib/storage";

/** The version that is kept; what was kept before there were any has none. */
export const version = 1;

export interface Answers {
  readonly version: typeof version;
  /** What the fields of the form hold, by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
}

/** What the answers came to on a day. */
export interface Result {
  readonly on: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** How many results are kept. */
const most = 24;

/** Reads what is kept: "unreadable" if it is not of this version. */
export function readAnswers(kept: unknown): Answers | "unreadable" {
  if (kept === undefined) return { version, fields: {}, results: [] };
  if (!isRecord(kept) || (kept["version"] ?? version) !== version) return "unreadable";
  const { fields, results } = kept;
  if (!isRecord(fields) || !Object.values(fields).every((text) => typeof text === "string")) return "unreadable";
  if (!Array.isArray(results) || !results.every(isResult)) return "unreadable";
  return { version, fields: fields as Record<string, string>, results };
}

function isResult(value: unknown): value is Result {
  return isRecord(value) && typeof value["on"] === "string" && isRecord(value["scores"]) && Object.values(value["scores"]).every(Number.isFinite);
}

/** The results with others after them, which take the place of those of the same day. */
export function addResults(results: readonly Result[], others: readonly Result[]): Result[] {
  const days = new Set(others.map(({ on }) => on));
  return [...results.filter(({ on }) => !days.has(on)), ...others].slice(-most);
}

/** Both results over time, and the answers of one: the first, if it has any. */
export function joinAnswers(first: Answers, second: Answers): Answers {
  const days = new Map([...second.results, ...first.results].map((result) => [result.on, result]));
  const results = [...days.values()].sort((a, b) => (a.on < b.on ? -1 : 1)).slice(-most);
  return { version, fields: Object.keys(first.fields).length > 0 ? first.fields : second.fields, results };
}
