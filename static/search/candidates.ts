// Finds the sections that have a piece of a query, in the index.

import { alternatives, either, phrase, WHOLE, WHOLE_WEIGHT, type Clause, type MayStart, type NeighbourFilter, type PhraseTerm } from "./clause";
import type { Index } from "./index";
import type { Terms } from "./near";
import { ASK_PLACES, Decoder, Field, merge, SOUND, tolerance, UNKNOWN, type Postings } from "./postings";
import type { Piece } from "./query";
import { places } from "./snippet";
import { isNumber, type Tokeniser } from "./tokenise";
import { nearest } from "./typo";

/** A long run of Han is looked up in the texts of at most this many pages. */
const MAX_READ_PAGES = 4;
/** The postings of a term that the index does not have. */
const NONE = merge([]);
/** The number of longer terms that a word is expanded to. */
const MAX_LONGER = 400;

export class Candidates {
  private readonly decoder: Decoder;

  constructor(
    private readonly index: Index,
    private readonly tokeniser: Tokeniser,
    pages: number,
  ) {
    this.decoder = new Decoder((character) => tokeniser.word(character), pages);
  }

  /** The sections that have a piece. */
  clause(piece: Piece): Promise<Clause> {
    return piece.isHan ? this.han(piece.needle) : this.word(piece);
  }

  /**
   * The postings of each term of a piece, for the ranking of near sections: of its pairs, or of the word and longer ones.
   * `isFound` tells that the query stands somewhere: then the pairs that cover the piece are enough, which have been read.
   */
  async terms({ needle, isHan }: Piece, isFound = false): Promise<Terms> {
    const pairs = isHan ? pairsOf(needle) : [];
    if (isHan) return (await this.pairs(needle, isFound ? cover(pairs) : pairs)).map(({ postings }) => postings);
    const word = needle.join("");
    const [exact, longer] = await this.beginning(word);
    if (exact.length > 0 || longer.length > 0) return [exact.length > 0 ? exact : longer];
    return [merge(await this.beginning(SOUND + word))];
  }

  /** The pages that have all pairs of neighbours of a run of Han; `han` looks up only those that cover it. */
  async pagesWithAll(run: readonly string[]): Promise<Set<number>> {
    const [first = [], ...others] = (await this.pairs(run, pairsOf(run))).map(({ postings }) => new Set(postings.pages));
    return new Set([...first].filter((page) => others.every((pages) => pages.has(page))));
  }

  /** The pages of a filter: "track:saas". */
  async pagesOf(filter: string): Promise<Set<number>> {
    return new Set((await this.postings(`=${filter}`)).pages);
  }

  /**
   * The nearest word of the index to a mistyped word: one edit away, or two for a word of at least 8 letters. Words with
   * the same first letter are preferred.
   */
  async correction(text: string): Promise<string | undefined> {
    if (!/^[a-z0-9]{4,40}$/.test(text)) return undefined;
    const limit = text.length < 8 ? 1 : 2;
    for (const [from, to] of [[text[0] ?? "", `${text[0] ?? ""}\u{10ffff}`], ["0", "z\u{10ffff}"]] as const) {
      const words = (await this.index.lines(from, to)).map(([term]) => term).filter((term) => /^[a-z0-9]+$/.test(term));
      const best = nearest(text, words, limit);
      if (best !== undefined) return best;
    }
    return undefined;
  }

  /**
   * The clause of a run of Han. Every other pair of neighbours, with the last pair, covers the run: a text that has these
   * pairs at their places has the run. To read fewer shards, of a long run only three pairs are looked up; few pages have
   * all three, and their texts, which are read anyway to be shown, tell whether the rest of the run stands there.
   */
  private async han(run: readonly string[]): Promise<Clause> {
    const pairs = pairsOf(run);
    if (cover(pairs).length <= 3) return phrase(await this.pairs(run, pairs.length <= 3 ? pairs : cover(pairs)));
    const terms = await this.pairs(run, [0, (pairs.length >> 1) & ~1, pairs.length - 1]); // of those that cover the run
    const hits = phrase(terms);
    const pages = [...new Set(hits.pages.filter((_, hit) => ((hits.flags[hit] ?? 0) & WHOLE) > 0))];
    if (pages.length <= MAX_READ_PAGES) return phrase(terms, await this.reader(run, pages));
    return phrase(await this.pairs(run, cover(pairs)));
  }

  /** The pairs of neighbours at some offsets of a run, with their postings. */
  private pairs(run: readonly string[], offsets: readonly number[]): Promise<PhraseTerm[]> {
    return Promise.all(offsets.map(async (offset) => ({ postings: await this.postings((run[offset] ?? "") + (run[offset + 1] ?? "")), offset })));
  }

  /** Looks a run up in the texts of pages. Tags are indexed as headings but are not in the texts, so that their postings are not verified. */
  private async reader(run: readonly string[], pages: readonly number[]): Promise<MayStart> {
    const texts = new Map(await Promise.all(pages.map(async (page) => [page, await this.index.page(page)] as const)));
    return (page, section, field, start) => {
      const shown = texts.get(page);
      const [, heading = "", text = "", asks = ""] = shown?.sections[section] ?? [];
      const ask = asks.split("\n")[Math.floor(start / ASK_PLACES)] ?? "";
      const folded = this.tokeniser.fold({ [Field.title]: shown?.title ?? "", [Field.heading]: heading, [Field.body]: text, [Field.ask]: ask }[field]);
      const from = field === Field.ask ? start % ASK_PLACES : start;
      const stretch = folded.slice(from, from + run.length + tolerance(field));
      return places(stretch, run).length > 0 || (field === Field.heading && start >= folded.length);
    };
  }

  /**
   * The clause of a word: the word, longer words that start with it, and titles and headings whose pinyin starts with it.
   * The parts of a joined word are looked up too, since they may stand inside of a longer one: BANT/SPIN in MEDDIC/BANT/SPIN.
   */
  private async word(piece: Piece): Promise<Clause> {
    const text = piece.needle.join("");
    const [exact, longer] = isNumber(text) ? [await this.postings(text), NONE] : await this.beginning(text);
    const [heard, begun] = /^[a-z]{2,}$/.test(text) ? await this.beginning(SOUND + text) : [NONE, NONE];
    const terms = [
      { postings: exact, weight: WHOLE_WEIGHT, typed: true },
      { postings: longer, weight: 1, typed: false },
      { postings: heard, weight: 2, typed: false },
      { postings: begun, weight: 1, typed: false },
    ];
    const clause = alternatives(terms, canBeBeside(piece));
    const parts = this.tokeniser.parts(piece.typed);
    const isJoined = /[-_./]/.test(text);
    if (parts.length < 2 || (exact.length > 0 && !isJoined)) return clause; // the index has SaaS of SaaS-Pro, but not 7-B of A-7-B
    return either(clause, phrase(await Promise.all(parts.map(async ({ term, start }) => ({ postings: await this.postings(term), offset: start })))));
  }

  private async postings(term: string): Promise<Postings> {
    const line = await this.index.line(term);
    return line === undefined ? NONE : this.decoder.decode(line);
  }

  /** The postings of a term, and those of longer terms that start with it. */
  private async beginning(term: string): Promise<[exact: Postings, longer: Postings]> {
    const lines = (await this.index.lines(term, term + "\u{10ffff}")).slice(0, MAX_LONGER);
    const decoded = lines.map((line) => ({ isExact: line[0] === term, postings: this.decoder.decode(line) }));
    const of = (exact: boolean): Postings => merge(decoded.filter(({ isExact }) => isExact === exact).map(({ postings }) => postings));
    return [of(true), of(false)];
  }
}

/** The offsets of the pairs of a run of Han. */
function pairsOf(run: readonly string[]): number[] {
  return run.slice(1).map((_, at) => at);
}

/** Every other pair, with the last one. */
function cover(pairs: readonly number[]): number[] {
  return pairs.filter((at) => at % 2 === 0 || at === pairs.length - 1);
}

/** The filter for a word: the index knows four bits of the Han characters beside each word of a body. */
function canBeBeside({ before, behind }: Piece): NeighbourFilter {
  return (beside = UNKNOWN) => beside === UNKNOWN || ((before === undefined || beside >> 4 === low4(before)) && (behind === undefined || (beside & 0xf) === low4(behind)));
}

/** The low four bits of a character's code point. */
function low4(character: string): number {
  return (character.codePointAt(0) ?? 0) & 0xf;
}
