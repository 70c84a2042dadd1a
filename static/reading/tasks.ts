// The states of a page's tasks as the browser keeps them: by the task's text,
// never by its position. Of tasks with one text, each is kept with where it stood.

import { isListOf, isRecord } from "../shared/json";
import type { Kind } from "../storage/schema";

/** The version that is kept; what was kept before there were any is a list of numbers. */
export const version = 1;

/** A task of a page. */
export interface Task {
  /** The name of its own text. */
  readonly key: string;
  /** The name of the headings and items that it stands under. */
  readonly place: string;
  /** The keys of the tasks around it, "" for none. */
  readonly before: string;
  readonly after: string;
  /** Its number on the page, by which its tick was kept formerly. */
  readonly number: number;
}

/** Beyond so many pairs of tasks with one text it is only their order that tells them apart. */
const mostPairs = 100_000;

/** What is kept of one of the tasks with a text, null if the reader has not touched it. */
type Mark = readonly [place: string, before: string, after: string, done: boolean | null];

export interface Ticks {
  readonly version: typeof version;
  /** Marks by the key of their tasks, in the order of the page. */
  readonly tasks: Readonly<Record<string, readonly Mark[]>>;
  /** Numbers of ticked tasks, kept before there were keys; they wait for the reader to open the page. */
  readonly former?: readonly number[];
}

/** Reads what is kept: "unreadable" if it is neither of the two forms that it has had. */
export function readTicks(kept: unknown = []): Ticks | "unreadable" {
  if (isNumbers(kept)) return { version, tasks: {}, ...(kept.length > 0 ? { former: kept } : {}) };
  if (!isRecord(kept) || kept["version"] !== version) return "unreadable";
  const { tasks, former } = kept;
  if (!isMarks(tasks) || (former !== undefined && !isNumbers(former))) return "unreadable";
  return { version, tasks, ...(former === undefined ? {} : { former }) };
}

function isNumbers(kept: unknown): kept is number[] {
  return Array.isArray(kept) && kept.every(Number.isFinite);
}

function isMarks(tasks: unknown): tasks is Ticks["tasks"] {
  return isRecord(tasks) && Object.values(tasks).every(isListOf(isMark));
}

function isMark(mark: unknown): mark is Mark {
  if (!Array.isArray(mark) || mark.length !== 4) return false;
  const done: unknown = mark[3];
  return mark.slice(0, 3).every((name) => typeof name === "string") && (done === null || typeof done === "boolean");
}

/** For each task whether it is done, undefined if nothing is known of it: then it is what its author wrote. */
export function statesOf(tasks: readonly Task[], { tasks: kept, former }: Ticks): (boolean | undefined)[] {
  const states = new Array<boolean | undefined>(tasks.length).fill(undefined);
  const marks = new Map(Object.entries(kept));
  for (const [key, group] of byKey(tasks)) {
    const matched = match(marks.get(key) ?? [], group.map(([, task]) => markOf(task, null)));
    group.forEach(([i], n) => (states[i] = matched[n]?.[3] ?? undefined));
  }
  if (fitsFormer(tasks, former)) tasks.forEach(({ number }, i) => (states[i] ??= former.includes(number) ? true : undefined));
  return states;
}

/** What is to be kept when the tasks of the page have these states. What is kept of other tasks stays: they may come back. */
export function withStates(tasks: readonly Task[], kept: Ticks, states: readonly (boolean | undefined)[]): Ticks {
  const known = [...byKey(tasks)].filter(([, group]) => group.some(([i]) => states[i] !== undefined));
  const marks = known.map(([key, group]) => [key, group.map(([i, task]) => markOf(task, states[i] ?? null))] as const);
  return { version, tasks: { ...kept.tasks, ...Object.fromEntries(marks) } };
}

/** Whether ticks that were kept by number can be those of this page: each is the number of one task. */
export function fitsFormer(tasks: readonly Task[], former: readonly number[] | undefined): former is readonly number[] {
  return former !== undefined && former.every((n) => tasks.filter(({ number }) => number === n).length === 1);
}

/** Both as one; where they say different things of a task it is the first. */
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

/** Finds for each place the mark of the same task, of tasks that all have one text; undefined where there is none, or several that say different things. */
function match(marks: readonly Mark[], places: readonly Mark[]): (Mark | undefined)[] {
  if (marks.length * places.length > mostPairs) return places.map((_, n) => marks[n]);
  const found = new Array<Mark | undefined>(places.length).fill(undefined);
  const open = new Map(places.entries());
  const left = new Set(marks);
  for (let likeness = 6; likeness >= 0; likeness--) {
    for (const [n, place] of [...open]) {
      const alike = [...left].filter((mark) => likenessOf(mark, place) === likeness);
      const [mark] = alike;
      if (mark === undefined) continue;
      open.delete(n);
      // One of those alike is gone from the page, and nothing tells which.
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
