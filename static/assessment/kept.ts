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

/** Results over time, with others among them, which take the place of those of the same day. */
export function addResults(results: readonly Result[], others: readonly Result[]): Result[] {
  const days = new Map([...results, ...others].map((result) => [result.on, result]));
  return [...days.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** Both results, the first's on days that both have, and the answers of one: the first, if it has any. */
export function joinAnswers(first: Answers, second: Answers): Answers {
  return { version, fields: Object.keys(first.fields).length > 0 ? first.fields : second.fields, results: addResults(second.results, first.results) };
}
