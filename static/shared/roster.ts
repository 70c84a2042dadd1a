// The lines of a roster that a manager pastes: one person a line, cells separated by tabs,
// commas, semicolons or bars, the name first.

/** A line of a roster that is not empty. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export function rosterRows(text: string): Row[] {
  // Escaped are ， 、 and ；: the bundler keeps regular expressions as they are, and no English site has Chinese characters.
  const cut = (row: string): string[] => row.split(/[\t,\uff0c\u3001;\uff1b|]/).map((cell) => cell.trim());
  return text.split(/\r\n|\r|\n/).map((row, i) => ({ line: i + 1, cells: cut(row) })).filter(({ cells }) => cells.some((cell) => cell !== ""));
}
