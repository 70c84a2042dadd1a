// Corrects Han by its sound: characters of the same sound (竟品), pinyin (xinxike), and both with the sounds that
// readers mix up. A pair that the index has replaces one that it does not have.

import type { Index } from "./index";

/** The longest pinyin that is read, in letters, and the longest syllable. */
const MAX_PINYIN = 40;
const MAX_SYLLABLE = 6;
/** The pairs of one sound that are tried. */
const MAX_PAIRS = 12;

export class Spelling {
  private constructor(
    private readonly index: Index,
    /** The syllable of each character. */
    private readonly syllables: ReadonlyMap<string, string>,
    private readonly known: ReadonlySet<string>,
  ) {}

  static async open(index: Index): Promise<Spelling> {
    const readings = Object.entries(await index.readings());
    return new Spelling(index, new Map(readings.flatMap(([syllable, all]) => Array.from(all, (c) => [c, syllable] as const))), new Set(readings.map(([syllable]) => syllable)));
  }

  /**
   * A run of Han with a wrong character replaced by one of the same sound; undefined if none seems to be wrong. `has` tells
   * for each pair of neighbours whether the index has it: a character is wrong if it has no pair with its neighbours.
   */
  async corrected(run: readonly string[], has: readonly boolean[]): Promise<string | undefined> {
    for (let at = 0; at + 1 < run.length; at++) {
      const [a = "", b = ""] = [run[at], run[at + 1]];
      const stands = [has[at - 1], has[at + 1]]; // of a beyond this pair, and of b
      if (has[at] === true || stands.every((other) => other === true)) continue;
      const pair = (await this.pairs(this.syllables.get(a), this.syllables.get(b))).find(([c, d]) => (c === a && stands[1] !== true) || (d === b && stands[0] !== true));
      if (pair !== undefined) return [...run.slice(0, at), pair, ...run.slice(at + 2)].join("");
    }
    return undefined;
  }

  /** The Han that a word in pinyin stands for: a chain of pairs that the index has; undefined if there is none. */
  async han(word: string): Promise<string | undefined> {
    if (!/^[a-z]{4,}$/.test(word) || word.length > MAX_PINYIN) return undefined;
    for (const letters of [word, ...swaps(word)]) {
      let fewest = Infinity;
      for (const syllables of this.split(letters)) {
        fewest = Math.min(fewest, syllables.length);
        const chain = syllables.length < 2 || syllables.length > fewest ? undefined : await this.chain(syllables);
        if (chain !== undefined) return chain;
      }
    }
    return undefined;
  }

  /** The pairs of two sounds, those of exactly these syllables first. */
  private async pairs(first: string | undefined, second: string | undefined): Promise<string[]> {
    if (first === undefined || second === undefined) return [];
    const all = await this.index.spelled(`${blurred(first)}'${blurred(second)}`);
    const isExact = (pair: string): boolean => Array.from(pair, (c) => this.syllables.get(c)).join() === `${first},${second}`;
    return [...all.filter(isExact), ...all.filter((pair) => !isExact(pair))];
  }

  /** A text of the syllables in which neighbours are pairs, or words of two pairs follow each other. */
  private async chain(syllables: readonly string[], last?: string): Promise<string | undefined> {
    if (syllables.length === (last === undefined ? 0 : 1)) return "";
    const pairs = (await this.pairs(syllables[0], syllables[1])).filter(([first]) => last === undefined || first === last);
    for (const pair of pairs.slice(0, MAX_PAIRS)) {
      const [first = "", second = ""] = Array.from(pair);
      const own = last === undefined ? first + second : second;
      const rest = (await this.chain(syllables.slice(1), second)) ?? (await this.chain(syllables.slice(2)));
      if (rest !== undefined) return own + rest;
    }
    return undefined;
  }

  /** The ways to read letters as syllables, long syllables first. */
  private *split(word: string): Generator<string[]> {
    if (word === "") yield [];
    for (let n = Math.min(MAX_SYLLABLE, word.length); n > 0; n--) {
      const syllable = word.slice(0, n);
      if (!this.known.has(syllable)) continue;
      for (const rest of this.split(word.slice(n))) yield [syllable, ...rest];
    }
  }
}

/** The words that a slip of two neighbouring letters may have been meant as. */
function swaps(word: string): string[] {
  return Array.from(word.slice(1), (letter, i) => word.slice(0, i) + letter + (word[i] ?? "") + word.slice(i + 2)).filter((swapped) => swapped !== word);
}

/** What a syllable becomes if zh and z, ch and c, sh and s, n and l before a vowel, and ng and n behind one are the same, as in the generator. */
function blurred(syllable: string): string {
  return syllable.replace(/^([zcs])h/, "$1").replace(/^l/, "n").replace(/ng$/, "n");
}
