// Ranks sections that share only some words with a query, by BM25F over pairs of Han characters and words. Rarity is
// counted over sections. A section needs a share of the query's rarity, and not a number of its terms, because most pairs
// of a question are common. The weights were tuned on questions of which the test of questions has others.

import { Best } from "./best";
import { idfOf } from "./clause";
import { askOf, Field, fieldOf, type Postings } from "./postings";
import type { Filter, Preference } from "./rank";

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
export type Terms = readonly Postings[];

/** A section that shares words with a query. */
export interface NearSection {
  readonly page: number;
  readonly section: number;
  readonly score: number;
}

/** The best sections of different pages, the best first, at most `limit`. `pieces` has the terms of each piece of the query. */
export function nearest(pieces: readonly Terms[], sections: number, limit: number, allowed: Filter, preference: Preference): NearSection[] {
  const terms = pieces.flat();
  const weights = pieces.flatMap((piece) => betweenWords(piece.map(({ sectionCount }) => sectionCount)));
  const idfs = terms.map((postings, n) => (weights[n] ?? 1) * (postings.isNamed ? NAMED : 1) * idfOf(postings.sectionCount, sections));
  const sums = new PageSums(terms, idfs);
  const best: NearSection[] = [];
  for (let page = sums.next(); page < Infinity; page = sums.next()) {
    const section = allowed(page) ? sums.best(preference(page)) : undefined;
    if (section !== undefined) best.push(section);
  }
  return new Best(best, (a, b) => b.score - a.score || a.page - b.page).take(limit);
}

/** What a section has of a query. */
class SectionSums {
  /** Whether the page has any of the query in the section. */
  isUsed = false;
  /** The frequencies of the terms, weighted by field. */
  readonly frequencies: number[];
  /** The sums of the rarities of the terms in the heading, and in each ask; most sections have none in theirs. */
  readonly names: number[] = [];

  constructor(readonly section: number, terms: number) {
    this.frequencies = new Array<number>(terms).fill(0);
  }

  reset(): void {
    this.isUsed = false;
    this.frequencies.fill(0);
    this.names.fill(0);
  }
}

/** What the sections of one page have of a query. One object serves all pages, one after the other. */
class PageSums {
  private page = Infinity;
  /** The next posting of each term. */
  private readonly rows: number[];
  /** For each term, whether the title has it. */
  private readonly titled: boolean[];
  /** The sections that have any of the query, and the sums of each section number, of this page or an earlier one. */
  private readonly used: SectionSums[] = [];
  private readonly sections: SectionSums[] = [];
  private readonly total: number;

  constructor(
    private readonly terms: Terms,
    private readonly idfs: readonly number[],
  ) {
    this.rows = terms.map(() => 0);
    this.titled = terms.map(() => false);
    this.total = idfs.reduce((sum, idf) => sum + idf, 0);
  }

  /** Goes on to the next page that has any of the terms, and adds up its postings; Infinity if there is none. */
  next(): number {
    for (const section of this.used) section.reset();
    this.used.length = 0;
    this.page = this.terms.reduce((page, { pages }, n) => Math.min(page, pages[this.rows[n] ?? 0] ?? Infinity), Infinity);
    this.terms.forEach((postings, n) => this.add(postings, n));
    return this.page;
  }

  /** Adds the postings of a term on the page. */
  private add({ pages, sections, places, offsets }: Postings, n: number): void {
    let row = this.rows[n] ?? 0;
    this.titled[n] = false;
    for (; pages[row] === this.page; row++) {
      const sums = this.of(sections[row] ?? 0);
      const place = places[row] ?? 0;
      const field = fieldOf(place);
      sums.frequencies[n] = (sums.frequencies[n] ?? 0) + weightOf(field) * ((offsets[row + 1] ?? 0) - (offsets[row] ?? 0));
      if (field === Field.title) this.titled[n] = true;
      const isCounted = pages[row - 1] === this.page && sections[row - 1] === sections[row] && places[row - 1] === place; // another word that begins with the piece
      if (field === Field.title || field === Field.body || isCounted) continue;
      const name = field === Field.heading ? 0 : 1 + askOf(place);
      while (sums.names.length <= name) sums.names.push(0);
      sums.names[name] = (sums.names[name] ?? 0) + (this.idfs[n] ?? 0);
    }
    this.rows[n] = row;
  }

  /** The sums of a section. */
  private of(number: number): SectionSums {
    const sums = (this.sections[number] ??= new SectionSums(number, this.terms.length));
    if (!sums.isUsed) this.used.push(sums);
    sums.isUsed = true;
    return sums;
  }

  /** The best section of the page; undefined if none has enough of the query. */
  best(preference: number): NearSection | undefined {
    let best: NearSection | undefined;
    for (const sums of this.used) {
      const score = this.score(sums) * preference;
      if (score > (best?.score ?? 0)) best = { page: this.page, section: sums.section, score };
    }
    return best;
  }

  /** The score of a section; 0 if it has too little of the query. */
  private score({ frequencies, names }: SectionSums): number {
    let score = ONE_NAME * names.reduce((most, sum) => Math.max(most, sum), 0);
    let matched = 0;
    for (let n = 0; n < frequencies.length; n++) {
      const frequency = (frequencies[n] ?? 0) + (this.titled[n] === true ? PAGE_WEIGHT : 0);
      if (frequency === 0) continue;
      const idf = this.idfs[n] ?? 0;
      score += (idf * frequency) / (SATURATION + frequency);
      matched += idf;
    }
    return matched >= MIN_SHARE * this.total ? score : 0;
  }
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
