// Ranks pages by BM25F over title, heading and body, whose weights apply before
// saturation. Sections are of similar length, so lengths do not count.

import { EXACT, fieldOfStart, FIRST, hasNear, HEADING_SHIFT, idfOf, IN_ASK, INSIDE, LAST, MATCHES, positionOfStart, SATURATION, TITLE_SHIFT, WHOLE, type Clause, type PlacedClause } from "./clause";
import { ASK_PLACES, Field, tolerance } from "./postings";
import type { Gap } from "./query";

/** A page with its best section. */
export interface Found {
  readonly page: number;
  readonly section: number;
  /** 2 if the query is the title, 1 if it is a heading or an ask, else 0. */
  readonly exact: number;
  /** Whether the page contains the query as typed. */
  readonly isPhrase: boolean;
  /** The number of the query's pieces that occur on the page as typed. */
  readonly whole: number;
  /** The number of those of which postings prove it; they are approximate for bodies. */
  readonly proven: number;
  readonly score: number;
  /** Whether the postings prove all that is said here. */
  readonly verified: boolean;
}

/** What must be verified of a page. */
export interface Doubts {
  /** The sections that seem to contain all pieces, the best first; those that seem to contain the query as typed come before others. */
  readonly candidates: readonly Candidate[];
  /** The indices of the pieces that need verification, because postings do not prove that the page contains them as typed. */
  readonly unverified: readonly number[];
}

/** A section that seems to contain all pieces of the query. */
export interface Candidate {
  readonly section: number;
  readonly isPhrase: boolean;
  /** Whether the postings prove the above. */
  readonly verified: boolean;
  /** The indices of the pieces that need verification here. */
  readonly unverified: readonly number[];
}

/** How much a page's score counts for a reader, compared with that of other pages. */
export type Preference = (page: number) => number;

/** Tells whether a page may be found. */
export type Filter = (page: number) => boolean;

/** The flags of a hit whose title, or whose title, heading or ask, has the whole piece. */
const IN_TITLE = (INSIDE | FIRST | LAST) << TITLE_SHIFT;
const IN_NAME = IN_TITLE | ((INSIDE | FIRST | LAST) << HEADING_SHIFT) | IN_ASK;

/** The error that is allowed in the distance of pieces that need only be near each other, in characters. */
export const VICINITY = 7;

/**
 * Orders pages, the best first: those whose title, heading or ask is the query, those with the query as it was typed, those
 * with more of its pieces as they were typed, those with a higher score.
 */
export function order(a: Found, b: Found): number {
  return b.exact - a.exact || Number(b.isPhrase) - Number(a.isPhrase) || b.whole - a.whole || b.score - a.score || a.page - b.page;
}

/**
 * The pages that have a section which all clauses find, in no order (see `order`). A piece in the title of a page counts in
 * each of its sections.
 */
export class Ranking {
  readonly found: readonly Found[];
  private readonly sums: PageSums;

  constructor(
    private readonly clauses: readonly PlacedClause[],
    pages: number,
    preference: Preference,
    allowed: Filter,
  ) {
    this.sums = new PageSums(clauses, clauses.map(({ hits }) => idfOf(countPages(hits.pages), pages)));
    const found: Found[] = [];
    const from = clauses.map(() => 0);
    for (let page = nextPage(clauses, from); page < Infinity; page = nextPage(clauses, from)) {
      const isFound = allowed(page) && this.sums.add(page, from);
      const one = isFound ? this.sums.found(preference(page)) : undefined;
      if (one !== undefined) found.push(one);
      clauses.forEach(({ hits }, n) => (from[n] = endOfPage(hits, page, from[n])));
    }
    this.found = found;
  }

  /** What must be verified of a page that is found. */
  doubts(page: number): Doubts {
    this.sums.add(page, this.clauses.map(({ hits }) => after(hits.pages, page - 1)));
    return this.sums.doubts();
  }
}

/** The number of pages in a sorted list of them. */
function countPages(pages: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < pages.length; i++) if (pages[i] !== pages[i - 1]) count++;
  return count;
}

/** The next page that all clauses have, and moves `from` to its first hit in each; Infinity behind the last one. */
function nextPage(clauses: readonly PlacedClause[], from: number[]): number {
  if (clauses.length === 0) return Infinity;
  let page = 0;
  for (let same = 0, n = 0; same < clauses.length; n = (n + 1) % clauses.length) {
    const pages = clauses[n]?.hits.pages ?? [];
    let at = from[n] ?? 0;
    while ((pages[at] ?? Infinity) < page) at++;
    from[n] = at;
    const next = pages[at] ?? Infinity;
    same = next === page ? same + 1 : 1;
    page = next;
    if (page === Infinity) break;
  }
  return page;
}

/** The index behind the hits of a page. */
function endOfPage({ pages }: Clause, page: number, from = 0): number {
  let end = from;
  while (pages[end] === page) end++;
  return end;
}

/** How many numbers of a sorted list are at most n. */
function after(list: readonly number[], n: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NONE: readonly number[] = [];

/** The sums of the clauses in one section. */
class SectionSums {
  score = 0;
  /** The number of clauses that occur in the title, and in the heading, at their places in the query. */
  title = 0;
  heading = 0;
  /** The positions at which the last of the clauses occurs as in the query, which begins an ask. */
  inAsk = NONE;
  /** Whether the query is an ask. */
  isAsk = false;
  /** The clauses that match the section, and those of them that postings do not prove: bit n stands for clause n. */
  matches = 0;
  unproven = 0;
  /** How many clauses, counted from the first without a gap, have a hit in the section. */
  clauses = 0;
  /** Where the last of these clauses occurs as in the query: the numbers of a list from one index to before another. */
  starts = NONE;
  from = 0;
  to = 0;
  /** Whether the positions of the query in the body are approximate. */
  isApproximate = false;
  /** Whether the page has hits in the section. */
  isUsed = false;

  constructor(readonly section: number) {}

  reset(): void {
    this.score = this.title = this.heading = this.matches = this.unproven = this.clauses = this.from = this.to = 0;
    this.inAsk = this.starts = NONE;
    this.isAsk = this.isApproximate = this.isUsed = false;
  }

  /** Whether the section seems to have the query of so many clauses as typed. */
  isPhrase(clauses: number): boolean {
    return this.clauses === clauses && this.to > this.from;
  }

  /** Whether one of its starts is exact. */
  hasExactStart(): boolean {
    for (let i = this.from; i < this.to; i++) if (tolerance(fieldOfStart(this.starts[i] ?? 0)) === 0) return true;
    return false;
  }
}

/** The sums of the clauses on one page. One object serves all pages, one after the other. */
class PageSums {
  private page = 0;
  private score = 0;
  /** The clauses that occur on the page as typed, those of them that postings prove, and those that match the title: bit n stands for clause n. */
  private whole = 0;
  private proven = 0;
  private titled = 0;
  /** The sections with hits, and the sums of each section number, of this page or an earlier one. */
  private readonly used: SectionSums[] = [];
  private readonly sections: SectionSums[] = [];

  constructor(
    private readonly clauses: readonly PlacedClause[],
    private readonly idfs: readonly number[],
  ) {}

  /** Adds up the hits of a page, of which `from` has the first of each clause. Returns whether all clauses match one of its sections. */
  add(page: number, from: readonly number[]): boolean {
    this.page = page;
    this.score = this.whole = this.proven = this.titled = 0;
    for (const section of this.used) section.reset();
    this.used.length = 0;
    this.clauses.forEach((clause, n) => this.addClause(clause, n, from[n] ?? 0));
    return this.used.some((section) => this.isCandidate(section));
  }

  /** Adds the hits of a clause. A match in the title adds the idf once more: a title says more of a page than any number of mentions. */
  private addClause(clause: PlacedClause, n: number, from: number): void {
    const { hits } = clause;
    const idf = this.idfs[n] ?? 0;
    let weight = 0;
    let all = 0;
    let isProven = false;
    for (let hit = from; hits.pages[hit] === this.page; hit++) {
      const flags = hits.flags[hit] ?? 0;
      weight += hits.weights[hit] ?? 0;
      all |= flags;
      isProven ||= (flags & WHOLE) > 0 && (flags & (EXACT | IN_NAME)) > 0;
      this.addHit(clause, hit, n, idf);
    }
    const inTitle = (all & IN_TITLE) > 0;
    if (inTitle) this.titled |= 1 << n;
    if ((all & WHOLE) > 0) this.whole |= 1 << n;
    if (isProven) this.proven |= 1 << n;
    this.score += (idf * weight) / (SATURATION + weight) + (inTitle ? idf : 0);
  }

  private addHit(clause: PlacedClause, hit: number, n: number, idf: number): void {
    const { hits } = clause;
    const section = this.of(hits.sections[hit] ?? 0);
    const last = this.clauses.length - 1;
    const flags = hits.flags[hit] ?? 0;
    const weight = hits.weights[hit] ?? 0;
    if (section.clauses === n) follow(section, clause, hit, n, n === last);
    section.score += (idf * weight) / (SATURATION + weight) + ((flags & WHOLE) > 0 ? idf : 0);
    if ((flags & MATCHES) > 0) section.matches |= 1 << n;
    if ((flags & MATCHES) > 0 && (flags & (EXACT | IN_NAME)) === 0) section.unproven |= 1 << n;
    const needed = INSIDE + (n === 0 ? FIRST : 0) + (n === last ? LAST : 0);
    if (((flags >> TITLE_SHIFT) & needed) === needed) section.title++;
    if (((flags >> HEADING_SHIFT) & needed) === needed) section.heading++;
  }

  /** The sums of a section. */
  private of(number: number): SectionSums {
    const section = (this.sections[number] ??= new SectionSums(number));
    if (!section.isUsed) this.used.push(section);
    section.isUsed = true;
    return section;
  }

  private isCandidate({ matches }: SectionSums): boolean {
    return (matches | this.titled) === (1 << this.clauses.length) - 1;
  }

  /** The page; undefined if no section is a candidate. */
  found(preference: number): Found | undefined {
    let best: SectionSums | undefined;
    let exact = 0;
    for (const section of this.used) {
      if (section.title === this.clauses.length) exact = 2;
      else if (section.heading === this.clauses.length || section.isAsk) exact = Math.max(exact, 1);
      if (this.isCandidate(section) && (best === undefined || this.compare(section, best) < 0)) best = section;
    }
    if (best === undefined) return undefined;
    return {
      page: this.page,
      section: best.section,
      exact,
      isPhrase: best.isPhrase(this.clauses.length),
      whole: count(this.whole),
      proven: count(this.proven),
      score: this.score * preference,
      verified: this.whole === this.proven && this.isVerified(best),
    };
  }

  doubts(): Doubts {
    const candidates = this.used.filter((section) => this.isCandidate(section)).sort((a, b) => this.compare(a, b));
    return {
      candidates: candidates.map((section) => ({ section: section.section, isPhrase: section.isPhrase(this.clauses.length), verified: this.isVerified(section), unverified: this.indices(this.unprovenIn(section)) })),
      unverified: this.indices(this.whole & ~this.proven),
    };
  }

  /** Orders candidates, the best first. The text before the first heading mostly sums up the others: it comes last among equals. */
  private compare(a: SectionSums, b: SectionSums): number {
    const { length } = this.clauses;
    return Number(b.isPhrase(length)) - Number(a.isPhrase(length)) || Number(b.isAsk) - Number(a.isAsk) || b.score - a.score || (a.section || Infinity) - (b.section || Infinity);
  }

  private isVerified(section: SectionSums): boolean {
    return section.isPhrase(this.clauses.length) ? !section.isApproximate || section.hasExactStart() : this.unprovenIn(section) === 0;
  }

  private unprovenIn({ unproven }: SectionSums): number {
    return unproven & ~this.titled;
  }

  /** The clauses of a set of bits. */
  private indices(bits: number): number[] {
    return [...this.clauses.keys()].filter((n) => (bits & (1 << n)) !== 0);
  }
}

/** Keeps those starts of a clause's hit that follow the clauses before it in a section as in the query. */
function follow(section: SectionSums, { hits, gap }: PlacedClause, hit: number, n: number, isLast: boolean): void {
  section.clauses++;
  section.isApproximate ||= ((hits.flags[hit] ?? 0) & EXACT) === 0 || (n > 0 && !gap.near);
  const [from, to] = [hits.offsets[hit] ?? 0, hits.endOfStarts(hit)];
  if (((hits.flags[hit] ?? 0) & IN_ASK) > 0 || section.inAsk.length > 0) followInAsk(section, { hits, gap }, hit, n, isLast);
  if (n === 0) [section.starts, section.from, section.to] = [hits.starts, from, to];
  else {
    section.starts = hits.starts.slice(from, to).filter((start) => follows(start, section, gap));
    [section.from, section.to] = [0, section.starts.length];
  }
}

/** Whether a piece at a start follows the piece before it as in the query. */
function follows(start: number, { starts, from, to }: SectionSums, gap: Gap): boolean {
  const field = fieldOfStart(start);
  if (field === Field.ask) return hasNear(starts, start - gap.inAsk, 0, from, to);
  return gap.distances.some((distance) => hasNear(starts, start - distance, gap.near ? VICINITY : tolerance(field), from, to));
}

/** Keeps those starts that follow the clauses before as in an ask that begins with the query. */
function followInAsk(section: SectionSums, { hits, gap }: PlacedClause, hit: number, n: number, isLast: boolean): void {
  const inAsk: number[] = [];
  for (let i = hits.offsets[hit] ?? 0; i < hits.endOfStarts(hit); i++) {
    const start = hits.starts[i] ?? 0;
    const begins = n === 0 ? positionOfStart(start) % ASK_PLACES === 0 : section.inAsk.includes(start - gap.inAsk);
    if (fieldOfStart(start) !== Field.ask || !begins) continue;
    inAsk.push(start);
    section.isAsk ||= isLast && hits.ends[i] === true;
  }
  section.inAsk = inAsk;
}

/** The number of bits that are set. */
function count(bits: number): number {
  let set = 0;
  for (let left = bits; left !== 0; left &= left - 1) set++;
  return set;
}
