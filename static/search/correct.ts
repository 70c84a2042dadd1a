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

/** The lengths of runs of Han in which one wrong character is looked for. */
const MIN_ALIKE = 4;
const MAX_ALIKE = 8;

/** Whether `alike` could find a stretch, which depends on the texts. */
export function mayBeAlike(run: readonly string[], has: readonly boolean[]): boolean {
  return run.length >= MIN_ALIKE && run.length <= MAX_ALIKE && suspects(run, has).includes(true);
}

/** Tells of each character of a run whether it may be wrong: a wrong character makes no pair that the index has. */
function suspects(run: readonly string[], has: readonly boolean[]): boolean[] {
  return run.map((_, i) => has[i - 1] !== true && has[i] !== true);
}

/**
 * The first stretch of Han in the texts, which are folded, that differs from a run in one character; undefined if there is
 * none. `has` tells for each pair of neighbours of the run whether the index has it.
 */
export function alike(run: readonly string[], has: readonly boolean[], texts: readonly (readonly string[])[], isHan: (character: string | undefined) => boolean): string | undefined {
  if (!mayBeAlike(run, has)) return undefined;
  const isSuspect = suspects(run, has);
  for (const text of texts) {
    for (let at = 0; at + run.length <= text.length; at++) {
      const wrong = [...run.keys()].filter((i) => text[at + i] !== run[i]);
      const [i = 0] = wrong;
      if (wrong.length === 1 && isSuspect[i] === true && isHan(text[at + i])) return text.slice(at, at + run.length).join("");
    }
  }
  return undefined;
}
