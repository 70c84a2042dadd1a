// Assigns the chosen sheets to the people on a roster.

import type { Candidate } from "../plans/accept";
import type { Choice } from "../plans/worksheets";
import type { Known, Person, Problem, Roster } from "./roster";

/** A sheet to print, for a person or without a name. */
export interface Paper {
  readonly choice: Choice;
  readonly person: Person | undefined;
  /** The plan of the person for this worksheet, if the reader has brought it. */
  readonly plan?: Candidate;
  /** Whether only what is known of the person is printed of the plan, and the rest is left to a pen. */
  readonly isBlank?: boolean;
}

export interface Assignment {
  readonly papers: readonly Paper[];
  readonly problems: readonly Problem[];
}

/** More sheets than this exhaust a browser's memory. */
export const MAX_PAPERS = 800;

export const MAX_COPIES = 50;

/**
 * Gives each person on a roster the chosen sheets of their track and stage; `planned` are the names of people who have a sheet anyway. If a limit leaves people out, that is the first
 * problem; the others, including those of the roster, follow in the order of its lines.
 */
export function assign(roster: Roster, chosen: readonly Choice[], { tracks, stages }: Known, planned: ReadonlySet<string> = new Set()): Assignment {
  const papers: Paper[] = [];
  const problems = [...roster.problems];
  const leftOut: Person[] = [];
  for (const person of roster.people) {
    const own = chosen.filter(({ track, stage }) => (person.track === "" || track === person.track) && (person.stage === "" || stage === person.stage));
    if (leftOut.length > 0 || papers.length + own.length > MAX_PAPERS) leftOut.push(person);
    else papers.push(...own.map((choice) => ({ choice, person })));
    if (own.length > 0 || chosen.length === 0 || planned.has(person.name)) continue;
    const named = [tracks.find(({ id }) => id === person.track), stages.find(({ id }) => id === person.stage)];
    problems.push({ line: person.line, word: "nosheet", cell: named.flatMap((one) => one?.name ?? []).join(" · ") });
  }
  const [first] = leftOut;
  if (first !== undefined) problems.push({ line: first.line, word: "toomanysheets", cell: first.name, limit: MAX_PAPERS, count: leftOut.length });
  problems.sort((a, b) => Number(b.limit !== undefined) - Number(a.limit !== undefined) || a.line - b.line);
  return { papers, problems };
}

/** Copies of each chosen sheet; leftOut is the number of sheets beyond MAX_PAPERS. */
export function copy(chosen: readonly Choice[], copies: number): { papers: readonly Paper[]; leftOut: number } {
  const papers = chosen.flatMap((choice) => Array.from({ length: copies }, () => ({ choice, person: undefined })));
  return { papers: papers.slice(0, MAX_PAPERS), leftOut: Math.max(papers.length - MAX_PAPERS, 0) };
}

/** The typed number of copies, or the nearest valid number. */
export function parseCopies(text: string): { copies: number; isValid: boolean } {
  const typed = Number(text);
  const copies = Math.min(Math.max(Math.floor(typed) || 1, 1), MAX_COPIES);
  return { copies, isValid: text !== "" && copies === typed };
}
