// Decodes the postings of a term, which package search of the generator describes.

import { Kind, Numbers } from "./numbers";

/** The positions of a term in one field of a section. */
export interface Posting {
  readonly page: number;
  readonly section: number;
  readonly field: Field;
  /** No other term follows the last of the positions in its line. */
  readonly ends: boolean;
  readonly positions: readonly number[];
}

export const enum Field {
  title = 1,
  heading = 2,
  body = 4,
}

export function decode(text: string): Posting[] {
  const numbers = new Numbers(text);
  const [pages, places, fields, distances] = [new Kind(), new Kind(), new Kind(), new Kind()];
  const postings: Posting[] = [];
  for (let page = 0; !numbers.done; page++) {
    page += numbers.next(pages);
    let number = 0;
    let position = 0;
    let current: { ends: boolean; positions: number[] } | undefined;
    for (let left = numbers.next(places); left >= 0; left--) {
      const further = numbers.next(fields);
      if (current === undefined || further > 0) {
        number += further;
        position = 0;
        const posting = { page, section: Math.max(0, (number - 1) >> 1), field: fieldOf(number), ends: false, positions: [] };
        postings.push(posting);
        current = posting;
      }
      if (fieldOf(number) !== Field.body) current.ends = numbers.bits(1) === 1;
      current.positions.push((position += numbers.next(distances)));
    }
  }
  return postings;
}

/** The fields of a page are its title, and the heading and the body of each section. */
function fieldOf(number: number): Field {
  if (number === 0) return Field.title;
  return number % 2 === 1 ? Field.heading : Field.body;
}
