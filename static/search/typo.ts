// Corrects mistyped words by their edit distance.

/** The word with the smallest distance to the typed one, at most limit; the first of those with the same distance. */
export function nearest(typed: string, words: readonly string[], limit: number): string | undefined {
  let best: string | undefined;
  let least = limit + 1;
  for (const word of words) {
    if (Math.abs(word.length - typed.length) >= least) continue;
    const edits = distance(typed, word);
    if (edits < least) [best, least] = [word, edits];
  }
  return best;
}

/** The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      current.push(edits);
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
