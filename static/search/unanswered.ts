// Queries of which the reader opened no result. They stay in the browser; the search page lists
// them, and the reader can export them for whoever writes the site.

import { isRecord } from "../shared/json";
import { today } from "../shared/today";
import type { Kind } from "../storage/schema";
import type { Store } from "../storage/store";

export const key = "questions";
export const version = 1;
const maxQuestions = 100;
/** The saved length of a query, in characters. */
const maxLength = 100;
/** How long an answer is in view before its query counts as asked, in milliseconds. Enter asks at once. */
const asking = 3000;

/** A query without a click. */
export interface Question {
  readonly query: string;
  /** How often it was asked. */
  readonly asked: number;
  /** The number of pages with an exact hit at that time. */
  readonly hits: number;
  /** The day on which it was last asked: 2026-11-23. */
  readonly last: string;
}

interface Saved {
  readonly version: number;
  readonly questions: readonly Question[];
}

/** The saved questions, the latest first. */
export class Unanswered {
  constructor(private readonly store: Store) {}

  list(): readonly Question[] {
    const saved = readQuestions(this.store.read(key));
    return saved === "unreadable" ? [] : saved.questions;
  }

  /** Counts a query that was asked today. */
  add(query: string, hits: number): void {
    const text = textOf(query);
    if (text === "") return;
    this.change((questions) => {
      const asked = 1 + (questions.find((question) => isSame(question.query, text))?.asked ?? 0);
      return [{ query: text, asked, hits, last: today() }, ...without(questions, text)].slice(0, maxQuestions);
    });
  }

  remove(query: string): void {
    if (this.list().some((question) => isSame(question.query, query))) this.change((questions) => without(questions, query));
  }

  clear(): void {
    this.change(() => []);
  }

  private change(make: (questions: readonly Question[]) => readonly Question[]): void {
    this.store.change(key, readQuestions, (saved) => {
      const questions = make(saved?.questions ?? []);
      return questions.length === 0 ? undefined : { version, questions };
    });
  }
}

/** Reads a saved value; "unreadable" if it is no list of questions, or one of a newer version. */
export function readQuestions(saved: unknown): Saved | "unreadable" {
  if (!isRecord(saved) || saved["version"] !== version || !Array.isArray(saved["questions"])) return "unreadable";
  const questions: unknown[] = saved["questions"];
  if (!questions.every(isQuestion)) return "unreadable";
  return { version, questions: questions.slice(0, maxQuestions).map(({ query, asked, hits, last }) => ({ query: textOf(query), asked, hits, last })) };
}

function isQuestion(value: unknown): value is Question {
  if (!isRecord(value)) return false;
  const { query, asked, hits, last } = value;
  return typeof query === "string" && textOf(query) !== "" && isCount(asked, 1) && isCount(hits, 0) && typeof last === "string" && /^\d{4}-\d\d-\d\d$/.test(last);
}

function isCount(value: unknown, least: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

/** Merges the questions of two browsers. Counts are not added up, so that a file imported twice changes nothing the second time. */
export function joinQuestions(first: Saved, second: Saved): Saved {
  const all = new Map<string, Question>();
  for (const question of [...first.questions, ...second.questions].sort(byDay)) {
    const latest = all.get(foldedOf(question.query));
    all.set(foldedOf(question.query), latest === undefined ? question : { ...latest, asked: Math.max(latest.asked, question.asked) });
  }
  return { version, questions: [...all.values()].slice(0, maxQuestions) };
}

/** A total order of questions: the latest day first. */
function byDay(a: Question, b: Question): number {
  if (a.last !== b.last) return a.last < b.last ? 1 : -1;
  return b.asked - a.asked || b.hits - a.hits || (a.query < b.query ? -1 : a.query > b.query ? 1 : 0);
}

export const questionsKind: Kind<Saved> = {
  name: key,
  version,
  read: readQuestions,
  join: joinQuestions,
  content: ({ questions }) => [...questions].sort(byDay),
};

/** A query as it is saved. */
function textOf(query: string): string {
  return [...query.trim().replace(/\s+/g, " ")].slice(0, maxLength).join("").trim();
}

/** The text by which queries are compared. */
function foldedOf(query: string): string {
  return textOf(query).toLowerCase();
}

function isSame(a: string, b: string): boolean {
  return foldedOf(a) === foldedOf(b);
}

function without(questions: readonly Question[], query: string): Question[] {
  return questions.filter((question) => !isSame(question.query, query));
}

/** What the search answered: the number of exact hits, and the glossary's definition if the box shows one. */
export interface Outcome {
  readonly total: number;
  readonly definition?: unknown;
}

/** Decides which queries of a visit to a page were asked and not answered, and saves them when the reader leaves. */
export class Visit {
  /** The query whose answer is in view. */
  private shown: { readonly query: string; readonly hits: number; readonly since: number } | undefined;
  /** Queries that were asked without a click so far. */
  private readonly open = new Map<string, { readonly query: string; readonly hits: number }>();
  /** Queries that are saved, answered or asked elsewhere; a visit counts each once. */
  private readonly settled = new Set<string>();

  /** `now` is the time in milliseconds; `entered` is the query with which the search page was opened, or "". */
  constructor(private readonly unanswered: Unanswered, private readonly now: () => number, private readonly entered = "") {}

  /** An answer came into view. */
  show(query: string, { total, definition }: Outcome): void {
    if (this.shown !== undefined && isSame(this.shown.query, query)) return;
    this.hide();
    this.shown = { query, hits: total, since: this.now() };
    if (definition !== undefined) this.settled.add(foldedOf(query));
    if (isSame(query, this.entered)) this.save(query, total);
  }

  /** The answer went out of view. */
  hide(): void {
    const { shown } = this;
    this.shown = undefined;
    if (shown !== undefined && this.now() - shown.since >= asking) this.open.set(foldedOf(shown.query), shown);
  }

  /** The reader typed. A query of which the text in the box is a longer form was half-typed. */
  type(text: string): void {
    this.hide();
    const longer = foldedOf(text);
    for (const half of [...this.open.keys()]) if (half !== longer && longer.includes(half)) this.open.delete(half);
  }

  /** The reader opened a result. */
  answer(): void {
    if (this.shown === undefined) return;
    this.settled.add(foldedOf(this.shown.query));
    this.unanswered.remove(this.shown.query);
  }

  /** The reader goes to the search page with a query, which counts there. */
  enter(query: string): void {
    this.type(query);
    this.settled.add(foldedOf(query));
  }

  /** The reader leaves the page. */
  leave(): void {
    this.hide();
    for (const { query, hits } of this.open.values()) this.save(query, hits);
    this.open.clear();
  }

  private save(query: string, hits: number): void {
    if (this.settled.has(foldedOf(query))) return;
    this.settled.add(foldedOf(query));
    this.unanswered.add(query, hits);
  }
}

/** Attaches a visit to the search box, after the box has attached its own listeners. */
export function attachVisit(unanswered: Unanswered, form: HTMLFormElement, list: HTMLElement): Visit {
  const input = form.querySelector("input");
  const onPage = !form.contains(list);
  const [navigation] = performance.getEntriesByType("navigation");
  const isArrival = !(navigation instanceof PerformanceNavigationTiming) || navigation.type === "navigate"; // not reloaded, not gone back to
  const visit = new Visit(unanswered, () => performance.now(), onPage && isArrival ? new URLSearchParams(location.search).get("q") ?? "" : "");
  const enter = (): void => visit.enter(input?.value ?? "");
  form.addEventListener("input", () => visit.type(input?.value ?? ""));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) enter();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!onPage && !(relatedTarget instanceof Node && form.contains(relatedTarget))) visit.hide();
  });
  for (const type of ["click", "auxclick"] as const) {
    list.addEventListener(type, ({ target, button }) => {
      const link = target instanceof Element ? target.closest("a") : null;
      if (link === null || button === 2) return;
      if (link.href.startsWith(form.action)) enter();
      else visit.answer();
    });
  }
  addEventListener("pagehide", () => visit.leave());
  return visit;
}
