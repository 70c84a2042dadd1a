// Finds sections in the index and ranks their pages. It reads the index through
// a function, so that it runs in a page and in a test alike.

import { decode, type Posting } from "./postings";
import { rank, type Clause, type Found } from "./rank";
import { snippet, highlight, type Piece } from "./snippet";
import { Tokeniser, type Tables } from "./tokenise";

export interface Manifest {
  readonly pages: number;
  readonly tables: Tables;
  readonly shards: readonly (readonly [first: string, name: string])[];
  readonly groups: readonly (readonly [first: number, name: string])[];
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
  readonly results: readonly Result[];
}

/** Gives a piece of the index by its name: manifest, s0.1a2b3c4d, … */
export type Load = (name: string) => Promise<unknown>;

export class Engine {
  private readonly tokeniser: Tokeniser;

  constructor(
    private readonly manifest: Manifest,
    private readonly load: Load,
  ) {
    this.tokeniser = new Tokeniser(manifest.tables);
  }

  static async open(load: Load): Promise<Engine> {
    return new Engine((await load("manifest")) as Manifest, load);
  }

  async search(query: string, limit: number): Promise<Answer> {
    const folded = this.tokeniser.fold(query.slice(0, 200));
    const runs = this.tokeniser.runs(folded).slice(0, 12);
    if (runs.length === 0) return { total: 0, results: [] };
    const clauses = await Promise.all(
      runs.map(({ from, to, han }) => (han && to - from > 1 ? this.phrase(folded.slice(from, to)) : this.prefix(folded.slice(from, to).join("")))),
    );
    const found = rank(clauses, this.manifest.pages);
    const needles = runs.map(({ from, to }) => folded.slice(from, to));
    const whole = folded.join("").trim();
    // A few more than are shown, since a title that is the query itself comes first.
    const candidates = await Promise.all(found.slice(0, limit + 10).map((f) => this.result(f, needles, whole)));
    const exact = candidates.filter((c) => c.exact);
    const ordered = [...exact, ...candidates.filter((c) => !c.exact)].slice(0, limit);
    return { total: found.length, results: ordered.map((c) => c.result) };
  }

  /** A run of Han: the postings of its pairs of neighbours. */
  private async phrase(characters: readonly string[]): Promise<Clause> {
    const pairs = characters.slice(1).map((character, i) => (characters[i] ?? "") + character);
    const postings = await Promise.all(pairs.map((term) => this.postings(term)));
    return { terms: postings, required: characters.length <= 4 ? pairs.length : Math.ceil(pairs.length * 0.7) };
  }

  private async postings(term: string): Promise<Posting[]> {
    return (await this.lines(term, term)).flatMap(([, postings]) => decode(postings));
  }

  /** All terms that begin with a text, as one. */
  private async prefix(text: string): Promise<Clause> {
    const lines = await this.lines(text, text + "\u{10ffff}");
    const exact: Posting[] = [];
    const longer: Posting[] = [];
    for (const [term, postings] of lines.slice(0, 200)) (term === text ? exact : longer).push(...decode(postings));
    return { terms: [exact, longer], required: 1, alternatives: true };
  }

  /** The lines of the shards whose terms lie between two, in their order. */
  private async lines(from: string, to: string): Promise<[string, string][]> {
    const shards = this.manifest.shards;
    let first = shards.findIndex(([term]) => compare(term, from) > 0) - 1;
    if (first === -2) first = shards.length - 1;
    const wanted = shards.filter(([term], i) => i >= Math.max(first, 0) && compare(term, to) <= 0).slice(0, 8);
    const texts = await Promise.all(wanted.map(([, name]) => this.load(name) as Promise<string>));
    return texts
      .flatMap((text) => text.split("\n"))
      .map((line) => line.split("\t") as [string, string])
      .filter(([term]) => term !== "" && compare(term, from) >= 0 && compare(term, to) <= 0);
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
