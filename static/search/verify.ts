// Verifies a found page against its texts: postings are approximate about where in
// a body the pieces of a query occur.

import type { Gap } from "./clause";
import { VICINITY, type Found } from "./rank";
import { places } from "./snippet";
import type { Token, Tokeniser } from "./tokenise";

/** A piece of a query with its distance from the piece before it. */
export interface PlacedPiece extends Gap {
  readonly needle: readonly string[];
}

/** The body of a section. */
export class Body {
  private folded: readonly string[] | undefined;
  private tokens: readonly Token[] | undefined;

  constructor(
    private readonly text: string,
    private readonly tokeniser: Tokeniser,
  ) {}

  /** The positions of a piece: of a run of Han anywhere, of a word where it is a word of the text or a part of one. */
  starts(needle: readonly string[]): number[] {
    if (this.tokeniser.han(needle[0])) return places((this.folded ??= this.tokeniser.fold(this.text)), needle);
    const term = needle.join("");
    return (this.tokens ??= this.tokeniser.tokenise(this.text)).filter((token) => token.term === term).map(({ start }) => start);
  }

  /** Whether all pieces occur here, each at its distance from the piece before it, or near it. */
  has(query: readonly PlacedPiece[]): boolean {
    let before: readonly number[] = [];
    return query.every(({ needle, distances, near }, i) => {
      const tolerance = near ? 2 * VICINITY : 0; // approximate positions within VICINITY can be twice that far off
      const follows = (at: number): boolean => distances.some((distance) => before.some((from) => Math.abs(at - distance - from) <= tolerance));
      before = this.starts(needle).filter((at) => i === 0 || follows(at));
      return before.length > 0;
    });
  }
}

/** The page with what its texts prove: its section that contains the query as typed, and the number of pieces that occur there as typed. */
export function verify(found: Found, bodies: readonly Body[], query: readonly PlacedPiece[]): Found {
  const place = found.candidates.find(({ section, verified }) => verified || bodies[section]?.has(query));
  if (place !== undefined) return { ...found, section: place.section, verified: true };
  const refuted = found.unverified.filter((n) => !bodies.some((body) => body.starts(query[n]?.needle ?? []).length > 0));
  return { ...found, isPhrase: false, whole: found.whole - refuted.length, verified: true };
}
