// Decodes the postings of a term. The comment of the generator's package search
// specifies their format.

import { Kind, Numbers } from "./numbers";

/** A line of a shard: a term and its encoded postings in bodies and in names. */
export type Line = readonly [term: string, bodies: string, names: string];

/** The prefix of terms for the pinyin of titles and headings. */
export const SOUND = "~";

/**
 * The postings of a term: one for each field of a section, and for each of its asks, that has the term. They are in the order of
 * pages, sections and places. They are columns, one typed array for each property, because a frequent term of a large site has
 * tens of thousands of postings: the garbage collector would take longer for as many objects than a query for everything else.
 */
export interface Postings {
  readonly length: number;
  readonly pages: Int32Array;
  readonly sections: Int32Array;
  /** The field of each posting and, in asks, the number of the ask: see fieldOf and askOf. */
  readonly places: Int32Array;
  /** 1 if the term ends the title, the heading or the ask at its last position, else 0. */
  readonly ends: Int32Array;
  /** The index of the first position of each posting; one more number ends the positions of the last. */
  readonly offsets: Int32Array;
  readonly positions: Int32Array;
  /**
   * For each position of a word in a body: the low four bits of the Han character before it, shifted by four, and of the one
   * behind it. For other positions UNKNOWN; empty if there are no words in bodies.
   */
  readonly beside: Int32Array;
  /** The number of sections that have the term. */
  readonly sectionCount: number;
  /** Whether a title, a heading or an ask has the term. */
  readonly isNamed: boolean;
}

export const enum Field {
  title = 1,
  heading = 2,
  body = 4,
  ask = 6,
}

/** The field of a place. */
export function fieldOf(place: number): Field {
  return place & 7;
}

/** Which ask of its section a place is in; 0 in other fields. */
export function askOf(place: number): number {
  return place >> 3;
}

/** Tells that the index has nothing of what is beside a position. */
export const UNKNOWN = -1;

/** The number of positions between the beginnings of two asks. */
export const ASK_PLACES = 64;

/** The error of positions: a term may begin up to this many characters behind its position. */
export function tolerance(field: Field): number {
  return field === Field.body ? positionUnit - 1 : 0;
}

/** Positions in bodies are counted in units of this many characters. */
const positionUnit = 8;

/** How many decoded postings are kept; they take about 30 MB. */
const MAX_DECODED = 800_000;

/** Keeps the decoded postings of the terms that were used last: the steps of a query need them, and the next query. */
export class Decoder {
  private readonly known = new Map<Line, Postings>(); // those that were used last come last
  private size = 0;

  constructor(
    private readonly isWord: (character: string) => boolean,
    private readonly pages: number,
    private readonly most = MAX_DECODED,
  ) {}

  decode(line: Line): Postings {
    const known = this.known.get(line);
    const postings = known ?? decode(line, this.isWord(String.fromCodePoint(line[0].codePointAt(0) ?? 0)), this.pages);
    this.size += known === undefined ? postings.length : 0;
    this.known.delete(line);
    this.known.set(line, postings);
    for (const [other, { length }] of this.known) {
      if (this.size <= this.most || other === line) break;
      this.known.delete(other);
      this.size -= length;
    }
    return postings;
  }
}

/** Decodes the postings of a term in an index of some pages; isWord tells whether the term is made of letters and digits rather than Han. */
function decode([term, bodies, names]: Line, isWord: boolean, pages: number): Postings {
  if (term.startsWith(SOUND)) return decodeList(bodies, Form.sound, pages);
  return merge([decodeList(bodies, isWord ? Form.word : Form.pair, pages), decodeList(names, Form.name, pages)]);
}

/** What a list has the postings of: words or pairs of Han in bodies, terms in names, the pinyin of names. */
const enum Form {
  word,
  pair,
  name,
  sound,
}

function decodeList(text: string, form: Form, pages: number): Postings {
  const isName = form === Form.name || form === Form.sound;
  const numbers = new Numbers(text);
  const [occurrences, fields, distances] = [new Kind(1), new Kind(4), new Kind(8)];
  let skipped = new Kind(Math.floor(pages / 2)); // the first page of a term may be any
  const rows = new Rows();
  for (let page = 0; !numbers.done; page++) {
    page += numbers.next(skipped);
    if (rows.pages.length === 0) skipped = new Kind(page);
    let number = 0;
    let position = 0;
    let last = -1;
    for (let left = numbers.next(occurrences); left >= 0; left--) {
      const further = numbers.next(fields);
      if (further > 0) position = 0;
      number += further;
      if (form !== Form.sound) position += numbers.next(distances);
      const place = isName ? placeOf(number, position) : Field.body;
      if (further > 0 || place !== last) rows.add(page, isName ? Math.max(0, (number - 1) >> 1) : number, place);
      last = place;
      rows.positions.push(isName ? position : position * positionUnit);
      if (form === Form.name) rows.setEnds(numbers.bits(1));
      else if (form === Form.word) rows.beside.push(numbers.bits(8));
    }
  }
  return rows.finish();
}

/** The place of a name of a page: its names are its title, with number 0, and then the heading and the asks of each section. */
function placeOf(number: number, position: number): number {
  if (number === 0) return Field.title;
  return number % 2 === 1 ? Field.heading : Field.ask + (Math.floor(position / ASK_PLACES) << 3);
}

/** Postings while they are collected. */
class Rows {
  readonly pages: number[] = [];
  readonly positions: number[] = [];
  readonly beside: number[] = [];
  private readonly sections: number[] = [];
  private readonly places: number[] = [];
  private readonly ends: number[] = [];
  private readonly offsets: number[] = [];
  private sectionCount = 0;

  /** Begins a posting, whose positions follow. */
  add(page: number, section: number, place: number): void {
    const last = this.pages.length - 1;
    if (page !== this.pages[last] || section !== this.sections[last]) this.sectionCount++;
    this.pages.push(page);
    this.sections.push(section);
    this.places.push(place);
    this.ends.push(0);
    this.offsets.push(this.positions.length);
  }

  /** Says of the current posting whether the term ends its place at the position added last. */
  setEnds(ends: number): void {
    this.ends[this.ends.length - 1] = ends;
  }

  /** Adds a posting of a list. */
  copy(list: Postings, row: number): void {
    this.add(list.pages[row] ?? 0, list.sections[row] ?? 0, list.places[row] ?? 0);
    this.setEnds(list.ends[row] ?? 0);
    const end = list.offsets[row + 1] ?? 0;
    for (let i = list.offsets[row] ?? 0; i < end; i++) {
      this.positions.push(list.positions[i] ?? 0);
      this.beside.push(list.beside[i] ?? UNKNOWN);
    }
  }

  finish(): Postings {
    return {
      length: this.pages.length,
      pages: Int32Array.from(this.pages),
      sections: Int32Array.from(this.sections),
      places: Int32Array.from(this.places),
      ends: Int32Array.from(this.ends),
      offsets: Int32Array.from([...this.offsets, this.positions.length]),
      positions: Int32Array.from(this.positions),
      beside: Int32Array.from(this.beside),
      sectionCount: this.sectionCount,
      isNamed: this.places.some((place) => place !== Field.body),
    };
  }
}

/** The postings of several lists as one. */
export function merge(lists: readonly Postings[]): Postings {
  const filled = lists.filter(({ length }) => length > 0);
  if (filled.length < 2) return filled[0] ?? lists[0] ?? new Rows().finish();
  const owners: number[] = [];
  const rows: number[] = [];
  filled.forEach(({ length }, owner) => {
    for (let row = 0; row < length; row++) {
      owners.push(owner);
      rows.push(row);
    }
  });
  let order: Int32Array = Int32Array.from(owners.keys());
  for (const column of ["places", "sections", "pages"] as const) order = sorted(order, concat(filled.map((list) => list[column])));
  const merged = new Rows();
  for (const i of order) {
    const list = filled[owners[i] ?? 0];
    if (list !== undefined) merged.copy(list, rows[i] ?? 0);
  }
  return merged.finish();
}

function concat(columns: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}

/** Sorts indices by their keys, which are small numbers; equal keys keep their order (counting sort). */
function sorted(order: Int32Array, keys: Int32Array): Int32Array {
  const next = new Int32Array(keys.reduce((most, key) => Math.max(most, key), 0) + 2);
  for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
  for (let key = 1; key < next.length; key++) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const result = new Int32Array(order.length);
  for (const i of order) {
    const key = keys[i] ?? 0;
    const at = next[key] ?? 0;
    next[key] = at + 1;
    result[at] = i;
  }
  return result;
}
