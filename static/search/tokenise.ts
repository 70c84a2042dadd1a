// Cuts texts into terms exactly as the generator's tokeniser does, whose comment gives
// the rules. It uses the tables in the manifest instead of \p, because a browser has
// another version of Unicode. Texts are in the composed form of Unicode (NFC), as the
// generator writes them; a query is brought into it by normalize.

/** Code points, each as its difference from the one before; the generator's alphabet.go describes the tables. */
export interface Tables {
  readonly han: readonly number[];
  readonly letters: readonly number[];
  readonly folds: readonly number[];
  readonly traditional: Pairs;
}

/** Traditional characters of Han with their simplified forms. */
export interface Pairs {
  readonly from: readonly number[];
  readonly to: string;
}

/** A term with its position in the text, in code points. */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** A run of Han or a word. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly han: boolean;
  /** The run, folded; numbers in their shortest form. */
  readonly term: string;
}

/** A part of a word. */
interface Part {
  readonly from: number;
  readonly end: number;
  /** The end of the part's number, which a per cent sign may follow; 0 for no number. */
  readonly number: number;
}

type Class = (code: number) => boolean;

function classOf(ranges: readonly number[]): Class {
  let end = 0;
  const ends = ranges.map((further) => (end += further));
  return (code) => {
    let low = 0;
    let high = ends.length / 2 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (code < (ends[2 * middle] ?? 0)) high = middle - 1;
      else if (code > (ends[2 * middle + 1] ?? 0)) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function foldsOf(runs: readonly number[]): Map<number, number> {
  const folds = new Map<number, number>();
  let code = 0;
  let became = 0;
  for (let i = 0; i < runs.length; i += 4) {
    const [further = 0, stride = 0, count = 0, difference = 0] = runs.slice(i, i + 4);
    code += further;
    became += difference;
    folds.set(code, became);
    for (let n = 1; n < count; n++) folds.set((code += stride), (became += stride));
  }
  return folds;
}

/** The letters under accents. A character's decomposition is the same in all versions of Unicode. */
function foldAccents(folds: Map<number, number>): void {
  for (let code = 0xc0; code < 0x1f00; code++) {
    if (code === 0x250) code = 0x1e00;
    const letter = String.fromCodePoint(code).normalize("NFD").charCodeAt(0);
    if (letter < 0x80) folds.set(code, letter | 0x20);
  }
}

export class Tokeniser {
  private readonly isHan: Class;
  private readonly isWord: Class;
  private readonly folds: Map<number, number>;

  constructor(tables: Tables) {
    this.isHan = classOf(tables.han);
    this.isWord = classOf(tables.letters);
    this.folds = foldsOf(tables.folds);
    foldAccents(this.folds);
    this.learn(tables.traditional);
  }

  /** Folds further traditional characters to their simplified forms: those that the texts of the site do not have. */
  learn({ from, to }: Pairs): void {
    let code = 0;
    const simplified = new Map(Array.from(to, (c, i) => [(code += from[i] ?? 0), c.codePointAt(0) ?? 0]));
    this.folds.forEach((folded, of) => this.folds.set(of, simplified.get(folded) ?? folded));
    simplified.forEach((c, of) => this.folds.set(of, c));
  }

  /** The folded characters of a text, one for each code point; texts are compared in this form. */
  fold(text: string): string[] {
    return Array.from(text, (c) => {
      const folded = this.folds.get(c.codePointAt(0) ?? 0);
      return folded === undefined ? c : String.fromCodePoint(folded);
    });
  }

  han(character: string | undefined): boolean {
    return character !== undefined && this.isHan(character.codePointAt(0) ?? 0);
  }

  word(character: string | undefined): boolean {
    return character !== undefined && this.isWord(character.codePointAt(0) ?? 0);
  }

  /** The runs of a text that terms are cut from. */
  runs(folded: readonly string[]): Run[] {
    const runs: Run[] = [];
    for (let i = 0; i < folded.length; ) {
      const from = i;
      if (this.han(folded[i])) {
        while (this.han(folded[i])) i++;
        runs.push({ from, to: i, han: true, term: folded.slice(from, i).join("") });
      } else if (this.beginsWord(folded, i)) {
        const parts = this.readWord(folded, folded, i);
        i = parts[parts.length - 1]?.end ?? i + 1;
        runs.push({ from, to: i, han: false, term: wordToken(folded, from, i, parts).term });
      } else {
        i++;
      }
    }
    return runs;
  }

  tokenise(text: string): Token[] {
    const original = Array.from(text);
    const folded = this.fold(text);
    const tokens: Token[] = [];
    for (const { from, to, han, term } of this.runs(folded)) {
      if (han) {
        for (let i = from; i < to - 1; i++) tokens.push({ term: folded.slice(i, i + 2).join(""), start: i, end: i + 2 });
        tokens.push({ term: folded[to - 1] ?? "", start: to - 1, end: to });
        continue;
      }
      tokens.push({ term, start: from, end: to });
      const parts = this.readWord(original, folded, from);
      parts.forEach((part, n) => {
        let rest = n + 1;
        while (parts[rest] !== undefined && parts[rest]?.from === parts[rest - 1]?.end) rest++;
        const end = parts[rest - 1]?.end ?? part.end;
        if (end > part.end && (part.from > from || end < to)) tokens.push(wordToken(folded, part.from, end, parts.slice(n, rest)));
        if (part.from > from || part.end < to) tokens.push(wordToken(folded, part.from, part.end, [part]));
        if (part.number > 0 && part.number < part.end) tokens.push(wordToken(folded, part.from, part.number, [part]));
      });
    }
    return tokens;
  }

  /**
   * The parts of a word as it was typed, each with its place in the word; none if it cannot be split. The parts of a
   * decimal number are its digits before and behind the point, which a version or an address may have.
   */
  parts(word: string): Token[] {
    const folded = this.fold(word);
    if (!this.beginsWord(folded, 0)) return [];
    const parts = this.readWord(Array.from(word), folded, 0);
    const [first] = parts;
    if (first === undefined || parts.length > 1 || first.from > 0) return parts.map((part) => wordToken(folded, part.from, part.end, [part]));
    const point = folded.indexOf(".");
    if (first.number < first.end || point < 0 || folded.includes(",")) return [];
    return [[0, point] as const, [point + 1, first.end] as const].map(([start, end]) => ({ term: folded.slice(start, end).join(""), start, end }));
  }

  private beginsWord(folded: readonly string[], i: number): boolean {
    return this.word(folded[i]) || (folded[i] === "." && isLower(folded[i + 1]) && !this.word(folded[i - 1]) && folded[i - 1] !== ".");
  }

  /** The parts of the word that begins at i. */
  private readWord(original: readonly string[], folded: readonly string[], i: number): Part[] {
    const parts: Part[] = [];
    if (folded[i] === ".") i++;
    for (let mayBeNumber = true; ; ) {
      let end: number;
      let number = 0;
      if (mayBeNumber && isDigit(folded[i])) {
        end = number = this.numberEnd(folded, i);
        if (isPercent(folded, end)) end++;
      } else {
        end = this.partEnd(original, folded, i);
      }
      parts.push({ from: i, end, number });
      i = end;
      if (this.word(folded[i])) {
        mayBeNumber = false;
      } else if (isJoiner(folded[i]) && this.word(folded[i + 1])) {
        mayBeNumber = folded[i] !== ".";
        i++;
      } else {
        return parts;
      }
    }
  }

  /** The end of the part at i, which is not a number. */
  private partEnd(original: readonly string[], folded: readonly string[], i: number): number {
    for (i++; this.word(folded[i]); i++) if (isPartBoundary(original, folded, i)) return i;
    return i + this.suffix(folded, i);
  }

  /** The number of signs at i that belong to the word before them. */
  private suffix(folded: readonly string[], i: number): number {
    if (!isLower(folded[i - 1])) return 0;
    const next = folded[i + 1];
    if (folded[i] === "#") return !this.word(folded[i - 2]) && !isLower(next) && next !== "#" && next !== "+" ? 1 : 0;
    if (folded[i] !== "+") return 0;
    if (next === "+" && folded[i + 2] !== "+") return 2;
    return this.endsPhrase(next) ? 1 : 0;
  }

  /** Whether a phrase ends before a character: the text ends, or a space or a sign follows that is not likely to be an operator. */
  private endsPhrase(next: string | undefined): boolean {
    if (next === undefined) return true;
    return next < "\x80" ? " \n\t,.;:!?)/".includes(next) : !this.word(next) && !this.han(next);
  }

  /** The end of the number at i, or of its first digits if these and what follows are not a number. */
  private numberEnd(folded: readonly string[], i: number): number {
    const digits = digitsEnd(folded, i);
    let end = digits;
    if (digits - i <= 3 && folded[i] !== "0" && !(folded[i - 1] === "," && isDigit(folded[i - 2]))) {
      while (folded[end] === "," && digitsEnd(folded, end + 1) === end + 4) end += 4;
      if (folded[end] === "," && isDigit(folded[end + 1])) end = digits; // the commas separate numbers
    }
    if (folded[end] !== "." || !isDigit(folded[end + 1])) return end;
    const fraction = digitsEnd(folded, end + 1);
    return folded[fraction] === "." && this.word(folded[fraction + 1]) ? digits : fraction; // a version, a date, an address
  }
}

/** Whether a term is a number, which longer terms that begin with it do not match. */
export function isNumber(term: string): boolean {
  return /^[0-9]+(\.[0-9]+)?%?$/.test(term);
}

function isLower(character: string | undefined): boolean {
  return character !== undefined && character >= "a" && character <= "z";
}

function isUpper(character: string | undefined): boolean {
  return character !== undefined && character >= "A" && character <= "Z";
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

function isJoiner(character: string | undefined): boolean {
  return character === "-" || character === "_" || character === "." || character === "/";
}

/** Whether a part of a word ends between two letters or digits, of which the second stands at i: aB, a1, 1a, AB before cd. */
function isPartBoundary(original: readonly string[], folded: readonly string[], i: number): boolean {
  const before = original[i - 1];
  if ((folded[i - 1] ?? "") > "\x7f" || (folded[i] ?? "") > "\x7f") return false;
  if (isDigit(folded[i - 1]) !== isDigit(folded[i])) return true;
  return isUpper(original[i]) && (isLower(before) || (isUpper(before) && isLower(original[i + 1]) && isLower(original[i + 2])));
}

function digitsEnd(folded: readonly string[], i: number): number {
  while (isDigit(folded[i])) i++;
  return i;
}

/** Whether a per cent sign at i belongs to the number before it. In addresses, %20 is a space. */
function isPercent(folded: readonly string[], i: number): boolean {
  return folded[i] === "%" && !isDigit(folded[i + 1]) && !isLower(folded[i + 1]);
}

/** A word or some of its parts. Numbers are in their shortest form. */
function wordToken(folded: readonly string[], start: number, end: number, parts: readonly Part[]): Token {
  let term = "";
  let copied = start;
  for (const part of parts) {
    if (part.number === 0) continue;
    term += folded.slice(copied, part.from).join("") + shortest(folded, part);
    copied = part.number;
  }
  return { term: term + folded.slice(copied, end).join(""), start, end };
}

/** The shortest form of a part's number. */
function shortest(folded: readonly string[], { from, number, end }: Part): string {
  const digits = folded.slice(from, number).join("");
  const point = digits.indexOf(".");
  if (point < 0) return digits.replace(/,/g, "");
  const whole = digits.slice(0, point);
  const fraction = digits.slice(point);
  const isVersion = number === end && !whole.includes(",") && fraction.length === 2;
  return whole.replace(/,/g, "") + (isVersion ? fraction : fraction.replace(/\.?0+$/, ""));
}
