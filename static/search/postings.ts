// Decodes the postings of a term, which package search of the generator describes.

import { Kind, Numbers } from "./numbers";

/** A term with its postings as the index has them. */
export type Line = readonly [term: string, postings: string];

/** The positions of a term in one field of a section. */
export interface Posting {
  readonly page: number;
  readonly section: number;
  readonly field: Field;
  /** No other term follows the last of the positions in its line. */
  readonly ends: boolean;
  readonly positions: readonly number[];
  /** Of a word in a body, for each position four bits of the Han character before it, shifted by four, and of the one behind it. */
  readonly beside: readonly number[];
}

export const enum Field {
  title = 1,
  heading = 2,
  body = 4,
}

/** Ends the terms of titles, headings and tags, which have postings of their own. */
export const naming = "#";

/** How many characters behind its position a term may begin: in bodies it is told to within eight. */
export function slack(field: Field): number {
  return field === Field.body ? granule - 1 : 0;
}

const granule = 8;

/** Decodes the postings of a term; word: it is one of letters and digits. */
export function decode([term, text]: Line, word: boolean): Posting[] {
  const names = term.endsWith(naming);
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
        current = { page, section: names ? Math.max(0, number - 1) : number, field: names ? nameOf(number) : Field.body, ends: false, positions: [], beside: [] };
        postings.push(current);
      }
      position += numbers.next(distances);
      current.positions.push(names ? position : position * granule);
      if (names) current.ends = numbers.bits(1) === 1;
      else if (word) current.beside.push(numbers.bits(8));
    }
  }
  return postings;
}

/** The names on a page are its title, which belongs to the first section, and the heading of each section. */
function nameOf(number: number): Field {
  return number === 0 ? Field.title : Field.heading;
}
