// Ranks pages by BM25F over title, heading and body, whose weights apply before
// saturation. Sections are of similar length, so lengths do not count.

import { FIRST, hasNear, idfOf, INSIDE, LAST, SATURATION, type Hit, type PlacedClause } from "./clause";
import { ASK_PLACES, Field, tolerance } from "./postings";

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
  readonly score: number;

  /** Whether the postings prove what is said here; they are approximate for bodies. */
  readonly verified: boolean;
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

/** The error of positions, by the index of the field. */
const tolerances = [Field.title, Field.heading, Field.body, Field.ask].map(tolerance);
const ASK = Field.ask >> 1;

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
 * The pages that have a section which all clauses find, the best first. A piece in the title of a page counts in each
 * of its sections.
 */
export function rank(clauses: readonly PlacedClause[], pages: number, preference: Preference): Found[] {
  const ranked = new Map<number, Page>();
  clauses.forEach((clause, n) => {
    const idf = idfOf(countPages(clause.hits), pages);
    for (const hit of clause.hits) {
      let page = ranked.get(hit.page);
      if (page === undefined) {
        if (n > 0) continue; // an earlier clause has not found it
        ranked.set(hit.page, (page = new Page(hit.page)));
      }
      page.add(hit, clause, n, clauses.length, idf);
    }
  });
  return [...ranked.values()].flatMap((page) => page.finish(clauses.length, preference(page.page)) ?? []).sort(order);
}

/** The number of pages in a list that is sorted by page. */
function countPages(list: readonly { readonly page: number }[]): number {
  let count = 0;
  for (let i = 0; i < list.length; i++) if (list[i]?.page !== list[i - 1]?.page) count++;
  return count;
}

/** The sums of the clauses in one section. */
interface SectionSums {
  score: number;
  /** The number of clauses that occur in the title, and in the heading, at their places in the query. */
  title: number;
  heading: number;
  /** The positions at which the last of the clauses occurs as in the query, which begins an ask. */
  inAsk: readonly number[];
  /** Whether the query is an ask. */
  isAsk: boolean;
  /** The clauses that match the section, and those of them that postings do not prove: bit n stands for clause n. */
  matches: number;
  unproven: number;
  /** How many clauses, counted from the first without a gap, have a hit in the section. */
  clauses: number;
  /** The positions, by field, at which the last of these clauses occurs as in the query. */
  starts: readonly (readonly number[])[];
  /** Whether the positions of the query in the body are approximate. */
  isApproximate: boolean;
}

/** The sums of the clauses on one page. */
class Page {
  private score = 0;
  private whole = 0;
  private readonly unverified: number[] = [];
  private clause = -1;
  private matched = 0;
  private weight = 0;
  private isWhole = false;
  private isVerified = false;
  private inTitle = false;
  /** The clauses that match the title: bit n stands for clause n. */
  private titled = 0;
  private idf = 0;
  private readonly sections = new Map<number, SectionSums>();

  constructor(readonly page: number) {}

  /** Adds a hit of a clause; clauses come in the order of the query. */
  add(hit: Hit, { gap }: PlacedClause, clause: number, clauses: number, idf: number): void {
    if (clause !== this.clause) {
      this.close();
      this.clause = clause;
      this.idf = idf;
      this.matched++;
    }
    this.weight += hit.weight;
    this.isWhole ||= hit.whole;
    const isInName = hit.title > 0 || hit.heading > 0 || hit.starts[ASK] !== undefined;
    this.isVerified ||= hit.whole && (hit.isExact || isInName);
    this.inTitle ||= hit.title > 0;
    if (hit.title > 0) this.titled |= 1 << clause;
    let section = this.sections.get(hit.section);
    if (section === undefined) this.sections.set(hit.section, (section = { score: 0, title: 0, heading: 0, inAsk: [], isAsk: false, matches: 0, unproven: 0, clauses: 0, starts: [], isApproximate: false }));
    if (section.clauses === clause) {
      const before = section.starts;
      section.clauses++;
      section.isApproximate ||= !hit.isExact || (clause > 0 && !gap.near);
      const follows = (field: number, start: number): boolean =>
        field === ASK ? before[ASK]?.includes(start - gap.inAsk) === true : gap.distances.some((distance) => hasNear(before[field] ?? [], start - distance, gap.near ? VICINITY : tolerances[field]));
      section.starts = hit.starts.map((starts = [], field) => (clause === 0 ? starts : starts.filter((start) => follows(field, start))));
      section.inAsk = (hit.starts[ASK] ?? []).filter((start) => (clause === 0 ? start % ASK_PLACES === 0 : section.inAsk.includes(start - gap.inAsk)));
      section.isAsk = clause === clauses - 1 && section.inAsk.some((start) => hit.askEnds.includes(start));
    }
    section.score += (idf * hit.weight) / (SATURATION + hit.weight) + (hit.whole ? idf : 0);
    if (hit.matches) section.matches |= 1 << clause;
    if (hit.matches && !hit.isExact && !isInName) section.unproven |= 1 << clause;
    const needed = INSIDE + (clause === 0 ? FIRST : 0) + (clause === clauses - 1 ? LAST : 0);
    if ((hit.title & needed) === needed) section.title++;
    if ((hit.heading & needed) === needed) section.heading++;
  }

  /** Ends the sums of a clause. A match in the title adds the idf once more: a title says more of a page than any number of mentions. */
  private close(): void {
    this.score += (this.idf * this.weight) / (SATURATION + this.weight) + (this.inTitle ? this.idf : 0);
    this.whole += this.isWhole ? 1 : 0;
    if (this.isWhole && !this.isVerified) this.unverified.push(this.clause);
    this.weight = 0;
    this.isWhole = false;
    this.isVerified = false;
    this.inTitle = false;
  }

  /** The page, if all clauses match one of its sections. */
  finish(clauses: number, preference: number): Found | undefined {
    this.close();
    if (this.matched < clauses) return undefined;
    const all = (1 << clauses) - 1;
    // The text before the first heading mostly sums up the others: it comes last among equals.
    const places = [...this.sections].sort(([a, x], [b, y]) => Number(y.isAsk) - Number(x.isAsk) || y.score - x.score || (a || Infinity) - (b || Infinity));
    const candidates = places
      .filter(([, { matches }]) => (matches | this.titled) === all)
      .map(([section, sums]) => candidate(section, sums, this.titled, clauses))
      .sort((a, b) => Number(b.isPhrase) - Number(a.isPhrase));
    const [best] = candidates;
    if (best === undefined) return undefined;
    return {
      page: this.page,
      section: best.section,
      exact: Math.max(...places.map(([, { title, heading, isAsk }]) => (title === clauses ? 2 : heading === clauses || isAsk ? 1 : 0))),
      isPhrase: best.isPhrase,
      whole: this.whole,
      score: this.score * preference,
      verified: this.unverified.length === 0 && best.verified,
      candidates,
      unverified: this.unverified,
    };
  }
}

function candidate(section: number, { clauses, starts, isApproximate, unproven }: SectionSums, titled: number, count: number): Candidate {
  const isPhrase = clauses === count && starts.some(({ length }) => length > 0);
  const unverified = Array.from({ length: count }, (_, n) => n).filter((n) => (unproven & ~titled & (1 << n)) !== 0);
  const verified = isPhrase ? !isApproximate || starts.some(({ length }, field) => length > 0 && tolerances[field] === 0) : unverified.length === 0;
  return { section, isPhrase, verified, unverified };
}
