// Ranks sections that share only some words with a query, by BM25F over pairs of Han characters and words. Rarity is
// counted over sections. A section needs a share of the query's rarity, and not a number of its terms, because most pairs
// of a question are common. The weights were tuned on questions of which the test of questions has others.

import { idfOf, keyOf } from "./clause";
import { Field, type Posting } from "./postings";
import type { Preference } from "./rank";

/** The weights of matches in fields: BM25F weighs matches before their sum saturates. */
const TITLE_WEIGHT = 8;
const HEADING_WEIGHT = 8;
const ASK_WEIGHT = 3;
const BODY_WEIGHT = 1;
/** The weight of a title's term in the other sections of its page. */
const PAGE_WEIGHT = 1;
/** The saturation of BM25. It is higher than for exact hits: a section that repeats a rare word is about it. */
const SATURATION = 4;
/** How much more a term counts that stands in a name. Two characters that do are more likely a word. */
const NAMED = 1.5;
/** How much a pair counts that seems to be the end of one word and the beginning of the next. */
const BETWEEN_WORDS = 0.3;
/** The first or the last pair of a run seems so if it is rarer than this share of its neighbour. */
const RARE = 0.3;
/** How much the heading or ask that has most of the query counts beside the sum of all matches. */
const ONE_NAME = 0.7;
/** The share of the query's rarity that a section needs. */
const MIN_SHARE = 0.08;

/** The postings of the terms of a piece, in the order of the piece. */
export type Terms = readonly (readonly Posting[])[];

/** A section that shares words with a query. */
export interface NearSection {
  readonly page: number;
  readonly section: number;
  readonly score: number;
}

/** What a section has of a query. */
interface Sums {
  readonly page: number;
  readonly section: number;
  /** The frequencies of terms, weighted by field, by the index of the term. */
  readonly frequencies: number[];
  /** The terms in each heading and each ask; most sections have none in theirs. */
  names?: Map<number, Set<number>>;
}

/** The best section of each page that has one, the best first. `pieces` has the terms of each piece of the query. */
export function nearest(pieces: readonly Terms[], sections: number, preference: Preference): NearSection[] {
  const terms = pieces.flat();
  const { all, titled } = sumsOf(terms);
  const counts = terms.map((_, n) => all.reduce((count, { frequencies }) => count + (frequencies[n] === 0 ? 0 : 1), 0));
  let n = 0;
  const weights = pieces.flatMap(({ length }) => betweenWords(counts.slice(n, (n += length))));
  const idfs = terms.map((postings, n) => (weights[n] ?? 1) * (postings.some(({ field }) => field !== Field.body) ? NAMED : 1) * idfOf(counts[n] ?? 0, sections));
  const sum = (some: Iterable<number>): number => [...some].reduce((total, n) => total + (idfs[n] ?? 0), 0);
  const total = sum(terms.keys());
  const best = new Map<number, NearSection>();
  for (const { page, section, frequencies, names } of all) {
    let score = names === undefined ? 0 : ONE_NAME * Math.max(...[...names.values()].map(sum));
    let matched = 0;
    idfs.forEach((idf, n) => {
      const frequency = (frequencies[n] ?? 0) + (titled[n]?.has(page) === true ? PAGE_WEIGHT : 0);
      score += (idf * frequency) / (SATURATION + frequency);
      matched += frequency > 0 ? idf : 0;
    });
    score *= preference(page);
    if (matched >= MIN_SHARE * total && score > (best.get(page)?.score ?? 0)) best.set(page, { page, section, score });
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.page - b.page);
}

/** The sections with any of the terms and, for each term, the pages that have it in their title. */
function sumsOf(terms: Terms): { all: readonly Sums[]; titled: readonly Set<number>[] } {
  const all = new Map<number, Sums>();
  const titled = terms.map((postings) => new Set(postings.filter(({ field }) => field === Field.title).map(({ page }) => page)));
  terms.forEach((postings, n) => {
    for (const posting of postings) {
      const key = keyOf(posting);
      let sums = all.get(key);
      if (sums === undefined) all.set(key, (sums = { page: posting.page, section: posting.section, frequencies: terms.map(() => 0) }));
      sums.frequencies[n] = (sums.frequencies[n] ?? 0) + weightOf(posting.field) * posting.positions.length;
      const name = nameOf(posting);
      if (name === undefined) continue;
      sums.names ??= new Map();
      sums.names.set(name, (sums.names.get(name) ?? new Set()).add(n));
    }
  });
  return { all: [...all.values()], titled };
}

/** The number of the name of a section in which a posting lies: 0 for the heading, then each ask. */
function nameOf({ field, ask }: Posting): number | undefined {
  return field === Field.heading ? 0 : field === Field.ask ? 1 + ask : undefined;
}

function weightOf(field: Field): number {
  return field === Field.body ? BODY_WEIGHT : field === Field.title ? TITLE_WEIGHT : field === Field.heading ? HEADING_WEIGHT : ASK_WEIGHT;
}

/**
 * Weighs the pairs of a run of Han by the numbers of their sections. A pair that two words make where they meet is rarer
 * than the pairs around it, which are words; so no dictionary is needed to tell them apart.
 */
function betweenWords(counts: readonly number[]): number[] {
  return counts.map((count, n) => {
    const around = [counts[n - 1], counts[n + 1]].filter((other) => other !== undefined);
    const most = around.length === 2 ? Math.min(...around) : RARE * (around[0] ?? 0);
    return count < most ? BETWEEN_WORDS : 1;
  });
}
