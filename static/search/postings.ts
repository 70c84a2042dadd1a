// Decodes the postings of a term. The comment of the generator's package search
// specifies their format.

import { Kind, Numbers } from "./numbers";

/** A line of a shard: a term and its encoded postings. */
export type Line = readonly [term: string, postings: string];

/** The positions of a term in one field of a section. */
export interface Posting {
  readonly page: number;
  readonly section: number;
  readonly field: Field;
  /** Whether the term ends the title or the heading at its last position. */
  readonly ends: boolean;
  readonly positions: readonly number[];
  /** For each position of a word in a body: the low four bits of the Han character before it, shifted by four, and of the one behind it. */
  readonly beside: readonly number[];
}

export const enum Field {
  title = 1,
  heading = 2,
  body = 4,
}

/** The suffix of terms of names (titles, headings and tags), whose postings are separate from those of bodies. */
export const nameSuffix = "!";

/** The error of positions: a term may begin up to this many characters behind its position. */
export function tolerance(field: Field): number {
  return field === Field.body ? positionUnit - 1 : 0;
}

/** Positions in bodies are counted in units of this many characters. */
const positionUnit = 8;

/** Decodes the postings of a term; isWord tells whether it is made of letters and digits rather than Han. */
export function decode([term, text]: Line, isWord: boolean): Posting[] {
  const isName = term.endsWith(nameSuffix);
  const numbers = new Numbers(text);
  const [pages, places, fields, distances] = [new Kind(), new Kind(), new Kind(), new Kind()];
  const postings: Posting[] = [];
  for (let page = 0; !numbers.done; page++) {
    page += numbers.next(pages);
    let number = 0;
    let position = 0;
    let current: (Posting & { ends: boolean; positions: number[]; beside: number[] }) | undefined;
    for (let left = numbers.next(places); left >= 0; left--) {
      const further = numbers.next(fields);
      if (current === undefined || further > 0) {
        number += further;
        position = 0;
        current = { page, section: isName ? Math.max(0, number - 1) : number, field: isName ? nameOf(number) : Field.body, ends: false, positions: [], beside: [] };
        postings.push(current);
      }
      position += numbers.next(distances);
      current.positions.push(isName ? position : position * positionUnit);
      if (isName) current.ends = numbers.bits(1) === 1;
      else if (isWord) current.beside.push(numbers.bits(8));
    }
  }
  return postings;
}

/** The names of a page are its title, with number 0, and the headings of its sections in order. */
function nameOf(number: number): Field {
  return number === 0 ? Field.title : Field.heading;
}
