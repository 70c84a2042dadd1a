// The saved states of a page's tasks, keyed by the text of the task instead of its
// position. Tasks with equal texts are distinguished by their surroundings.

import { isListOf, isRecord } from "../shared/json";
import type { Kind } from "../storage/schema";

/** The version of the saved form; the first form, a list of numbers, had none. */
export const version = 1;

/** A task of a page. */
export interface Task {
  /** The key of its text. */
  readonly key: string;
  /** The key of the headings and items above it. */
  readonly place: string;
  /** The keys of the tasks around it, "" for none. */
  readonly before: string;
  readonly after: string;
  /** Its number on the page, by which an earlier release saved its tick. */
  readonly number: number;
}

/** Beyond this number of pairs, tasks with equal texts are matched by their order alone, which is fast. */
const maxPairs = 100_000;

/** The saved state of one task, with its surroundings; done is null if the reader has not touched it. */
type Mark = readonly [place: string, before: string, after: string, done: boolean | null];

export interface Ticks {
  readonly version: typeof version;
  /** The marks of tasks with equal texts, by the key of the text, in the order of the page. */
  readonly tasks: Readonly<Record<string, readonly Mark[]>>;
  /** The numbers of ticked tasks in the first form; they are converted when the reader opens the page. */
  readonly former?: readonly number[];
}

/** Reads a saved value of either form; otherwise "unreadable". */
export function readTicks(saved: unknown = []): Ticks | "unreadable" {
  if (isNumbers(saved)) return { version, tasks: {}, ...(saved.length > 0 ? { former: saved } : {}) };
  if (!isRecord(saved) || saved["version"] !== version) return "unreadable";
  const { tasks, former } = saved;
  if (!isMarks(tasks) || (former !== undefined && !isNumbers(former))) return "unreadable";
  return { version, tasks, ...(former === undefined ? {} : { former }) };
}

function isNumbers(saved: unknown): saved is number[] {
  return Array.isArray(saved) && saved.every(Number.isFinite);
}

function isMarks(tasks: unknown): tasks is Ticks["tasks"] {
  return isRecord(tasks) && Object.values(tasks).every(isListOf(isMark));
}

function isMark(mark: unknown): mark is Mark {
  if (!Array.isArray(mark) || mark.length !== 4) return false;
  const done: unknown = mark[3];
  return mark.slice(0, 3).every((name) => typeof name === "string") && (done === null || typeof done === "boolean");
}

/** Whether each task is done; undefined if no state is saved, in which case the author's state holds. */
export function statesOf(tasks: readonly Task[], { tasks: saved, former }: Ticks): (boolean | undefined)[] {
  const states = new Array<boolean | undefined>(tasks.length).fill(undefined);
  const marks = new Map(Object.entries(saved));
  for (const [key, group] of byKey(tasks)) {
    const matched = match(marks.get(key) ?? [], group.map(([, task]) => markOf(task, null)));
    group.forEach(([i], n) => (states[i] = matched[n]?.[3] ?? undefined));
  }
  if (fitsFormer(tasks, former)) tasks.forEach(({ number }, i) => (states[i] ??= former.includes(number) ? true : undefined));
  return states;
}

/** The value to keep for these states. The marks of tasks that are not on the page stay, because an author may restore them. */
export function withStates(tasks: readonly Task[], saved: Ticks, states: readonly (boolean | undefined)[]): Ticks {
  const known = [...byKey(tasks)].filter(([, group]) => group.some(([i]) => states[i] !== undefined));
  const marks = known.map(([key, group]) => [key, group.map(([i, task]) => markOf(task, states[i] ?? null))] as const);
  return { version, tasks: { ...saved.tasks, ...Object.fromEntries(marks) } };
}

/** How many tasks of a page are ticked, of whose keys only the first characters are known. */
export function countTicked({ tasks }: Ticks, starts: readonly string[]): number {
  const ticked = Object.entries(tasks).flatMap(([key, marks]) => marks.filter((mark) => mark[3] === true).map(() => key));
  return starts.filter((start) => {
    const found = ticked.findIndex((key) => key.startsWith(start));
    if (found >= 0) ticked.splice(found, 1); // a second task of the same text needs a tick of its own
    return found >= 0;
  }).length;
}

/** Whether ticks saved by number fit this page: each is the number of exactly one task. */
export function fitsFormer(tasks: readonly Task[], former: readonly number[] | undefined): former is readonly number[] {
  return former !== undefined && former.every((n) => tasks.filter(({ number }) => number === n).length === 1);
}

/** Merges two; where they contradict each other at a task, the first counts. */
export function joinTicks(first: Ticks, second: Ticks): Ticks {
  const tasks = new Map(Object.entries(second.tasks));
  for (const [key, ours] of Object.entries(first.tasks)) {
    const theirs = tasks.get(key) ?? [];
    const matched = match(theirs, ours);
    const joined = ours.map(([place, before, after, done], n): Mark => [place, before, after, done ?? matched[n]?.[3] ?? null]);
    tasks.set(key, [...joined, ...theirs.filter((mark) => !matched.includes(mark))]);
  }
  const former = [...new Set([...(first.former ?? []), ...(second.former ?? [])])].sort((a, b) => a - b);
  return { version, tasks: Object.fromEntries(tasks), ...(former.length > 0 ? { former } : {}) };
}

/** The content by which two are compared: how many tasks of each text are done and how many are not. */
function contentOf({ tasks, former = [] }: Ticks): unknown {
  const counts = Object.entries(tasks).map(([key, marks]) => [key, marks.map((mark) => String(mark[3])).sort()] as const);
  return { tasks: Object.fromEntries(counts), former };
}

/** Finds for each place the mark of the same task, among tasks with equal texts; undefined if there is none, or if it is ambiguous. */
function match(marks: readonly Mark[], places: readonly Mark[]): (Mark | undefined)[] {
  if (marks.length * places.length > maxPairs) return places.map((_, n) => marks[n]);
  const found = new Array<Mark | undefined>(places.length).fill(undefined);
  const open = new Map(places.entries());
  const left = new Set(marks);
  for (let likeness = 6; likeness >= 0; likeness--) {
    for (const [n, place] of [...open]) {
      const alike = [...left].filter((mark) => likenessOf(mark, place) === likeness);
      const [mark] = alike;
      if (mark === undefined) continue;
      open.delete(n);
      // A task was removed, and which of the equally similar marks belonged to it is unknown.
      if (left.size > open.size + 1 && alike.some(([, , , done]) => done !== mark[3])) continue;
      found[n] = mark;
      left.delete(mark);
    }
  }
  return found;
}

function likenessOf(a: Mark, b: Mark): number {
  return (a[0] === b[0] ? 4 : 0) + (a[1] === b[1] ? 1 : 0) + (a[2] === b[2] ? 1 : 0);
}

function markOf({ place, before, after }: Task, done: boolean | null): Mark {
  return [place, before, after, done];
}

/** The tasks of each text, with their indices. */
function byKey(tasks: readonly Task[]): Map<string, [i: number, task: Task][]> {
  const groups = new Map<string, [i: number, task: Task][]>();
  tasks.forEach((task, i) => groups.set(task.key, [...(groups.get(task.key) ?? []), [i, task]]));
  return groups;
}

export const ticksKind: Kind<Ticks> = {
  name: "ticks", perPage: true, version, asks: true, read: readTicks, join: joinTicks, content: contentOf,
};
