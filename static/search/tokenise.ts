// Cuts texts into terms exactly as the generator's tokeniser does, whose comment gives
// the rules. It uses the tables in the manifest instead of \p and normalize, because a
// browser has another version of Unicode.

/** Code points, each as its difference from the one before; the generator's alphabet.go describes the tables. */
export interface Tables {
  readonly han: readonly number[];
  readonly letters: readonly number[];
  readonly folds: readonly number[];
}

/** A term with its position in the text, in code points. */
export interface Token {
  readonly term: string;
  readonly start: number;
}

type Class = (code: number) => boolean;

function classOf(ranges: readonly number[]): Class {
  let end = 0;
  const ends = ranges.map((further) => (end += further));
  return (code) => {
    let low = 0;
    let high = ends.length / 2 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (code < (ends[2 * middle] ?? 0)) high = middle - 1;
      else if (code > (ends[2 * middle + 1] ?? 0)) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function foldsOf(runs: readonly number[]): Map<number, number> {
  const folds = new Map<number, number>();
  let code = 0;
  let became = 0;
  for (let i = 0; i < runs.length; i += 4) {
    const [further = 0, stride = 0, count = 0, difference = 0] = runs.slice(i, i + 4);
    code += further;
    became += difference;
    folds.set(code, became);
    for (let n = 1; n < count; n++) folds.set((code += stride), (became += stride));
  }
  return folds;
}

const joiners = "-_./";

export class Tokeniser {
  private readonly isHan: Class;
  private readonly isWord: Class;
  private readonly folds: Map<number, number>;

  constructor(tables: Tables) {
    this.isHan = classOf(tables.han);
    this.isWord = classOf(tables.letters);
    this.folds = foldsOf(tables.folds);
  }

  /** The folded characters of a text, one for each code point; texts are compared in this form. */
  fold(text: string): string[] {
    return Array.from(text, (c) => {
      const code = c.codePointAt(0) ?? 0;
      const folded = this.folds.get(code);
      return folded === undefined ? c : String.fromCodePoint(folded);
    });
  }

  han(character: string | undefined): boolean {
    return character !== undefined && this.isHan(character.codePointAt(0) ?? 0);
  }

  word(character: string | undefined): boolean {
    return character !== undefined && this.isWord(character.codePointAt(0) ?? 0);
  }

  /** The runs of a text that terms are cut from: the start and the end of each, and whether it is Han. */
  runs(folded: readonly string[]): { from: number; to: number; han: boolean }[] {
    const runs = [];
    for (let i = 0; i < folded.length; ) {
      const from = i;
      if (this.han(folded[i])) {
        while (this.han(folded[i])) i++;
        runs.push({ from, to: i, han: true });
      } else if (this.word(folded[i])) {
        i = this.wordEnd(folded, i);
        runs.push({ from, to: i, han: false });
      } else {
        i++;
      }
    }
    return runs;
  }

  private wordEnd(folded: readonly string[], i: number): number {
    for (;;) {
      if (this.word(folded[i])) i++;
      else if (isJoiner(folded[i]) && this.word(folded[i + 1])) i += 2;
      else return i;
    }
  }

  tokenise(text: string): Token[] {
    const original = Array.from(text);
    const folded = this.fold(text);
    const tokens: Token[] = [];
    for (const { from, to, han } of this.runs(folded)) {
      if (han) {
        for (let i = from; i < to - 1; i++) tokens.push({ term: folded.slice(i, i + 2).join(""), start: i });
        tokens.push({ term: folded[to - 1] ?? "", start: to - 1 });
      } else {
        tokens.push({ term: folded.slice(from, to).join(""), start: from });
        tokens.push(...parts(original, folded, from, to));
      }
    }
    return tokens;
  }

  /** The parts of a word as it was typed, each with its offset in the word; none if it cannot be split. */
  parts(word: string): Token[] {
    const original = Array.from(word);
    return parts(original, this.fold(word), 0, original.length);
  }
}

function isJoiner(character: string | undefined): boolean {
  return character !== undefined && joiners.includes(character);
}

function parts(original: readonly string[], folded: readonly string[], from: number, to: number): Token[] {
  const cuts = [from];
  for (let i = from + 1; i < to; i++) {
    if (isJoiner(folded[i]) || isJoiner(folded[i - 1]) || changes(original[i - 1] ?? "", original[i] ?? "")) cuts.push(i);
  }
  if (cuts.length === 1) return [];
  return cuts
    .map((cut, i) => ({ term: folded.slice(cut, cuts[i + 1] ?? to).join(""), start: cut }))
    .filter(({ term }) => !isJoiner(term[0]));
}

function changes(before: string, after: string): boolean {
  if (before > "\x7f" || after > "\x7f") return false;
  return (/[a-z]/.test(before) && /[A-Z]/.test(after)) || /[0-9]/.test(before) !== /[0-9]/.test(after);
}
