// The saved answers to an assessment, keyed by the texts of question and answer, because
// numbers shift when an author adds or removes a question.

import { isRecord, isTexts } from "../shared/json";
import type { Assessment } from "./score";
import type { Kind } from "../storage/schema";

/** The version of the saved form; the first form had no version. */
export const version = 1;

export interface Answers {
  readonly version: typeof version;
  /** The answers by the text of the question: question:TEXT, evidence:TEXT, field:TEXT. */
  readonly fields: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
}

/** The scores of one day. */
export interface Result {
  readonly on: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** Reads a saved value; "unreadable" if it is not of this version. */
export function readAnswers(saved: unknown): Answers | "unreadable" {
  if (saved === undefined) return { version, fields: {}, results: [] };
  if (!isRecord(saved) || (saved["version"] ?? version) !== version) return "unreadable";
  const { fields, results } = saved;
  if (!isTexts(fields)) return "unreadable";
  if (!Array.isArray(results) || !results.every(isResult)) return "unreadable";
  return { version, fields, results };
}

function isResult(value: unknown): value is Result {
  return isRecord(value) && typeof value["on"] === "string" && isRecord(value["scores"]) && Object.values(value["scores"]).every(Number.isFinite);
}

/** Adds results to a list, sorted by day; an added result replaces the one of the same day. */
export function addResults(results: readonly Result[], others: readonly Result[]): Result[] {
  const days = new Map([...results, ...others].map((result) => [result.on, result]));
  return [...days.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** Merges two: all results, the first's on days that both have, and the answers of the first, or of the second if the first has none. */
export function joinAnswers(first: Answers, second: Answers): Answers {
  return { version, fields: Object.keys(first.fields).length > 0 ? first.fields : second.fields, results: addResults(second.results, first.results) };
}

/** Converts the form's values to their saved form; unknown names and answers are left out. */
export function keepFields(assessment: Assessment, form: Readonly<Record<string, string>>): Record<string, string> {
  const forms = formOf(assessment);
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const field = forms.get(name);
      const text = field?.answers === undefined ? value : field.answers[Number(value)];
      return field === undefined || text === undefined ? [] : [[field.key, text]];
    }),
  );
}

export interface Restored {
  /** The values of the form's fields, by name. */
  readonly form: Readonly<Record<string, string>>;
  /** Saved answers that the form has no field for. */
  readonly unmatched: Readonly<Record<string, string>>;
  /** The fate of answers that an earlier release saved by number: "taken" if all of them fit this form. */
  readonly former: "none" | "taken" | "outofplace";
}

/** Converts saved answers to the form's values. */
export function restoreFields(assessment: Assessment, saved: Readonly<Record<string, string>>): Restored {
  const forms = formOf(assessment);
  const numbered = Object.entries(saved).filter(([name]) => /^(question|evidence|field)-\d+$/.test(name));
  const named = new Map(Object.entries(saved).filter((entry) => !numbered.some(([name]) => name === entry[0])));
  const fits = numbered.every(([name, value]) => {
    const field = forms.get(name);
    return field !== undefined && (field.answers === undefined || (/^\d+$/.test(value) && Number(value) < field.answers.length));
  });
  const form = new Map(fits ? numbered : []);
  for (const [name, field] of forms) {
    const text = named.get(field.key);
    const value = text === undefined ? -1 : field.answers?.indexOf(text);
    if (text === undefined || value === -1) continue;
    form.set(name, value === undefined ? text : String(value));
    named.delete(field.key);
  }
  const unmatched = Object.fromEntries([...(fits ? [] : numbered), ...named]);
  // Once the reader has answered again, answers saved by number are of no use.
  const former = numbered.length === 0 ? "none" : fits ? "taken" : form.size > 0 ? "none" : "outofplace";
  return { form: Object.fromEntries(form), unmatched, former };
}

/** The key under which a field is saved, and the texts of its answers if it is a choice. */
interface Field {
  readonly key: string;
  readonly answers?: readonly string[];
}

/** The fields of the form by name. */
function formOf({ questions, record }: Assessment): Map<string, Field> {
  const forms = new Map<string, Field>();
  distinct(questions.map(({ text }) => text)).forEach((text, i) => {
    forms.set(`question-${i}`, { key: `question:${text}`, answers: distinct((questions[i]?.answers ?? []).map((answer) => answer.text)) });
    forms.set(`evidence-${i}`, { key: `evidence:${text}` });
  });
  distinct(record?.fields ?? []).forEach((text, i) => forms.set(`field-${i}`, { key: `field:${text}` }));
  return forms;
}

/** The texts with normalised spaces; the second and later of equal texts get a number. */
function distinct(texts: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const plain = text.trim().replace(/\s+/g, " ");
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return count === 1 ? plain : `${plain}\n${count}`;
  });
}

export const answersKind: Kind<Answers> = {
  name: "assessment", perPage: true, version, asks: true, read: readAnswers, join: joinAnswers,
};
