// Ranking: BM25F over title, heading and body, with their weights before
// saturation. Sections are of one size by nature, so lengths do not count.

import { Field, slack, type Posting } from "./postings";

/** What a piece of a query finds. */
export interface Clause {
  readonly hits: readonly Hit[];
  /** Whether its postings alone tell if it stands in a body as it was typed: it is one term. */
  readonly certain: boolean;
}

/** Where a piece of a query stands in a text that has all as they were typed. */
export interface Apart {
  /** So many characters behind the beginning of the piece before. */
  readonly distances: readonly number[];
  /** Thereabouts will do. */
  readonly near: boolean;
}

/** A clause at its place in the query. */
export interface PlacedClause extends Clause {
  readonly apart: Apart;
}

/** A section that a piece of a query finds. */
export interface Hit {
  readonly page: number;
  readonly section: number;
  readonly weight: number;
  /** Whether the piece stands there as it was typed. */
  readonly whole: boolean;
  /** The positions at which it stands so, as far as its postings tell, by the number of the field: title, heading, body. */
  readonly starts: readonly (readonly number[] | undefined)[];
  /** Where it stands so: sums of inside, first and last. */
  readonly title: number;
  readonly heading: number;
}

/** A page with its best section. */
export interface Found {
  readonly page: number;
  readonly section: number;
  /** 2 if the query is the title, 1 if it is a heading, else 0. */
  readonly exact: number;
  /** 1 if the query stands there as it was typed, else 0. */
  readonly together: number;
  /** How many of its pieces stand there as they were typed. */
  readonly whole: number;
  readonly score: number;

  /** Whether that is so. Postings tell of bodies only nearly: of terms together there it only seems to be. */
  readonly sure: boolean;
  /** The sections where the query seems to stand as it was typed, the best first. */
  readonly seems: readonly { readonly section: number; readonly sure: boolean }[];
  /** The numbers of the pieces that only seem to stand there as they were typed. */
  readonly doubts: readonly number[];
}

const inside = 1;
const first = 2;
const last = 4;

const saturation = 1.2;
/** How many characters positions are off at most, by the number of the field. */
const slacks = [Field.title, Field.heading, Field.body].map(slack);
/** How many characters words may stand elsewhere that shall only be near. */
export const vicinity = 7;
/** What a string that stands as it was typed counts more than its pieces. */
export const contiguous = 4;

function weightOf(field: Field): number {
  return field === Field.title ? 8 : field === Field.heading ? 4 : 1;
}

/**
 * Orders pages, the best first: those whose title or heading is the query, those with it as it was typed, those with
 * its pieces as they were typed, the others.
 */
export function order(a: Found, b: Found): number {
  return b.exact - a.exact || b.together - a.together || b.whole - a.whole || b.score - a.score || a.page - b.page;
}

/** Pages that all clauses find, in their order. */
export function rank(clauses: readonly PlacedClause[], pages: number): Found[] {
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
  return [...ranked.values()].flatMap((page) => page.finish(clauses.length) ?? []).sort(order);
}

/** How much it says that a page has what so many of all pages have. */
function idfOf(count: number, pages: number): number {
  return Math.log(1 + (pages - count + 0.5) / (count + 0.5));
}

/** How many pages a list in their order has. */
function countPages(list: readonly { readonly page: number }[]): number {
  let count = 0;
  for (let i = 0; i < list.length; i++) if (list[i]?.page !== list[i - 1]?.page) count++;
  return count;
}

/** What the clauses found in a section. */
interface Place {
  score: number;
  title: number;
  heading: number;
  /** How many clauses found it, all from the first on; and where, by field, the last of them begins that stand as in the query. */
  clauses: number;
  starts: readonly (readonly number[])[];
  /** Whether that is only nearly told of the body. */
  doubt: boolean;
}

/** What the clauses found on a page. */
class Page {
  private score = 0;
  private whole = 0;
  private readonly doubts: number[] = [];
  private clause = -1;
  private matched = 0;
  private weight = 0;
  private isWhole = false;
  private isSure = false;
  private inTitle = false;
  private idf = 0;
  private readonly sections = new Map<number, Place>();

  constructor(readonly page: number) {}

  add(hit: Hit, { certain, apart }: PlacedClause, clause: number, clauses: number, idf: number): void {
    if (clause !== this.clause) {
      this.close();
      this.clause = clause;
      this.idf = idf;
      this.matched++;
    }
    this.weight += hit.weight;
    this.isWhole ||= hit.whole;
    this.isSure ||= hit.whole && (certain || hit.title > 0 || hit.heading > 0);
    this.inTitle ||= hit.title > 0;
    let section = this.sections.get(hit.section);
    if (section === undefined) this.sections.set(hit.section, (section = { score: 0, title: 0, heading: 0, clauses: 0, starts: [], doubt: false }));
    if (section.clauses === clause) {
      const before = section.starts;
      section.clauses++;
      section.doubt ||= !certain || (clause > 0 && !apart.near);
      const follows = (field: number, start: number): boolean =>
        apart.distances.some((distance) => has(before[field] ?? [], start - distance, apart.near ? vicinity : slacks[field]));
      section.starts = hit.starts.map((starts = [], field) => (clause === 0 ? starts : starts.filter((start) => follows(field, start))));
    }
    section.score += (idf * hit.weight) / (saturation + hit.weight) + (hit.whole ? idf : 0);
    const needed = inside + (clause === 0 ? first : 0) + (clause === clauses - 1 ? last : 0);
    if ((hit.title & needed) === needed) section.title++;
    if ((hit.heading & needed) === needed) section.heading++;
  }

  /** Ends the sums of a clause. What a page is called says more of it than any number of mentions. */
  private close(): void {
    this.score += (this.idf * this.weight) / (saturation + this.weight) + (this.inTitle ? this.idf : 0);
    this.whole += this.isWhole ? 1 : 0;
    if (this.isWhole && !this.isSure) this.doubts.push(this.clause);
    this.weight = 0;
    this.isWhole = false;
    this.isSure = false;
    this.inTitle = false;
  }

  /** The page, if all clauses found it. */
  finish(clauses: number): Found | undefined {
    this.close();
    if (this.matched < clauses) return undefined;
    // The text before the first heading mostly sums up the others: it comes last among equals.
    const places = [...this.sections].sort(([a, x], [b, y]) => y.score - x.score || (a || Infinity) - (b || Infinity));
    const seems = places
      .filter(([, { clauses: found, starts }]) => found === clauses && starts.some(({ length }) => length > 0))
      .map(([section, { starts, doubt }]) => ({ section, sure: !doubt || starts.some(({ length }, field) => length > 0 && slacks[field] === 0) }));
    return {
      page: this.page,
      section: seems[0]?.section ?? places[0]?.[0] ?? 0,
      exact: Math.max(...places.map(([, { title, heading }]) => (title === clauses ? 2 : heading === clauses ? 1 : 0))),
      together: seems.length > 0 ? 1 : 0,
      whole: this.whole,
      score: this.score,
      sure: this.doubts.length === 0 && (seems[0]?.sure ?? true),
      seems,
      doubts: this.doubts,
    };
  }
}

/** A section while its postings are looked at. */
class Section implements Hit {
  weight = 0;
  whole = false;
  title = 0;
  heading = 0;
  readonly starts: (readonly number[] | undefined)[] = [undefined, undefined, undefined];
  /** By the number of the term. */
  readonly postings: Posting[][] = [];

  constructor(
    readonly page: number,
    readonly section: number,
  ) {}

  add(term: number, posting: Posting): void {
    const list = this.postings[term];
    if (list === undefined) this.postings[term] = [posting];
    else list.push(posting);
  }

  /** Notes where the piece stands in a field as it was typed. */
  mark(field: Field, starts: readonly number[], ends: boolean): void {
    this.whole = true;
    this.starts[field >> 1] = starts;
    const where = inside + (starts[0] === 0 ? first : 0) + (ends ? last : 0);
    if (field === Field.title) this.title |= where;
    if (field === Field.heading) this.heading |= where;
  }
}

/** The sections that have postings. */
class Sections {
  private readonly all = new Map<number, Section>();

  find({ page, section }: Posting): Section | undefined {
    return this.all.get(page * 0x10000 + section);
  }

  /** The section of a posting, which is created if it does not exist. */
  of(posting: Posting): Section {
    const known = this.find(posting);
    if (known !== undefined) return known;
    const created = new Section(posting.page, posting.section);
    this.all.set(posting.page * 0x10000 + posting.section, created);
    return created;
  }

  list(): Section[] {
    return [...this.all.values()].sort((a, b) => a.page - b.page || a.section - b.section);
  }
}

/**
 * Terms of which any will do, and what each counts: a word as it was typed, longer ones that begin so, what sounds so.
 * A word that shall meet Han begins only where that may stand beside it.
 */
export function alternatives(terms: readonly { readonly postings: readonly Posting[]; readonly counts: number; readonly typed: boolean }[], meets: Meets): Clause {
  const sections = new Sections();
  for (const { postings, counts, typed } of terms) {
    for (const posting of postings) {
      const section = sections.of(posting);
      section.weight += weightOf(posting.field) * counts * posting.positions.length;
      if (typed) section.mark(posting.field, posting.positions.filter((_, i) => meets(posting.beside[i])), posting.ends);
    }
  }
  return { hits: sections.list(), certain: true };
}

/** Tells whether the Han that stands beside a word may be that of the query. */
export type Meets = (beside: number | undefined) => boolean;

/** A term of a run of Han. */
export interface PhraseTerm {
  readonly postings: readonly Posting[];
  /** How many characters it stands behind the beginning of the run. */
  readonly offset: number;
  /** A section is a hit only if it has the term. */
  readonly needed: boolean;
}

/** Tells whether a run of Han begins at a position, as far as it tells. */
export type Begins = (section: { readonly page: number; readonly section: number }, field: Field, start: number) => boolean;

/** The terms of a run of Han. If they do not cover it, it must be told where the whole of it begins. */
export function phrase(terms: readonly PhraseTerm[], begins: Begins = () => true): Clause {
  const sections = new Sections();
  const rarest = [...terms.keys()].sort((a, b) => rarity(terms[a]) - rarity(terms[b]));
  rarest.forEach((term, n) => {
    for (const posting of terms[term]?.postings ?? []) (n === 0 ? sections.of(posting) : sections.find(posting))?.add(term, posting);
  });
  const hits = sections.list().filter(({ postings }) => terms.every(({ needed }, i) => !needed || postings[i] !== undefined));
  for (const hit of hits) {
    for (const field of [Field.title, Field.heading, Field.body]) weighPhrase(hit, field, terms, begins);
  }
  return { hits, certain: terms.length === 1 };
}

/** In which order terms are looked at: those that are needed, and few, first. */
function rarity(term: PhraseTerm | undefined): number {
  return term === undefined || !term.needed ? Number.MAX_SAFE_INTEGER : term.postings.length;
}

function weighPhrase(hit: Section, field: Field, terms: readonly PhraseTerm[], begins: Begins): void {
  const postings = terms.map((_, i) => hit.postings[i]?.find((posting) => posting.field === field));
  let pieces = 0;
  for (const posting of postings) pieces += (posting?.positions.length ?? 0) / terms.length;
  const all = (start: number): boolean => terms.every(({ offset }, i) => has(postings[i]?.positions ?? [], start + offset, slack(field)));
  const starts = (postings[0]?.positions ?? []).filter((start) => all(start) && begins(hit, field, start));
  hit.weight += weightOf(field) * (contiguous * starts.length + pieces);
  if (starts.length === 0) return;
  const end = postings[postings.length - 1];
  const lastStart = starts[starts.length - 1] ?? 0;
  const ends = end?.ends === true && end.positions[end.positions.length - 1] === lastStart + (terms[terms.length - 1]?.offset ?? 0);
  hit.mark(field, starts, ends);
}

/** Whether a list in order has a number that is off by no more than a slack. */
function has(list: readonly number[], n: number, off = 0): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < n - off) low = middle + 1;
    else high = middle;
  }
  return (list[low] ?? Infinity) <= n + off;
}

/**
 * Terms of a run of Han that stands nowhere as it was typed: pages with seven of ten of those that stand anywhere,
 * or, if there are none, with the most.
 */
export function loose(lists: readonly (readonly Posting[])[], pages: number): Clause {
  const terms = lists.filter((postings) => postings.length > 0);
  const counts = new Map<number, number>();
  const sections = new Sections();
  for (const postings of terms) {
    const on = new Set(postings.map(({ page }) => page));
    for (const page of on) counts.set(page, (counts.get(page) ?? 0) + 1);
    const idf = idfOf(on.size, pages);
    for (const posting of postings) {
      const section = sections.of(posting);
      const weight = weightOf(posting.field) * posting.positions.length;
      section.weight += (idf * weight) / (saturation + weight);
    }
  }
  const most = Math.max(0, ...counts.values());
  const required = Math.min(most, Math.ceil(terms.length * 0.7));
  return { hits: sections.list().filter(({ page }) => (counts.get(page) ?? 0) >= required), certain: true };
}
