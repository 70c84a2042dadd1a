// Decodes the postings of a term. The comment of the generator's package search
// specifies their format.

import { Kind, Numbers } from "./numbers";

/** A line of a shard: a term and its encoded postings in bodies and in names. */
export type Line = readonly [term: string, bodies: string, names: string];

/** The prefix of terms for the pinyin of titles and headings. */
export const SOUND = "~";

/** The positions of a term in one field of a section, or in one of its asks. */
export interface Posting {
  readonly page: number;
  readonly section: number;
  readonly field: Field;
  /** Which ask of the section; 0 in other fields. */
  readonly ask: number;
  /** Whether the term ends the title, the heading or the ask at its last position. */
  readonly ends: boolean;
  readonly positions: readonly number[];
  /** For each position of a word in a body: the low four bits of the Han character before it, shifted by four, and of the one behind it. */
  readonly beside: readonly number[];
}

export const enum Field {
  title = 1,
  heading = 2,
  body = 4,
  ask = 6,
}

/** The number of positions between the beginnings of two asks. */
export const ASK_PLACES = 64;

/** The error of positions: a term may begin up to this many characters behind its position. */
export function tolerance(field: Field): number {
  return field === Field.body ? positionUnit - 1 : 0;
}

/** Positions in bodies are counted in units of this many characters. */
const positionUnit = 8;

/** What is beside a pair of Han: nothing that the index knows. */
const NOTHING: number[] = [];

/** How many decoded postings are kept; they take about 30 MB. */
const MAX_DECODED = 200_000;

/** Keeps the decoded postings of the terms that were used last: the steps of a query need them, and the next query. */
export class Decoder {
  private readonly known = new Map<Line, readonly Posting[]>(); // those that were used last come last
  private size = 0;

  constructor(
    private readonly isWord: (character: string) => boolean,
    private readonly pages: number,
    private readonly most = MAX_DECODED,
  ) {}

  decode(line: Line): readonly Posting[] {
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
function decode([term, bodies, names]: Line, isWord: boolean, pages: number): Posting[] {
  if (term.startsWith(SOUND)) return decodeList(bodies, Form.sound, pages);
  const postings = decodeList(bodies, isWord ? Form.word : Form.pair, pages);
  return names === "" ? postings : postings.concat(decodeList(names, Form.name, pages));
}

/** What a list has the postings of: words or pairs of Han in bodies, terms in names, the pinyin of names. */
const enum Form {
  word,
  pair,
  name,
  sound,
}

function decodeList(text: string, form: Form, pages: number): Posting[] {
  const isName = form === Form.name || form === Form.sound;
  const numbers = new Numbers(text);
  const [places, fields, distances] = [new Kind(1), new Kind(4), new Kind(8)];
  let skipped = new Kind(Math.floor(pages / 2)); // the first page of a term may be any
  const postings: Posting[] = [];
  for (let page = 0; !numbers.done; page++) {
    page += numbers.next(skipped);
    if (postings.length === 0) skipped = new Kind(page);
    let number = 0;
    let position = 0;
    let current: (Posting & { ends: boolean; positions: number[]; beside: number[] }) | undefined;
    for (let left = numbers.next(places); left >= 0; left--) {
      const further = numbers.next(fields);
      if (further > 0) position = 0;
      number += further;
      if (form !== Form.sound) position += numbers.next(distances);
      const field = isName ? nameOf(number) : Field.body;
      const ask = field === Field.ask ? Math.floor(position / ASK_PLACES) : 0;
      if (current === undefined || further > 0 || ask !== current.ask) {
        current = { page, section: isName ? Math.max(0, (number - 1) >> 1) : number, field, ask, ends: false, positions: [], beside: form === Form.word ? [] : NOTHING };
        postings.push(current);
      }
      current.positions.push(isName ? position : position * positionUnit);
      if (form === Form.name) current.ends = numbers.bits(1) === 1;
      else if (form === Form.word) current.beside.push(numbers.bits(8));
    }
  }
  return postings;
}

/** The names of a page are its title, with number 0, and then the heading and the asks of each section. */
function nameOf(number: number): Field {
  return number === 0 ? Field.title : number % 2 === 1 ? Field.heading : Field.ask;
}
