// The excerpt of a text that a result shows: the window with the most pieces of the
// query, in which every match is marked.

/** A part of a text; marked if it matches the query. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

type Fold = (text: string) => string[];

const length = 72;
const ends = "。！？；.!?;\n";

/** A text with every match of the query marked. */
export function highlight(text: string, needles: readonly (readonly string[])[], fold: Fold): Piece[] {
  const characters = Array.from(text);
  return pieces(characters, marks(fold(text), needles));
}

/** The window of a text that shows the query best. */
export function snippet(text: string, needles: readonly (readonly string[])[], fold: Fold): Piece[] {
  const characters = Array.from(text);
  const marked = marks(fold(text), needles);
  const from = start(characters, marked);
  let to = Math.min(from + length, characters.length);
  for (let i = to; i < Math.min(to + 12, characters.length); i++) {
    if (ends.includes(characters[i] ?? "")) {
      to = i + 1;
      break;
    }
  }
  const shown = pieces(characters.slice(from, to), marked.slice(from, to));
  if (from > 0) shown.unshift({ text: "…", marked: false });
  if (to < characters.length) shown.push({ text: "…", marked: false });
  return shown;
}

/** For each character, the number from 1 of the needle that it belongs to; 0 for none. */
function marks(folded: readonly string[], needles: readonly (readonly string[])[]): number[] {
  const marked = new Array<number>(folded.length).fill(0);
  needles.forEach((needle, n) => {
    for (const i of places(folded, needle)) marked.fill(n + 1, i, i + needle.length);
  });
  return marked;
}

/** The positions of a needle in a text. */
export function places(folded: readonly string[], needle: readonly string[]): number[] {
  const found: number[] = [];
  for (let i = 0; i + needle.length <= folded.length; i++) {
    if (needle.every((character, j) => folded[i + j] === character)) found.push(i);
  }
  return found;
}

/** The start of the window: the start of a sentence, if there is one nearby. */
function start(characters: readonly string[], marked: readonly number[]): number {
  let at = 0;
  let most = 0;
  for (let i = 0; i < marked.length; i++) {
    if (marked[i] === 0 || marked[i] === marked[i - 1]) continue;
    const distinct = new Set(marked.slice(i, i + length).filter((n) => n > 0)).size;
    if (distinct > most) [at, most] = [i, distinct];
  }
  for (let i = at; i > Math.max(0, at - 24); i--) {
    if (ends.includes(characters[i - 1] ?? "")) return i;
  }
  return Math.max(0, at - 12);
}

function pieces(characters: readonly string[], marked: readonly number[]): Piece[] {
  const list: { text: string; marked: boolean }[] = [];
  characters.forEach((character, i) => {
    const is = (marked[i] ?? 0) > 0;
    const lastPiece = list[list.length - 1];
    const text = character === "\n" ? " " : character;
    if (lastPiece !== undefined && lastPiece.marked === is) lastPiece.text += text;
    else list.push({ text, marked: is });
  });
  return list;
}
