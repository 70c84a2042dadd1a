// Corrects the pieces of a query that the index does not have.

import type { Candidates } from "./candidates";
import type { Piece, Query } from "./query";
import type { Spelling } from "./spelling";

/** The corrections of a query's pieces, by the piece as it was parsed. */
export async function corrections({ pieces }: Query, candidates: Candidates, spelling: () => Promise<Spelling>): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all(pieces.map(async (piece) => [piece.needle.join(""), await correction(piece, candidates, spelling)] as const));
  return new Map(all.flatMap(([piece, corrected]) => (corrected === undefined ? [] : [[piece, corrected] as const])));
}

async function correction(piece: Piece, candidates: Candidates, spelling: () => Promise<Spelling>): Promise<string | undefined> {
  if (piece.isHan) {
    const has = (await candidates.terms(piece)).map((postings) => postings.length > 0);
    const isSuspect = has.some((known, at) => !known && !(has[at - 1] === true && has[at + 1] === true));
    return isSuspect ? (await spelling()).corrected(piece.needle, has) : undefined;
  }
  if ((await candidates.clause(piece)).length > 0) return undefined;
  const word = piece.needle.join("");
  return (await candidates.correction(word)) ?? (await spelling()).han(word);
}
