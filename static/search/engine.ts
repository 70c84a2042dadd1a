// Finds sections in the index and ranks their pages. It reads the index through
// a function, so that it runs in a page and in a test alike.

import { decode, type Posting } from "./postings";
import { rank, type Clause, type Found } from "./rank";
import { snippet, highlight, type Piece } from "./snippet";
import { nearest } from "./typo";
import { Tokeniser, type Tables } from "./tokenise";

export interface Manifest {
  readonly pages: number;
  readonly tables: Tables;
  readonly shards: readonly (readonly [first: string, name: string])[];
  readonly groups: readonly (readonly [first: number, name: string])[];
  /** Groups of names for one thing. */
  readonly synonyms: readonly (readonly string[])[];
}

interface GroupPage {
  readonly path: string;
  readonly title: string;
  readonly track?: string;
  readonly stage?: string;
  readonly sections: readonly (readonly [anchor: string, heading: string, text: string])[];
}

/** A page that was found, with the section that fits best. */
export interface Result {
  readonly path: string;
  readonly anchor: string;
  readonly title: readonly Piece[];
  readonly heading: readonly Piece[];
  readonly snippet: readonly Piece[];
}

export interface Answer {
  readonly total: number;
  /** What was searched beside, or instead of, what was asked for: words for mistyped ones, other names. */
  readonly also: readonly string[];
  readonly results: readonly Result[];
}

/** A term with its postings. */
type Line = readonly [term: string, postings: string];

/** Gives a piece of the index by its name: manifest, s0.1a2b3c4d, … */
export type Load = (name: string) => Promise<unknown>;

/** What a query finds. */
interface Finding {
  readonly found: Found[];
  readonly needles: string[][];
  readonly whole: string;
  readonly corrected: readonly string[];
}

/** Begins the terms that say how Han is typed in Latin letters. */
const SOUND = "~";

export class Engine {
  private readonly tokeniser: Tokeniser;
  private readonly shards = new Map<string, Promise<readonly Line[]>>();

  constructor(
    private readonly manifest: Manifest,
    private readonly load: Load,
  ) {
    this.tokeniser = new Tokeniser(manifest.tables);
  }

  static async open(load: Load): Promise<Engine> {
    return new Engine((await load("manifest")) as Manifest, load);
  }

  /** Filters leave pages of a track or a stage: "track saas". */
  async search(query: string, limit: number, filters: readonly string[] = []): Promise<Answer> {
    const { found, needles, whole, corrected } = await this.find(query, filters);
    const also = [...corrected];
    for (const name of this.synonyms(whole)) {
      const other = await this.find(name, filters);
      const known = new Set(found.map(({ page }) => page));
      const more = other.found.filter(({ page }) => !known.has(page));
      if (more.length === 0) continue;
      needles.push(...other.needles);
      found.push(...more);
      also.push(name);
    }
    // A few more than are shown, since a title that is the query itself comes first.
    const candidates = await Promise.all(found.slice(0, limit + 10).map((f) => this.result(f, needles, whole)));
    const ordered = [...candidates.filter((c) => c.exact), ...candidates.filter((c) => !c.exact)].slice(0, limit);
    return { total: found.length, also, results: ordered.map((c) => c.result) };
  }

  /** The other names of what a whole query names. */
  private synonyms(whole: string): string[] {
    const folded = (name: string): string => this.tokeniser.fold(name).join("").trim();
    const groups = this.manifest.synonyms.filter((names) => names.some((name) => folded(name) === whole));
    return [...new Set(groups.flat())].filter((name) => folded(name) !== whole);
  }

  /**
   * The pages that a query finds, the best first; its runs in the form in which they are compared; and the words that
   * stand for mistyped ones.
   */
  async find(query: string, filters: readonly string[] = []): Promise<Finding> {
    const folded = this.tokeniser.fold(query.slice(0, 200));
    const needles = this.tokeniser
      .runs(folded)
      .slice(0, 12)
      .map(({ from, to }) => folded.slice(from, to));
    const whole = folded.join("").trim();
    const corrected: string[] = [];
    if (needles.length === 0) return { found: [], needles, whole, corrected };
    const clauses = await Promise.all(
      needles.map(async (run, i) => {
        if (run.length > 1 && this.tokeniser.han(run[0])) return this.phrase(run);
        const clause = await this.prefix(run.join(""));
        if (clause.terms.some((postings) => postings.length > 0)) return clause;
        const near = await this.near(run.join(""));
        if (near === undefined) return clause;
        needles[i] = Array.from(near);
        corrected.push(near);
        return this.prefix(near);
      }),
    );
    let found = rank(clauses, this.manifest.pages);
    for (const filter of filters) {
      const left = new Set((await this.postings(`=${filter}`)).map(({ page }) => page));
      found = found.filter(({ page }) => left.has(page));
    }
    return { found, needles, whole, corrected };
  }

  /**
   * The word that was mistyped: one edit away from 4 letters on, two from 8. Words that begin alike come first; the
   * others are looked at only where there are few.
   */
  private async near(text: string): Promise<string | undefined> {
    if (!/^[a-z0-9]{4,40}$/.test(text)) return undefined;
    const limit = text.length < 8 ? 1 : 2;
    for (const [from, to] of [[text[0] ?? "", `${text[0] ?? ""}\u{10ffff}`], ["0", "z\u{10ffff}"]] as const) {
      const words = (await this.lines(from, to)).map(([term]) => term).filter((term) => /^[a-z0-9]+$/.test(term));
      const best = nearest(text, words, limit);
      if (best !== undefined) return best;
    }
    return undefined;
  }

  /** A run of Han: the postings of its pairs of neighbours. */
  private async phrase(characters: readonly string[]): Promise<Clause> {
    const pairs = characters.slice(1).map((character, i) => (characters[i] ?? "") + character);
    const postings = await Promise.all(pairs.map((term) => this.postings(term)));
    return { terms: postings, required: characters.length <= 4 ? pairs.length : Math.ceil(pairs.length * 0.7) };
  }

  private async postings(term: string): Promise<Posting[]> {
    const lines = await this.lines(term, term);
    return lines.flatMap(([, postings]) => decode(postings));
  }

  /** All terms that begin with a text, as one; after words, what sounds like it. */
  private async prefix(text: string): Promise<Clause> {
    const [exact, longer] = await this.beginning(text);
    const heard = /^[a-z]{2,}$/.test(text) ? (await this.beginning(SOUND + text)).flat() : [];
    return { terms: [exact, longer, heard], required: 1, alternatives: true };
  }

  /** The postings of a term, and of those that only begin with it. */
  private async beginning(term: string): Promise<[Posting[], Posting[]]> {
    const exact: Posting[] = [];
    const longer: Posting[] = [];
    const lines = await this.lines(term, term + "\u{10ffff}");
    for (const [found, postings] of lines.slice(0, 200)) (found === term ? exact : longer).push(...decode(postings));
    return [exact, longer];
  }

  /** The terms between two, both included, with their postings, in order. */
  private async lines(from: string, to: string): Promise<Line[]> {
    const shards = this.manifest.shards;
    const behind = shards.findIndex(([term]) => compare(term, from) > 0);
    const first = Math.max((behind < 0 ? shards.length : behind) - 1, 0);
    const wanted = shards.filter(([term], i) => i >= first && compare(term, to) <= 0).slice(0, 8);
    const lists = await Promise.all(wanted.map(([, name]) => this.shard(name)));
    return lists.flatMap((lines) => between(lines, from, to));
  }

  private shard(name: string): Promise<readonly Line[]> {
    const known = this.shards.get(name);
    if (known !== undefined) return known;
    const lines = this.load(name).then((text) =>
      (text as string)
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split("\t") as [string, string]),
    );
    this.shards.set(name, lines);
    lines.catch(() => this.shards.delete(name));
    return lines;
  }

  private async result(found: Found, needles: readonly string[][], whole: string): Promise<{ exact: boolean; result: Result }> {
    const groups = this.manifest.groups;
    const next = groups.findIndex(([first]) => first > found.page);
    const [first, name] = groups[(next < 0 ? groups.length : next) - 1] ?? [0, ""];
    const page = ((await this.load(name)) as GroupPage[])[found.page - first];
    if (page === undefined) throw new Error(`the index has no page ${found.page}`);
    const [anchor, heading, text] = page.sections[found.section] ?? ["", "", ""];
    const fold = (s: string): string[] => this.tokeniser.fold(s);
    return {
      exact: fold(page.title).join("").trim() === whole || fold(heading).join("").trim() === whole,
      result: {
        path: page.path,
        anchor,
        title: highlight(page.title, needles, fold),
        heading: highlight(heading, needles, fold),
        snippet: snippet(text, needles, fold),
      },
    };
  }
}

/** The lines, of a list in order, whose terms lie between two. */
function between(lines: readonly Line[], from: string, to: string): Line[] {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(lines[middle]?.[0] ?? "", from) < 0) low = middle + 1;
    else high = middle;
  }
  const found: Line[] = [];
  for (let line = lines[low]; line !== undefined && compare(line[0], to) <= 0; line = lines[++low]) found.push(line);
  return found;
}

/** Orders terms by code point, as the generator does; < orders by UTF-16. */
export function compare(a: string, b: string): number {
  const x = Array.from(a);
  const y = Array.from(b);
  for (let i = 0; i < x.length && i < y.length; i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
