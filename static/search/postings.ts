// Decodes the postings of a term, which package search of the generator describes.

import { Numbers } from "./numbers";

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

const fields = [Field.title, Field.heading, Field.body];
/** The fields of a term that stands on a page only once, and whether it ends them. */
const kinds = [
  { field: Field.body, ends: false },
  { field: Field.title, ends: false },
  { field: Field.title, ends: true },
  { field: Field.heading, ends: false },
  { field: Field.heading, ends: true },
] as const;

export function decode(text: string): Posting[] {
  const numbers = new Numbers(text);
  const postings: Posting[] = [];
  let page = 0;
  while (!numbers.done) {
    const first = numbers.next();
    page += first >> 1;
    if (first % 2 === 1) {
      const place = numbers.next();
      const { field, ends } = kinds[place % kinds.length] ?? kinds[0];
      postings.push({ page, section: Math.floor(place / kinds.length), field, ends, positions: [numbers.next()] });
      continue;
    }
    let section = 0;
    for (let sections = numbers.next(); sections > 0; sections--) {
      section += numbers.next();
      const has = numbers.next();
      for (const field of fields) {
        if ((has & field) === 0) continue;
        const positions: number[] = [];
        let position = 0;
        for (let count = numbers.next(); count > 0; count--) positions.push((position += numbers.next()));
        postings.push({ page, section, field, ends: field !== Field.body && (has & (field << 3)) !== 0, positions });
      }
    }
  }
  return postings;
}
