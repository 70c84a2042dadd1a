// The answers to a questionnaire as the browser keeps them.

export interface Answers {
  /** What the fields of the form hold, by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
}

/** What the answers came to on a day. */
export interface Result {
  readonly on: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** The version that is kept; what was kept before there were any has none. */
export const version = 1;

/** Reads what is kept: "unreadable" if it is not of this version. */
export function readAnswers(kept: unknown): Answers | "unreadable" {
  if (kept === undefined) return { fields: {}, results: [] };
  if (!isRecord(kept) || (kept["version"] ?? version) !== version) return "unreadable";
  const { fields, results } = kept;
  if (!isRecord(fields) || !Object.values(fields).every((text) => typeof text === "string")) return "unreadable";
  if (!Array.isArray(results) || !results.every(isResult)) return "unreadable";
  return { fields: fields as Record<string, string>, results };
}

function isResult(value: unknown): value is Result {
  return isRecord(value) && typeof value["on"] === "string" && isRecord(value["scores"]) && Object.values(value["scores"]).every((score) => typeof score === "number");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
