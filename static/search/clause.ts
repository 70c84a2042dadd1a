// Turns the postings of one piece of a query, a word or a run of Han, into the
// sections that have it.

import { Field, tolerance, type Posting } from "./postings";
import type { Gap } from "./query";

/** What a piece of a query finds: sections, in their order. */
export type Clause = readonly Hit[];

/** A clause at its place in the query. */
export interface PlacedClause {
  readonly hits: Clause;
  readonly gap: Gap;
}

/** A section that a piece of a query finds. */
export interface Hit {
  readonly page: number;
  readonly section: number;
  readonly weight: number;
  /** Whether the section contains the piece as typed. */
  readonly whole: boolean;
  /** Whether it contains the piece as typed or what the piece begins. Other hits only add to the score of their page. */
  readonly matches: boolean;
  /** Whether postings alone prove this for a body, which holds for single terms. */
  readonly isExact: boolean;
  /** The positions of the whole piece, by the index of the field (title, heading, body, ask); in a body they are approximate. */
  readonly starts: readonly (readonly number[] | undefined)[];
  /** Where the whole piece occurs in the title and in the heading: a sum of INSIDE, FIRST and LAST. */
  readonly title: number;
  readonly heading: number;
  /** The positions of the whole piece at which it ends an ask. */
  readonly askEnds: readonly number[];
}

export const INSIDE = 1;
export const FIRST = 2;
export const LAST = 4;

/** The saturation of BM25: repeated matches count less and less. */
export const SATURATION = 1.2;

/** The weight of a match of the whole piece, compared with a match of one of its terms. */
export const WHOLE_WEIGHT = 4;

/** The weight of a match in a field: BM25F weighs matches before their sum saturates. */
export function weightOf(field: Field): number {
  return field === Field.title ? 8 : field === Field.heading || field === Field.ask ? 4 : 1;
}

/** The inverse document frequency, as BM25 defines it, of a term that `count` of all pages have. */
export function idfOf(count: number, pages: number): number {
  return Math.log(1 + (pages - count + 0.5) / (count + 0.5));
}

/** A section while its postings are collected. */
class Section implements Hit {
  isExact = true;
  weight = 0;
  whole = false;
  matches = false;
  title = 0;
  heading = 0;
  readonly askEnds: number[] = [];
  readonly starts: (readonly number[] | undefined)[] = [undefined, undefined, undefined, undefined];
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

  /** Records where the whole piece occurs in a field, or in an ask; asks come one after the other. */
  mark(field: Field, starts: readonly number[], ends: boolean): void {
    this.whole = true;
    this.matches = true;
    this.starts[field >> 1] = field === Field.ask ? [...(this.starts[field >> 1] ?? []), ...starts] : starts;
    if (field === Field.ask && ends) this.askEnds.push(starts[starts.length - 1] ?? 0);
    const where = INSIDE + (starts[0] === 0 ? FIRST : 0) + (ends ? LAST : 0);
    if (field === Field.title) this.title |= where;
    if (field === Field.heading) this.heading |= where;
  }
}

/** The number of a section among those of all pages. */
export function keyOf({ page, section }: { readonly page: number; readonly section: number }): number {
  return page * 0x10000 + section;
}

/** The sections that have postings. */
class Sections {
  private readonly all = new Map<number, Section>();

  find(posting: Posting): Section | undefined {
    return this.all.get(keyOf(posting));
  }

  /** The section of a posting, which is created if it does not exist. */
  of(posting: Posting): Section {
    const known = this.find(posting);
    if (known !== undefined) return known;
    const created = new Section(posting.page, posting.section);
    this.all.set(keyOf(posting), created);
    return created;
  }

  list(): Section[] {
    return [...this.all.values()].sort(inOrder);
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

/** The clause of a piece that two clauses stand for. A section that both find counts once, as typed if one of them says that. */
export function either(a: Clause, b: Clause): Clause {
  const hits = new Map<number, Hit>();
  for (const hit of [...a, ...b]) {
    const known = hits.get(keyOf(hit));
    if (known === undefined || (hit.whole && !known.whole)) hits.set(keyOf(hit), hit);
  }
  return [...hits.values()].sort(inOrder);
}

function inOrder(a: Hit, b: Hit): number {
  return a.page - b.page || a.section - b.section;
}

/** The clause of a word: the sections that have any of its alternatives. */
export function alternatives(terms: readonly Alternative[], canBeBeside: NeighbourFilter): Clause {
  const sections = new Sections();
  for (const { postings, weight, typed } of terms) {
    for (const posting of postings) {
      const section = sections.of(posting);
      section.matches = true;
      section.weight += weightOf(posting.field) * weight * posting.positions.length;
      if (typed) section.mark(posting.field, posting.positions.filter((_, i) => canBeBeside(posting.beside[i])), posting.ends);
    }
  }
  return sections.list();
}

/** A term of a longer piece: a pair of neighbouring characters of a run of Han, or a part of a joined word. */
export interface PhraseTerm {
  readonly postings: readonly Posting[];
  /** Its distance from the start of the piece, in characters. */
  readonly offset: number;
}

/** Tells whether a piece may start at a position. */
export type MayStart = (section: { readonly page: number; readonly section: number }, field: Field, start: number) => boolean;

/** The clause of a piece that several terms make: the sections that have all of them. If they do not cover the piece, mayStart must check the rest. */
export function phrase(terms: readonly PhraseTerm[], mayStart: MayStart = () => true): Clause {
  const sections = new Sections();
  const rarestFirst = [...terms.keys()].sort((a, b) => (terms[a]?.postings.length ?? 0) - (terms[b]?.postings.length ?? 0));
  rarestFirst.forEach((term, n) => {
    for (const posting of terms[term]?.postings ?? []) (n === 0 ? sections.of(posting) : sections.find(posting))?.add(term, posting);
  });
  const hits = sections.list().filter(({ postings }) => terms.every((_, i) => postings[i] !== undefined));
  for (const hit of hits) {
    hit.isExact = terms.length === 1;
    for (const field of [Field.title, Field.heading, Field.body]) weighPhrase(hit, field, 0, terms, mayStart);
    for (const ask of asksOf(hit)) weighPhrase(hit, Field.ask, ask, terms, mayStart);
  }
  return hits;
}

/** The asks of a section that have any of the terms, in order. */
function asksOf({ postings }: Section): number[] {
  const asks = postings.flatMap((list) => list.filter(({ field }) => field === Field.ask).map(({ ask }) => ask));
  return [...new Set(asks)].sort((a, b) => a - b);
}

function weighPhrase(hit: Section, field: Field, ask: number, terms: readonly PhraseTerm[], mayStart: MayStart): void {
  const postings = terms.map((_, i) => hit.postings[i]?.find((posting) => posting.field === field && posting.ask === ask));
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
