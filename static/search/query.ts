// Parses a query into the pieces that are searched: runs of Han and words.

import type { Run, Tokeniser } from "./tokenise";

/** The parts of a query that are searched: its characters and its pieces. */
const MAX_QUERY = 200;
const MAX_PIECES = 12;

/** A piece of a query at its place. */
export interface Piece extends Gap {
  /** Its characters, folded; numbers are in their shortest form. */
  readonly needle: readonly string[];
  /** The piece as the reader typed it. */
  readonly typed: string;
  /** Whether it is a run of at least two Han characters. Others are looked up as the beginning of a term. */
  readonly isHan: boolean;
  /** The Han characters right before and behind a word, as far as the query has them. */
  readonly before: string | undefined;
  readonly behind: string | undefined;
}

/** The distance at which a piece follows the piece before it in a text that has the query as it was typed. */
export interface Gap {
  /** The possible distances between the starts of the two, in characters. */
  readonly distances: readonly number[];
  /** Whether it suffices that the two are near each other. */
  readonly near: boolean;
  /** The distance between the starts of the two in an ask, whose signs have no positions. */
  readonly inAsk: number;
}

export interface Query {
  /** The query, folded. */
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** Parses a query. A word that has a correction, by its folded text, is replaced by it. */
export function parse(tokeniser: Tokeniser, text: string, corrections: ReadonlyMap<string, string> = new Map()): Query {
  const typed = Array.from(text.normalize().slice(0, MAX_QUERY));
  const folded = tokeniser.fold(typed.join(""));
  const runs = tokeniser.runs(folded).slice(0, MAX_PIECES);
  const needles = runs.map(({ term }) => Array.from(corrections.get(term) ?? term));
  const pieces = runs.map((run, i) => {
    const needle = needles[i] ?? [];
    return {
      needle,
      typed: typed.slice(run.from, run.to).join(""),
      isHan: needle.length > 1 && tokeniser.han(needle[0]), // the correction of a word in pinyin is Han
      before: meet(runs[i - 1], run) ? last(needles[i - 1]) : undefined,
      behind: meet(run, runs[i + 1]) ? needles[i + 1]?.[0] : undefined,
      ...gap(needles[i - 1], runs[i - 1], run),
    };
  });
  return { text: folded.join("").trim(), pieces };
}

/** The query without its question words. */
export function withoutQuestions(text: string, questions: readonly string[]): string {
  const lower = text.toLowerCase();
  const rest = questions.reduce((left, word) => (word === "" ? left : left.split(word).join(" ")), lower).trim();
  return rest === "" ? lower : rest;
}

/**
 * The gap between a piece and the piece before it: the distance that they have in the query. Between Han and Latin a sign
 * more or less makes no difference, as in SaaS 销售 and SaaS销售. Two runs of Han that the query separates are separate
 * words, which need only be near each other.
 */
function gap(previous: readonly string[] = [], before: Run | undefined, run: Run): Gap {
  if (before === undefined) return { distances: [], near: false, inAsk: 0 };
  const between = run.from - before.to;
  const distances = meet(before, run) ? [previous.length, previous.length + 1] : [previous.length + between];
  return { distances, near: before.han && run.han, inAsk: before.to - before.from };
}

/** Whether one run is Han, the other Latin, and at most one other character is between them. */
function meet(before: Run | undefined, run: Run | undefined): boolean {
  return before !== undefined && run !== undefined && run.from - before.to < 2 && before.han !== run.han;
}

function last(characters: readonly string[] = []): string | undefined {
  return characters[characters.length - 1];
}
