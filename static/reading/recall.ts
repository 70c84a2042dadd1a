// When the reader is asked a question again that she has answered without looking: 1, 3, 7 and 21 days
// after she knew the answer, and one day after she did not. All is computed from the days on
// which she answered, so that the answers of two devices add up in any order.

import { dateText, type Day, isDate, knownDay } from "../goal/dates";
import { isRecord } from "../shared/json";
import type { Kind } from "../storage/schema";

const version = 1;

/** After how many days a known question is asked again; after the last of them it is done. */
export const intervals: readonly number[] = [1, 3, 7, 21];

/** A question takes a minute. At most ten in any seven days are ten minutes a week, at most two a day spread them. */
const mostInADay = 2;
const mostInAWeek = 10;
export const minutesFor = (questions: number): number => questions;

/** How far ahead the agenda looks: a question that is known each time is done after 32 days. */
const horizon = 60;

/** For each day on which a question was answered, 2026-12-01, whether the reader knew the answer. */
type Answers = Readonly<Record<string, boolean>>;

export interface Recall {
  readonly version: typeof version;
  /** By the question's key. */
  readonly answers: Readonly<Record<string, Answers>>;
  /** The last day on which she does not want to be asked. */
  readonly skipped?: string;
}

export const recallKey = "recall";

/** Reads a saved value; "unreadable" if it is missing or invalid. */
export function readRecall(saved: unknown): Recall | "unreadable" {
  if (!isRecord(saved) || saved["version"] !== version) return "unreadable";
  const { answers, skipped } = saved;
  if (!areByQuestion(answers)) return "unreadable";
  if (skipped === undefined) return { version, answers };
  return typeof skipped === "string" && isDate(skipped) ? { version, answers, skipped } : "unreadable";
}

function areByQuestion(saved: unknown): saved is Recall["answers"] {
  return isRecord(saved) && Object.values(saved).every(areAnswers);
}

function areAnswers(saved: unknown): saved is Answers {
  return isRecord(saved) && Object.entries(saved).every(([date, knew]) => isDate(date) && typeof knew === "boolean");
}

/** What a browser keeps that has no answers yet. */
export const noAnswers: Recall = { version, answers: {} };

/** The value with the answer of a day; of two answers on one day a wrong one counts, because the fold has shown the answer. */
export function withAnswer(saved: Recall, key: string, date: string, knew: boolean): Recall {
  return join({ version, answers: { [key]: { [date]: knew } } }, saved);
}

/** Merges two: all answers, and the later of two skipped days. */
function join(first: Recall, second: Recall): Recall {
  const answers = new Map(Object.entries(second.answers));
  for (const [key, ours] of Object.entries(first.answers)) {
    const theirs = new Map(Object.entries(answers.get(key) ?? {}));
    for (const [date, knew] of Object.entries(ours)) theirs.set(date, knew && theirs.get(date) !== false);
    answers.set(key, Object.fromEntries([...theirs].sort(([a], [b]) => (a < b ? -1 : 1))));
  }
  const [skipped] = [first.skipped, second.skipped].filter((day) => day !== undefined).sort().reverse();
  return { version, answers: Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1))), ...(skipped === undefined ? {} : { skipped }) };
}

/** Where a question stands. */
export interface Standing {
  /** The day from which it is asked again; undefined if it is done, or was never answered. */
  readonly due: Day | undefined;
  /** Whether it was answered on the day, or on the next one in another time zone. */
  readonly today: boolean;
  readonly isDone: boolean;
}

/**
 * Where a question stands on a day. A right answer before the question is due counts for nothing; a wrong one always counts. Answers
 * of a clock that was ahead, by more than a time zone, are left out until their day comes.
 */
export function standingOn(answers: Answers = {}, today: Day): Standing {
  let step = -1; // of the interval that is running; -1 before the first answer
  let due = -Infinity;
  let last = -Infinity;
  for (const [date, knew] of Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const day = knownDay(date);
    if (day > today + 1) break;
    last = day;
    if (knew && day < due) continue;
    step = knew ? Math.min(step + 1, intervals.length) : 0;
    due = day + (intervals[step] ?? Infinity);
  }
  return { due: Number.isFinite(due) ? due : undefined, today: last >= today, isDone: due === Infinity };
}

/**
 * The questions to ask on a day, the longest due first: none on a day that the reader skips, and no more than leave a week at ten minutes,
 * including what she has answered unasked.
 */
export function askedOn({ answers, skipped }: Recall, keys: readonly string[], today: Day): string[] {
  if (skipped !== undefined && knownDay(skipped) === today) return [];
  const days = Object.values(answers).flatMap((days) => Object.keys(days)).map(knownDay).filter((day) => day > today - 7 && day <= today + 1);
  const room = Math.min(mostInADay - days.filter((day) => day >= today).length, mostInAWeek - days.length);
  const due = keys.flatMap((key) => {
    const { due, today: isAnswered } = standingOn(answers[key], today);
    return due === undefined || due > today || isAnswered ? [] : [{ key, due }];
  });
  return due.sort((a, b) => a.due - b.due).slice(0, Math.max(room, 0)).map(({ key }) => key);
}

/** On which days from today on how many questions will be asked, if the reader knows all of them. */
export function agenda(saved: Recall, keys: readonly string[], today: Day): { readonly date: string; readonly count: number }[] {
  const days = [];
  for (let day = today; day < today + horizon; day++) {
    const asked = askedOn(saved, keys, day);
    for (const key of asked) saved = withAnswer(saved, key, dateText(day), true);
    if (asked.length > 0) days.push({ date: dateText(day), count: asked.length });
  }
  return days;
}

export const recallKind: Kind<Recall> = { name: recallKey, version, read: readRecall, join };
