// Turns the postings of one piece of a query, a word or a run of Han, into the
// sections that have it.

import { askOf, Field, fieldOf, tolerance, type Postings } from "./postings";
import type { Gap } from "./query";

/** A clause at its place in the query. */
export interface PlacedClause {
  readonly hits: Clause;
  readonly gap: Gap;
}

/** The section contains the piece as typed. */
export const WHOLE = 1;
/** It contains the piece as typed or what the piece begins. Other hits only add to the score of their page. */
export const MATCHES = 2;
/** Postings alone prove this for a body, which holds for single terms. */
export const EXACT = 4;
/** An ask has the whole piece. */
export const IN_ASK = 8;
/** Where the whole piece occurs in the title and in the heading: sums of INSIDE, FIRST and LAST, shifted by these numbers of bits. */
export const TITLE_SHIFT = 4;
export const HEADING_SHIFT = 7;
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

/** The starts of a section are one sorted list: those of the title, then the heading, the body and the asks, each field from a multiple of this on. */
const FIELD_SPAN = 2 ** 25;

/** The field of a start. */
export function fieldOfStart(start: number): Field {
  const field = Math.floor(start / FIELD_SPAN) << 1;
  return field === 0 ? Field.title : field;
}

/** The position of a start in its field. */
export function positionOfStart(start: number): number {
  return start % FIELD_SPAN;
}

/**
 * What a piece of a query finds: a hit for each section, in the order of pages and sections. Hits are columns, as postings
 * are; a function that adds one sets its properties before it adds the next.
 */
export class Clause {
  readonly pages: number[] = [];
  readonly sections: number[] = [];
  readonly weights: number[] = [];
  /** Sums of WHOLE, MATCHES, EXACT, IN_ASK, and where the title and the heading have the piece. */
  readonly flags: number[] = [];
  /** The index of the first start of each hit; see endOfStarts. */
  readonly offsets: number[] = [];
  /** The positions of the whole piece, with their fields; in a body they are approximate. */
  readonly starts: number[] = [];
  /** For each start, whether the piece ends its title, heading or ask there. */
  readonly ends: boolean[] = [];

  get length(): number {
    return this.pages.length;
  }

  /** The index behind the last start of a hit. */
  endOfStarts(hit: number): number {
    return this.offsets[hit + 1] ?? this.starts.length;
  }

  /** Adds a hit. */
  add(page: number, section: number, flags: number): void {
    this.pages.push(page);
    this.sections.push(section);
    this.weights.push(0);
    this.flags.push(flags);
    this.offsets.push(this.starts.length);
  }

  /** Adds to the weight of the last hit. */
  weigh(weight: number): void {
    const hit = this.length - 1;
    this.weights[hit] = (this.weights[hit] ?? 0) + weight;
  }

  /** Adds a position of the whole piece in a field of the last hit, or in an ask; fields and asks come in order. */
  start(field: Field, position: number): void {
    this.starts.push((field >> 1) * FIELD_SPAN + position);
    this.ends.push(false);
  }

  /** Records that a field of the last hit, or an ask, has the whole piece, at the starts from an index on; `ends` tells that the piece ends it at the last one. */
  mark(field: Field, from: number, ends: boolean): void {
    const hit = this.length - 1;
    const hasStart = this.starts.length > from;
    if (ends && hasStart) this.ends[this.ends.length - 1] = true;
    const where = INSIDE + (hasStart && positionOfStart(this.starts[from] ?? 0) === 0 ? FIRST : 0) + (ends ? LAST : 0);
    const shown = field === Field.title ? where << TITLE_SHIFT : field === Field.heading ? where << HEADING_SHIFT : field === Field.ask ? IN_ASK : 0;
    this.flags[hit] = (this.flags[hit] ?? 0) | WHOLE | MATCHES | shown;
  }

  /** Adds a hit of another clause. */
  copy(from: Clause, hit: number): void {
    this.add(from.pages[hit] ?? 0, from.sections[hit] ?? 0, from.flags[hit] ?? 0);
    this.weigh(from.weights[hit] ?? 0);
    for (let i = from.offsets[hit] ?? 0; i < from.endOfStarts(hit); i++) {
      this.starts.push(from.starts[i] ?? 0);
      this.ends.push(from.ends[i] ?? false);
    }
  }
}

/** The number of a section among those of all pages; Infinity behind the end of a list. */
function keyAt({ pages, sections, length }: Postings | Clause, row: number): number {
  return row < length ? (pages[row] ?? 0) * 0x10000 + (sections[row] ?? 0) : Infinity;
}

/** Tells whether the Han characters beside a word in the text can be its neighbours in the query. */
export type NeighbourFilter = (beside?: number) => boolean;

/** A term that stands for a word, and the weight of each match. */
export interface Alternative {
  readonly postings: Postings;
  readonly weight: number;
  /** Whether the term is the word as it was typed, not a longer word or one that sounds like it. */
  readonly typed: boolean;
}

/** The clause of a piece that two clauses stand for. A section that both find counts once, as typed if one of them says that. */
export function either(a: Clause, b: Clause): Clause {
  const clause = new Clause();
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [x, y] = [keyAt(a, i), keyAt(b, j)];
    const isWhole = (hits: Clause, hit: number): boolean => ((hits.flags[hit] ?? 0) & WHOLE) > 0;
    if (x < y || (x === y && (isWhole(a, i) || !isWhole(b, j)))) clause.copy(a, i);
    else clause.copy(b, j);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return clause;
}

/** The clause of a word: the sections that have any of its alternatives. */
export function alternatives(terms: readonly Alternative[], canBeBeside: NeighbourFilter): Clause {
  const clause = new Clause();
  const rows = terms.map(() => 0);
  const least = (): number => terms.reduce((key, { postings }, i) => Math.min(key, keyAt(postings, rows[i] ?? 0)), Infinity);
  for (let key = least(); key < Infinity; key = least()) {
    clause.add(Math.floor(key / 0x10000), key % 0x10000, EXACT | MATCHES);
    terms.forEach((term, i) => {
      let row = rows[i] ?? 0;
      for (; keyAt(term.postings, row) === key; row++) weighWord(clause, term, row, canBeBeside);
      rows[i] = row;
    });
  }
  return clause;
}

function weighWord(clause: Clause, { postings, weight, typed }: Alternative, row: number, canBeBeside: NeighbourFilter): void {
  const field = fieldOf(postings.places[row] ?? 0);
  const [from = 0, to = 0] = [postings.offsets[row], postings.offsets[row + 1]];
  clause.weigh(weightOf(field) * weight * (to - from));
  if (!typed) return;
  const first = clause.starts.length;
  for (let i = from; i < to; i++) if (canBeBeside(postings.beside[i])) clause.start(field, postings.positions[i] ?? 0);
  clause.mark(field, first, postings.ends[row] === 1);
}

/** A term of a longer piece: a pair of neighbouring characters of a run of Han, or a part of a joined word. */
export interface PhraseTerm {
  readonly postings: Postings;
  /** Its distance from the start of the piece, in characters. */
  readonly offset: number;
}

/** Tells whether a piece may start at a position. */
export type MayStart = (page: number, section: number, field: Field, start: number) => boolean;

/** The clause of a piece that several terms make: the sections that have all of them. If they do not cover the piece, mayStart must check the rest. */
export function phrase(terms: readonly PhraseTerm[], mayStart: MayStart = () => true): Clause {
  const clause = new Clause();
  const cursors = terms.map((term) => new Cursor(term));
  const [rarest, ...others] = [...cursors].sort((a, b) => a.postings.length - b.postings.length);
  while (rarest !== undefined && rarest.key < Infinity) {
    const { key } = rarest;
    const farthest = others.reduce((most, other) => Math.max(most, other.seek(key)), key);
    if (farthest > key) {
      rarest.seek(farthest);
      continue;
    }
    clause.add(Math.floor(key / 0x10000), key % 0x10000, terms.length === 1 ? EXACT : 0);
    for (let place = placeOf(cursors, key); place < Infinity; place = placeOf(cursors, key)) {
      for (const cursor of cursors) cursor.take(key, place);
      weighPhrase(clause, fieldOf(place), cursors, mayStart);
    }
  }
  return clause;
}

/** The first place of a section in which any of the cursors is. */
function placeOf(cursors: readonly Cursor[], key: number): number {
  let place = Infinity;
  for (const cursor of cursors) if (cursor.key === key) place = Math.min(place, cursor.place);
  return place;
}

/** A place in the postings of a term. */
class Cursor {
  readonly postings: Postings;
  readonly offset: number;
  /** The section, as keyAt numbers it, and the row of the current posting. */
  key: number;
  private row = 0;
  /** The indices of the positions that were taken last. */
  from = 0;
  to = 0;

  constructor({ postings, offset }: PhraseTerm) {
    this.postings = postings;
    this.offset = offset;
    this.key = keyAt(postings, 0);
  }

  get place(): number {
    return this.postings.places[this.row] ?? 0;
  }

  /** Goes on to the first posting of a section, or to the first behind it. Returns its section. */
  seek(key: number): number {
    if (this.key >= key) return this.key;
    let step = 1;
    while (keyAt(this.postings, this.row + step) < key) step *= 2;
    let low = this.row + (step >> 1);
    let high = this.row + step;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keyAt(this.postings, middle) < key) low = middle + 1;
      else high = middle;
    }
    this.row = low;
    return (this.key = keyAt(this.postings, low));
  }

  /** Takes the positions in a place, and goes on behind them; there are none if the current posting is of another place. */
  take(key: number, place: number): void {
    this.from = this.to = 0;
    if (this.key !== key || this.place !== place) return;
    this.from = this.postings.offsets[this.row] ?? 0;
    this.to = this.postings.offsets[++this.row] ?? 0;
    this.key = keyAt(this.postings, this.row);
  }

  /** Whether the term is taken where a piece needs it that starts at a position. */
  isAt(start: number, error: number): boolean {
    return hasNear(this.postings.positions, start + this.offset, error, this.from, this.to);
  }

  /** Whether the place taken ends with the term of a piece that starts at a position. */
  endsPlace(start: number): boolean {
    return this.postings.ends[this.row - 1] === 1 && this.postings.positions[this.to - 1] === start + this.offset;
  }
}

/** Weighs what the cursors have taken of a place of the last hit. */
function weighPhrase(clause: Clause, field: Field, cursors: readonly Cursor[], mayStart: MayStart): void {
  const error = tolerance(field);
  const [page = 0, section = 0] = [clause.pages[clause.length - 1], clause.sections[clause.length - 1]];
  const before = clause.starts.length;
  let pieces = 0;
  for (const { from, to } of cursors) pieces += (to - from) / cursors.length;
  const [first] = cursors;
  let start = 0;
  for (let i = first?.from ?? 0; i < (first?.to ?? 0); i++) {
    const position = first?.postings.positions[i] ?? 0;
    if (!cursors.every((cursor) => cursor === first || cursor.isAt(position, error)) || !mayStart(page, section, field, position)) continue;
    start = position;
    clause.start(field, position);
  }
  const starts = clause.starts.length - before;
  clause.weigh(weightOf(field) * (WHOLE_WEIGHT * starts + pieces));
  if (starts > 0) clause.mark(field, before, cursors[cursors.length - 1]?.endsPlace(start) === true);
}

/** Whether a sorted list has, from one index to before another, a number that differs from n by at most a tolerance. */
export function hasNear(list: ArrayLike<number>, n: number, error = 0, from = 0, to = list.length): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < n - error) low = middle + 1;
    else high = middle;
  }
  return low < to && (list[low] ?? Infinity) <= n + error;
}
