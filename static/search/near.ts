// Ranks sections that share only some words with a query, by BM25F over pairs of Han characters and words. Rarity is
// counted over sections. A section needs a share of the query's rarity, and not a number of its terms: most pairs of a
// question are common ones, or pairs that two words make where they meet.

import { idfOf, keyOf } from "./clause";
import { Field, type Posting } from "./postings";
import type { Preference } from "./rank";

/** The weight of a match in a heading or an ask, and in a title; a match in a body has the weight 1. */
const HEADING_WEIGHT = 8;
const TITLE_WEIGHT = 8;
/** The weight of a title's term in the other sections of its page. */
const PAGE_WEIGHT = 1;
/** The saturation of BM25. It is higher than for exact hits: a section that repeats a rare word is about it. */
const SATURATION = 4;
/** How much more a term weighs that stands in a name. Two characters that do are more likely a word. */
const NAMED = 1.5;
/** The share of the query's rarity that a section needs. */
const MIN_SHARE = 0.08;

/** A section that shares words with a query. */
export interface NearSection {
  readonly page: number;
  readonly section: number;
  readonly score: number;
}

/** The frequencies of terms in a section, weighted by field, by the index of the term. */
interface Sums {
  readonly page: number;
  readonly section: number;
  readonly frequencies: number[];
}

/** The best section of each page that has one, the best first. `terms` has the postings of each term of the query. */
export function nearest(terms: readonly (readonly Posting[])[], sections: number, preference: Preference): NearSection[] {
  const { all, titled, idfs } = sumsOf(terms, sections);
  const total = idfs.reduce((sum, idf) => sum + idf, 0);
  const best = new Map<number, NearSection>();
  for (const { page, section, frequencies } of all) {
    let score = 0;
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

/** The sections with any of the terms; for each term, the pages that have it in their title, and its weighted idf. */
function sumsOf(terms: readonly (readonly Posting[])[], sections: number): { all: Iterable<Sums>; titled: Set<number>[]; idfs: number[] } {
  const all = new Map<number, Sums>();
  const titled = terms.map(() => new Set<number>());
  const idfs = terms.map((postings, n) => {
    const found = new Set<number>();
    for (const posting of postings) {
      const key = keyOf(posting);
      let sums = all.get(key);
      if (sums === undefined) all.set(key, (sums = { page: posting.page, section: posting.section, frequencies: [] }));
      sums.frequencies[n] = (sums.frequencies[n] ?? 0) + weightOf(posting.field) * posting.positions.length;
      found.add(key);
      if (posting.field === Field.title) titled[n]?.add(posting.page);
    }
    const isNamed = postings.some(({ field }) => field !== Field.body);
    return (isNamed ? NAMED : 1) * idfOf(found.size, sections);
  });
  return { all: all.values(), titled, idfs };
}

function weightOf(field: Field): number {
  return field === Field.body ? 1 : field === Field.title ? TITLE_WEIGHT : HEADING_WEIGHT;
}
