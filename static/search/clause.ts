// Turns the postings of one piece of a query, a word or a run of Han, into the
// sections that have it.

import { Field, tolerance, type Posting } from "./postings";

/** What a piece of a query finds. */
export interface Clause {
  readonly hits: readonly Hit[];
  /** Whether postings alone prove that a body contains the piece as typed, which holds for single terms. */
  readonly isExact: boolean;
}

/** The distance at which a piece follows the piece before it in a text that has the query as it was typed. */
export interface Gap {
  /** The possible distances between the starts of the two, in characters. */
  readonly distances: readonly number[];
  /** Whether it suffices that the two are near each other. */
  readonly near: boolean;
}

/** A clause at its place in the query. */
export interface PlacedClause extends Clause {
  readonly gap: Gap;
}

/** A section that a piece of a query finds. */
export interface Hit {
  readonly page: number;
  readonly section: number;
  readonly weight: number;
  /** Whether the section contains the piece as typed. */
  readonly whole: boolean;
  /** The positions of the whole piece, by the index of the field (title, heading, body); in a body they are approximate. */
  readonly starts: readonly (readonly number[] | undefined)[];
  /** Where the whole piece occurs in the title and in the heading: a sum of INSIDE, FIRST and LAST. */
  readonly title: number;
  readonly heading: number;
}

export const INSIDE = 1;
export const FIRST = 2;
export const LAST = 4;

/** The saturation of BM25: repeated matches count less and less. */
export const SATURATION = 1.2;

/** The weight of a match of the whole piece, compared with a match of one of its terms. */
export const WHOLE_WEIGHT = 4;

/** The share of the terms of a run that a page needs where no page has the whole run. */
const LOOSE_SHARE = 0.7;

function weightOf(field: Field): number {
  return field === Field.title ? 8 : field === Field.heading ? 4 : 1;
}

/** The inverse document frequency, as BM25 defines it, of a term that `count` of all pages have. */
export function idfOf(count: number, pages: number): number {
  return Math.log(1 + (pages - count + 0.5) / (count + 0.5));
}

/** A section while its postings are collected. */
class Section implements Hit {
  weight = 0;
  whole = false;
  title = 0;
  heading = 0;
  readonly starts: (readonly number[] | undefined)[] = [undefined, undefined, undefined];
  /** By the index of the term. */
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

  /** Records where the whole piece occurs in a field. */
  mark(field: Field, starts: readonly number[], ends: boolean): void {
    this.whole = true;
    this.starts[field >> 1] = starts;
    const where = INSIDE + (starts[0] === 0 ? FIRST : 0) + (ends ? LAST : 0);
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

/** Tells whether the Han characters beside a word in the text can be its neighbours in the query. */
export type NeighbourFilter = (beside: number | undefined) => boolean;

/** A term that stands for a word, and the weight of each match. */
export interface Alternative {
  readonly postings: readonly Posting[];
  readonly weight: number;
  /** Whether the term is the word as it was typed, not a longer word or one that sounds like it. */
  readonly typed: boolean;
}

/** The clause of a word: the sections that have any of its alternatives. */
export function alternatives(terms: readonly Alternative[], canBeBeside: NeighbourFilter): Clause {
  const sections = new Sections();
  for (const { postings, weight, typed } of terms) {
    for (const posting of postings) {
      const section = sections.of(posting);
      section.weight += weightOf(posting.field) * weight * posting.positions.length;
      if (typed) section.mark(posting.field, posting.positions.filter((_, i) => canBeBeside(posting.beside[i])), posting.ends);
    }
  }
  return { hits: sections.list(), isExact: true };
}

/** A pair of neighbouring characters of a run of Han. */
export interface PhraseTerm {
  readonly postings: readonly Posting[];
  /** Its distance from the start of the run, in characters. */
  readonly offset: number;
  /** Whether a section without the term is no hit. */
  readonly needed: boolean;
}

/** Tells whether a run of Han may start at a position. */
export type MayStart = (section: { readonly page: number; readonly section: number }, field: Field, start: number) => boolean;

/** The clause of a run of Han: the sections that have its terms. If the terms do not cover the run, mayStart must check the rest. */
export function phrase(terms: readonly PhraseTerm[], mayStart: MayStart = () => true): Clause {
  const sections = new Sections();
  const rarestFirst = [...terms.keys()].sort((a, b) => rarity(terms[a]) - rarity(terms[b]));
  rarestFirst.forEach((term, n) => {
    for (const posting of terms[term]?.postings ?? []) (n === 0 ? sections.of(posting) : sections.find(posting))?.add(term, posting);
  });
  const hits = sections.list().filter(({ postings }) => terms.every(({ needed }, i) => !needed || postings[i] !== undefined));
  for (const hit of hits) {
    for (const field of [Field.title, Field.heading, Field.body]) weighPhrase(hit, field, terms, mayStart);
  }
  return { hits, isExact: terms.length === 1 };
}

/** The sort key of a term: needed terms with few postings come first. */
function rarity(term: PhraseTerm | undefined): number {
  return term === undefined || !term.needed ? Number.MAX_SAFE_INTEGER : term.postings.length;
}

function weighPhrase(hit: Section, field: Field, terms: readonly PhraseTerm[], mayStart: MayStart): void {
  const postings = terms.map((_, i) => hit.postings[i]?.find((posting) => posting.field === field));
  let pieces = 0;
  for (const posting of postings) pieces += (posting?.positions.length ?? 0) / terms.length;
  const hasAll = (start: number): boolean => terms.every(({ offset }, i) => hasNear(postings[i]?.positions ?? [], start + offset, tolerance(field)));
  const starts = (postings[0]?.positions ?? []).filter((start) => hasAll(start) && mayStart(hit, field, start));
  hit.weight += weightOf(field) * (WHOLE_WEIGHT * starts.length + pieces);
  if (starts.length === 0) return;
  const end = postings[postings.length - 1];
  const lastStart = starts[starts.length - 1] ?? 0;
  const ends = end?.ends === true && end.positions[end.positions.length - 1] === lastStart + (terms[terms.length - 1]?.offset ?? 0);
  hit.mark(field, starts, ends);
}

/** Whether a sorted list has a number that differs from n by at most a tolerance. */
export function hasNear(list: readonly number[], n: number, tolerance = 0): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < n - tolerance) low = middle + 1;
    else high = middle;
  }
  return (list[low] ?? Infinity) <= n + tolerance;
}

/**
 * The clause of a run of Han that no page has as a whole: the pages with LOOSE_SHARE of those of its terms that the index
 * has, or, if there are none, the pages with the most of them.
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
      const weight = weightOf(posting.field) * posting.positions.length;
      sections.of(posting).weight += (idf * weight) / (SATURATION + weight);
    }
  }
  const most = Math.max(0, ...counts.values());
  const required = Math.min(most, Math.ceil(terms.length * LOOSE_SHARE));
  return { hits: sections.list().filter(({ page }) => (counts.get(page) ?? 0) >= required), isExact: true };
}
