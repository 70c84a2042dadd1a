// Looks up in the texts of a page what postings tell only nearly: where in a body
// the pieces of a query stand.

import { vicinity, type Apart, type Found } from "./rank";
import { places } from "./snippet";
import type { Token, Tokeniser } from "./tokenise";

/** A piece of a query with its place there. */
export interface Placed extends Apart {
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

  /** Where a piece begins: a run of Han anywhere, a word where it is one, or a part of one. */
  starts(needle: readonly string[]): number[] {
    if (this.tokeniser.han(needle[0])) return places((this.folded ??= this.tokeniser.fold(this.text)), needle);
    const term = needle.join("");
    return (this.tokens ??= this.tokeniser.tokenise(this.text)).filter((token) => token.term === term).map(({ start }) => start);
  }

  /** Whether all pieces stand here, each at its place behind the one before, or near it. */
  has(query: readonly Placed[]): boolean {
    let before: readonly number[] = [];
    return query.every(({ needle, distances, near }, i) => {
      const off = near ? 2 * vicinity : 0; // positions that seem so far off may be twice as far
      const follows = (at: number): boolean => distances.some((distance) => before.some((from) => Math.abs(at - distance - from) <= off));
      before = this.starts(needle).filter((at) => i === 0 || follows(at));
      return before.length > 0;
    });
  }
}

/** A page as it is: with the section that has the query as it was typed, and how many of its pieces do stand there. */
export function confirm(found: Found, bodies: readonly Body[], query: readonly Placed[]): Found {
  const place = found.seems.find(({ section, sure }) => sure || bodies[section]?.has(query));
  if (place !== undefined) return { ...found, section: place.section, sure: true };
  const lost = found.doubts.filter((n) => !bodies.some((body) => body.starts(query[n]?.needle ?? []).length > 0));
  return { ...found, together: 0, whole: found.whole - lost.length, sure: true };
}
