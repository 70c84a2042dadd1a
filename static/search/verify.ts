// Verifies found pages against their texts: postings are approximate about where in a body the pieces of a query occur.

import { Best } from "./best";
import type { Candidates } from "./candidates";
import type { Index } from "./index";
import type { Piece } from "./query";
import { order, VICINITY, type Doubts, type Found, type Ranking } from "./rank";
import { places } from "./snippet";
import type { Token, Tokeniser } from "./tokenise";

/** How many times the texts of further pages are read when pages turn out not to have the query, and of how many pages each time. */
const ROUNDS = 3;
const MAX_FURTHER_PAGES = 32;

/** The body of a section. */
export class Body {
  private folded: readonly string[] | undefined;
  private tokens: readonly Token[] | undefined;

  constructor(
    private readonly text: string,
    private readonly tokeniser: Tokeniser,
  ) {}

  /** The positions of a piece: of a run of Han anywhere, of a word where words or parts of words begin and end. */
  starts(needle: readonly string[]): number[] {
    const found = places((this.folded ??= this.tokeniser.fold(this.text)), needle);
    if (this.tokeniser.han(needle[0])) return found;
    const tokens = (this.tokens ??= this.tokeniser.tokenise(this.text));
    const term = needle.join("");
    const from = new Set(tokens.map(({ start }) => start));
    const to = new Set(tokens.map(({ end }) => end));
    const equal = tokens.filter((token) => token.term === term).map(({ start }) => start); // a number may be written in another form
    return [...new Set([...equal, ...found.filter((at) => from.has(at) && to.has(at + needle.length))])].sort((a, b) => a - b);
  }

  /** Whether all pieces occur here, each at its distance from the piece before it, or near it. */
  has(query: readonly Piece[]): boolean {
    let before: readonly number[] = [];
    return query.every(({ needle, distances, near }, i) => {
      const tolerance = near ? 2 * VICINITY : 0; // approximate positions within VICINITY can be twice that far off
      const follows = (at: number): boolean => distances.some((distance) => before.some((from) => Math.abs(at - distance - from) <= tolerance));
      before = this.starts(needle).filter((at) => i === 0 || follows(at));
      return before.length > 0;
    });
  }
}

/**
 * The pages of a ranking without those whose texts refute them; the first `limit` are in final order. The texts of the first
 * `limit` pages are read anyway to be shown. If some of them are refuted, pages that lack a pair of a run of Han are dropped,
 * and the texts of a few further pages are read. If too few are confirmed then, no page that was not read counts as a phrase
 * match; if none is, pages that postings do not prove are dropped.
 */
export async function verify(ranking: Ranking, limit: number, pieces: readonly Piece[], index: Index, candidates: Candidates, tokeniser: Tokeniser): Promise<Found[]> {
  const read: Found[] = [];
  let unread = new Best(ranking.found, order);
  let confirmed = 0;
  for (let round = 0; round < ROUNDS && confirmed < limit && unread.rest.length > 0; round++) {
    if (round === 1) unread = new Best(await withAllPairs(unread.rest, pieces, candidates), order);
    const some = unread.take(round === 0 ? limit : Math.min((limit - confirmed) * 4 ** round, MAX_FURTHER_PAGES));
    const proven = await Promise.all(
      some.map(async (page) => {
        if (page.verified) return page;
        const { sections } = await index.page(page.page);
        return prove(page, ranking.doubts(page.page), sections.map(([, , text]) => new Body(text, tokeniser)), pieces);
      }),
    );
    proven.forEach((page, i) => {
      if (page !== undefined) read.push(page);
      if (page?.isPhrase === some[i]?.isPhrase && page?.whole === some[i]?.whole) confirmed++;
    });
  }
  const likely = (): Found[] => unread.rest.filter(({ verified }) => verified || confirmed > 0).map((page) => (page.verified ? page : { ...page, isPhrase: false, whole: page.proven }));
  const rest = confirmed >= limit ? unread : new Best(likely(), order);
  return [...[...read, ...rest.take(limit)].sort(order), ...rest.rest];
}

/** The pages that have all pairs of the query's runs of Han, and those that need no verification. */
async function withAllPairs(found: readonly Found[], pieces: readonly Piece[], candidates: Candidates): Promise<Found[]> {
  const having = await Promise.all(pieces.filter(({ isHan }) => isHan).map(({ needle }) => candidates.pagesWithAll(needle)));
  return found.filter(({ page, verified }) => verified || having.every((pages) => pages.has(page)));
}

/** The page as its texts prove it: the section that contains the query, as typed if there is one; undefined if none does. */
function prove(found: Found, doubts: Doubts, bodies: readonly Body[], pieces: readonly Piece[]): Found | undefined {
  const stands = (section: number, n: number): boolean => (bodies[section]?.starts(pieces[n]?.needle ?? []).length ?? 0) > 0;
  const holds = doubts.candidates.map(({ section, isPhrase, verified, unverified }) => ({
    section,
    isPhrase: isPhrase && (verified || (bodies[section]?.has(pieces) ?? false)),
    holds: verified || unverified.every((n) => stands(section, n)),
  }));
  const best = holds.find(({ isPhrase }) => isPhrase) ?? holds.find((candidate) => candidate.holds);
  if (best === undefined) return undefined;
  const refuted = best.isPhrase ? [] : doubts.unverified.filter((n) => !bodies.some((_, section) => stands(section, n)));
  return { ...found, section: best.section, isPhrase: best.isPhrase, whole: found.whole - refuted.length, verified: true };
}
