// Decodes what the generator's encode.go writes.

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const valueOf = new Map(Array.from(digits, (digit, i) => [digit, i]));

/** The positions of a term in one field of a section. */
export interface Posting {
  readonly page: number;
  readonly section: number;
  /** 1 title, 2 heading, 4 body. */
  readonly field: number;
  readonly positions: readonly number[];
}

export function decode(text: string): Posting[] {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 32) {
      const digit = valueOf.get(text[at++] ?? "0") ?? 0;
      value += (digit % 32) * scale;
      if (digit < 32) return value;
    }
  };
  const postings: Posting[] = [];
  let page = 0;
  while (at < text.length) {
    page += next();
    let section = 0;
    for (let sections = next(); sections > 0; sections--) {
      section += next();
      const fields = next();
      for (const field of [1, 2, 4]) {
        if ((fields & field) === 0) continue;
        const positions: number[] = [];
        let position = 0;
        for (let count = next(); count > 0; count--) positions.push((position += next()));
        postings.push({ page, section, field, positions });
      }
    }
  }
  return postings;
}
