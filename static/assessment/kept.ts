// The answers to a questionnaire as the browser keeps them: by what was asked and
// answered, never by a number, which is another's after a question more or less.

import { isRecord, isTexts } from "../shared/json";
import type { Assessment } from "./score";
import type { Kind } from "../storage/schema";

/** The version that is kept; what was kept before there were any has none. */
export const version = 1;

export interface Answers {
  readonly version: typeof version;
  /** What was answered, by what was asked: question:TEXT, evidence:TEXT, field:TEXT. */
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
  if (!isTexts(fields)) return "unreadable";
  if (!Array.isArray(results) || !results.every(isResult)) return "unreadable";
  return { version, fields, results };
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

/** The fields of the form as they are kept; a name or an answer that the form does not have is left out. */
export function keepFields(assessment: Assessment, form: Readonly<Record<string, string>>): Record<string, string> {
  const forms = formOf(assessment);
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const field = forms.get(name);
      const text = field?.answers === undefined ? value : field.answers[Number(value)];
      return field === undefined || text === undefined ? [] : [[field.kept, text]];
    }),
  );
}

export interface Restored {
  /** What the fields of the form hold, by their names. */
  readonly form: Readonly<Record<string, string>>;
  /** What is kept and has no place in the form. */
  readonly unfit: Readonly<Record<string, string>>;
  /** What became of answers that were kept by number, if there are any: taken if all of them can be those of this form. */
  readonly former: "none" | "taken" | "outofplace";
}

/** Puts what is kept back into the form. */
export function restoreFields(assessment: Assessment, kept: Readonly<Record<string, string>>): Restored {
  const forms = formOf(assessment);
  const numbered = Object.entries(kept).filter(([name]) => /^(question|evidence|field)-\d+$/.test(name));
  const named = new Map(Object.entries(kept).filter((entry) => !numbered.some(([name]) => name === entry[0])));
  const fits = numbered.every(([name, value]) => {
    const field = forms.get(name);
    return field !== undefined && (field.answers === undefined || (/^\d+$/.test(value) && Number(value) < field.answers.length));
  });
  const form = new Map(fits ? numbered : []);
  for (const [name, field] of forms) {
    const text = named.get(field.kept);
    const value = text === undefined ? -1 : field.answers?.indexOf(text);
    if (text === undefined || value === -1) continue;
    form.set(name, value === undefined ? text : String(value));
    named.delete(field.kept);
  }
  const unfit = Object.fromEntries([...(fits ? [] : numbered), ...named]);
  // Once the reader has answered anew, the numbers are of no use to her.
  const former = numbered.length === 0 ? "none" : fits ? "taken" : form.size > 0 ? "none" : "outofplace";
  return { form: Object.fromEntries(form), unfit, former };
}

/** What a field of the form is kept under, and the texts of its answers if it is a choice. */
interface Field {
  readonly kept: string;
  readonly answers?: readonly string[];
}

/** The fields of the form by their names. */
function formOf({ questions, record }: Assessment): Map<string, Field> {
  const forms = new Map<string, Field>();
  distinct(questions.map(({ text }) => text)).forEach((text, i) => {
    forms.set(`question-${i}`, { kept: `question:${text}`, answers: distinct((questions[i]?.answers ?? []).map((answer) => answer.text)) });
    forms.set(`evidence-${i}`, { kept: `evidence:${text}` });
  });
  distinct(record?.fields ?? []).forEach((text, i) => forms.set(`field-${i}`, { kept: `field:${text}` }));
  return forms;
}

/** Texts without differences in spaces; of those that are the same, the later ones get a number. */
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
