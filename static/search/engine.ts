// Finds sections in the index and ranks their pages. It reads the index through
// a function, so that it runs in a page and in a test alike.

import { decode, Field, naming, slack, type Line, type Posting } from "./postings";
import { alternatives, contiguous, loose, order, phrase, rank, type Clause, type Found, type Stands } from "./rank";
import { highlight, places, snippet, type Piece } from "./snippet";
import { nearest } from "./typo";
import { Tokeniser, type Tables } from "./tokenise";

export interface Manifest {
  readonly pages: number;
  readonly tables: Tables;
  readonly shards: {
    /** For each a text after all terms of those before, and not after its own. */
    readonly first: readonly string[];
    readonly hashes: string;
  };
  readonly groups: {
    /** How many pages each has. */
    readonly pages: readonly number[];
    readonly hashes: string;
  };
  /** Groups of names for one thing. */
  readonly synonyms: readonly (readonly string[])[];
}

interface GroupPage {
  readonly path: string;
  readonly title: string;
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

/** How many characters of a piece's name are of a hash. */
const hashSize = 5;
/** From so many characters on a run of Han that stands nowhere finds pages with the most of it. */
const looseFrom = 5;
/** How many pages' texts are read to see whether a long run of Han stands there. */
const fewPages = 10;

/** Gives a piece of the index by its name: manifest, s0.1a2b3c4d, … */
export type Load = (name: string) => Promise<unknown>;

/** What a search heeds beside its query. */
export interface Options {
  /** Leave pages of a track or a stage: "track:saas". */
  readonly filters?: readonly string[];
  /** Words that only ask: what stands nowhere as it was typed is searched without them as well. */
  readonly questions?: readonly string[];
}

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
  private readonly shards = new Map<number, Promise<readonly Line[]>>();
  /** The first page of each group. */
  private readonly groups: readonly number[];

  constructor(
    private readonly manifest: Manifest,
    private readonly load: Load,
  ) {
    this.tokeniser = new Tokeniser(manifest.tables);
    let page = 0;
    this.groups = manifest.groups.pages.map((count) => (page += count) - count);
  }

  static async open(load: Load): Promise<Engine> {
    return new Engine((await load("manifest")) as Manifest, load);
  }

  async search(query: string, limit: number, { filters = [], questions = [] }: Options = {}): Promise<Answer> {
    const { found, needles, whole, corrected } = await this.answer(query, limit, filters, questions);
    const also = [...corrected];
    for (const name of this.synonyms(whole)) {
      const other = await this.find(name, found.length < limit ? limit : 0, filters);
      const known = new Set(found.map(({ page }) => page));
      const more = other.found.filter(({ page, together }) => together > 0 && !known.has(page));
      if (more.length === 0) continue;
      needles.push(...other.needles);
      found.push(...more);
      also.push(name);
    }
    const results = await Promise.all(found.slice(0, limit).map((f) => this.result(f, needles)));
    return { total: found.length, also, results };
  }

  /** What a query finds, or a question what it asks for. */
  private async answer(query: string, limit: number, filters: readonly string[], questions: readonly string[]): Promise<Finding> {
    const typed = await this.find(query, limit, filters);
    const rest = questions.reduce((text, word) => (word === "" ? text : text.split(word).join(" ")), query).trim();
    if (typed.found.some(({ together }) => together > 0) || rest === "" || rest === query) return typed;
    const asked = await this.find(rest, limit, filters);
    const known = new Set(asked.found.map(({ page }) => page));
    return {
      ...asked,
      found: [...asked.found, ...typed.found.filter(({ page }) => !known.has(page))],
      needles: [...asked.needles, ...typed.needles],
    };
  }

  /** The other names of what a whole query names. */
  private synonyms(whole: string): string[] {
    const folded = (name: string): string => this.tokeniser.fold(name).join("").trim();
    const groups = this.manifest.synonyms.filter((names) => names.some((name) => folded(name) === whole));
    return [...new Set(groups.flat())].filter((name) => folded(name) !== whole);
  }

  /**
   * The pages that a query finds, the best first, as many as will be shown in their very order; its runs in the form in
   * which they are compared; and the words that stand for mistyped ones.
   */
  async find(query: string, limit: number, filters: readonly string[] = []): Promise<Finding> {
    const folded = this.tokeniser.fold(query.slice(0, 200));
    const runs = this.tokeniser.runs(folded).slice(0, 12);
    const needles = runs.map(({ from, to }) => folded.slice(from, to));
    const whole = folded.join("").trim();
    const corrected: string[] = [];
    if (needles.length === 0) return { found: [], needles, whole, corrected };
    const clauses = await Promise.all(
      needles.map(async (run, i) => {
        if (run.length > 1 && this.tokeniser.han(run[0])) return this.han(run);
        const clause = await this.prefix(run.join(""));
        if (clause.hits.length > 0) return clause;
        const near = await this.near(run.join(""));
        if (near === undefined) return clause;
        needles[i] = Array.from(near);
        corrected.push(near);
        return this.prefix(near);
      }),
    );
    const apart = runs.map((run, i) => distances(runs[i - 1], run));
    let found = rank(
      clauses.map(({ hits }, i) => ({ hits, distances: apart[i] ?? [] })),
      this.manifest.pages,
    );
    for (const filter of filters) {
      const left = new Set((await this.postings(`=${filter}`)).map(({ page }) => page));
      found = found.filter(({ page }) => left.has(page));
    }
    await this.confirm(found, limit, needles, apart);
    return { found, needles, whole, corrected };
  }

  /**
   * Looks up in the texts of the first pages, which are read to be shown anyway, whether the query stands there as it was
   * typed, and orders pages anew of which the postings have told it wrongly.
   */
  private async confirm(found: Found[], limit: number, needles: readonly string[][], apart: readonly (readonly number[])[]): Promise<void> {
    let right = 0;
    for (let next = 0; next < found.length && right < limit; ) {
      const some = found.slice(next, next + limit - right);
      next += some.length;
      const confirmed = await Promise.all(some.map((f) => this.stands(f, needles, apart)));
      right += confirmed.filter((it) => it).length;
    }
    found.sort(order);
  }

  /** Whether a query stands on a page as it was typed, if its postings tell so. */
  private async stands(found: Found, needles: readonly string[][], apart: readonly (readonly number[])[]): Promise<boolean> {
    if (found.together === 0 || found.sure) return true;
    const { sections } = await this.page(found.page);
    const has = (section: number): boolean => together(this.tokeniser.fold(sections[section]?.[2] ?? ""), needles, apart);
    if (has(found.section)) return true;
    const other = sections.findIndex((_, section) => has(section));
    if (other < 0) found.together = 0;
    else found.section = other;
    return other >= 0;
  }

  /**
   * The word that was mistyped: one edit away from 4 letters on, two from 8. Words that begin alike come first; the
   * others are looked at only where there are few.
   */
  private async near(text: string): Promise<string | undefined> {
    if (!/^[a-z0-9]{4,40}$/.test(text)) return undefined;
    const limit = text.length < 8 ? 1 : 2;
    for (const [from, to] of [[text[0] ?? "", `${text[0] ?? ""}\u{10ffff}`], ["0", "z\u{10ffff}"]] as const) {
      const words = (await this.lines(from, to)).map(([term]) => term.replace(naming, "")).filter((term) => /^[a-z0-9]+$/.test(term));
      const best = nearest(text, words, limit);
      if (best !== undefined) return best;
    }
    return undefined;
  }

  /**
   * A run of Han. Every other pair of neighbours, with the last, covers it: where they stand at their places the whole
   * run does. Three pairs of a long one leave few pages, and what stands there their texts tell, which are read to be
   * shown anyway: so fewer shards are read.
   */
  private async han(run: readonly string[]): Promise<Clause> {
    const pairs = run.slice(1).map((_, at) => at);
    const cover = pairs.filter((at) => pairs.length <= 3 || at % 2 === 0 || at === pairs.length - 1);
    const some = cover.length <= 3 ? cover : [0, pairs.length >> 1, pairs.length - 1];
    const terms = await this.pairs(run, some);
    let clause = phrase(terms);
    if (some.length < pairs.length) {
      const pages = [...new Set(clause.hits.filter(({ whole }) => whole).map(({ page }) => page))];
      clause = pages.length <= fewPages ? phrase(terms, await this.reader(run, pages)) : phrase(await this.pairs(run, cover));
    }
    if (run.length < looseFrom || clause.hits.some(({ whole }) => whole)) return clause;
    return loose((await this.pairs(run, pairs)).map(({ postings }) => postings), this.manifest.pages);
  }

  /** Pairs of neighbours in a run, with where they stand. */
  private pairs(run: readonly string[], offsets: readonly number[]): Promise<{ offset: number; postings: Posting[] }[]> {
    return Promise.all(offsets.map(async (offset) => ({ offset, postings: await this.postings((run[offset] ?? "") + (run[offset + 1] ?? "")) })));
  }

  /** Looks a run up in the texts of pages. Tags are in no text: they are taken as they are. */
  private async reader(run: readonly string[], pages: readonly number[]): Promise<Stands> {
    const texts = new Map(await Promise.all(pages.map(async (page) => [page, await this.page(page)] as const)));
    return ({ page, section }, field, start) => {
      const shown = texts.get(page);
      const [, heading = "", text = ""] = shown?.sections[section] ?? [];
      const folded = this.tokeniser.fold({ [Field.title]: shown?.title ?? "", [Field.heading]: heading, [Field.body]: text }[field]);
      const stretch = folded.slice(start, start + run.length + slack(field));
      return places(stretch, run).length > 0 || (field === Field.heading && start >= folded.length);
    };
  }

  private async postings(term: string): Promise<Posting[]> {
    return (await this.lines(term, term + naming)).flatMap(decode);
  }

  /** All terms that begin with a text, as one; after words, what sounds like it. */
  private async prefix(text: string): Promise<Clause> {
    const [exact, longer] = await this.beginning(text);
    const [heard, begun] = /^[a-z]{2,}$/.test(text) ? await this.beginning(SOUND + text) : [[], []];
    return alternatives([
      { postings: exact, counts: contiguous, typed: true },
      { postings: longer, counts: 1, typed: false },
      { postings: heard, counts: 2, typed: false },
      { postings: begun, counts: 1, typed: false },
    ]);
  }

  /** The postings of a term, and of those that only begin with it. */
  private async beginning(term: string): Promise<[Posting[], Posting[]]> {
    const exact: Posting[] = [];
    const longer: Posting[] = [];
    const lines = await this.lines(term, term + "\u{10ffff}");
    for (const line of lines.slice(0, 400)) {
      const list = line[0] === term || line[0] === term + naming ? exact : longer;
      for (const posting of decode(line)) list.push(posting); // there may be more than a call takes arguments
    }
    return [exact, longer];
  }

  /** The terms between two, both included, with their postings, in order. */
  private async lines(from: string, to: string): Promise<Line[]> {
    const firsts = this.manifest.shards.first;
    const wanted: number[] = [];
    for (let i = Math.max(after(firsts, from) - 1, 0); i < firsts.length && wanted.length < 8; i++) {
      if (wanted.length > 0 && compare(firsts[i] ?? "", to) > 0) break;
      wanted.push(i);
    }
    const lists = await Promise.all(wanted.map((n) => this.shard(n)));
    return lists.flatMap((lines) => between(lines, from, to));
  }

  private shard(n: number): Promise<readonly Line[]> {
    const known = this.shards.get(n);
    if (known !== undefined) return known;
    const lines = this.load(name("s", n, this.manifest.shards.hashes)).then((text) =>
      (text as string)
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split(" ") as [string, string]),
    );
    this.shards.set(n, lines);
    lines.catch(() => this.shards.delete(n));
    return lines;
  }

  /** The texts of a page. */
  private async page(number: number): Promise<GroupPage> {
    const next = this.groups.findIndex((first) => first > number);
    const group = (next < 0 ? this.groups.length : next) - 1;
    const pages = (await this.load(name("g", group, this.manifest.groups.hashes))) as GroupPage[];
    const page = pages[number - (this.groups[group] ?? 0)];
    if (page === undefined) throw new Error(`the index has no page ${number}`);
    return page;
  }

  private async result(found: Found, needles: readonly string[][]): Promise<Result> {
    const page = await this.page(found.page);
    const [anchor, heading, text] = page.sections[found.section] ?? ["", "", ""];
    const fold = (s: string): string[] => this.tokeniser.fold(s);
    return {
      path: page.path,
      anchor,
      title: highlight(page.title, needles, fold),
      heading: highlight(heading, needles, fold),
      snippet: snippet(text, needles, fold),
    };
  }
}

/** A piece of a query. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly han: boolean;
}

/**
 * How many characters behind a piece of a query the next begins in a text that has both as in the query: as many, and
 * where Han meets Latin with one sign between or none it is all one: SaaS 销售, SaaS销售.
 */
function distances(before: Run | undefined, run: Run | undefined): number[] {
  if (before === undefined || run === undefined) return [];
  const length = before.to - before.from;
  const between = run.from - before.to;
  return between < 2 && before.han !== run.han ? [length, length + 1] : [length + between];
}

/** Whether the pieces of a query stand in a text at their distances. */
function together(folded: readonly string[], needles: readonly string[][], apart: readonly (readonly number[])[]): boolean {
  const ends = needles.reduce<readonly number[] | undefined>(
    (before, needle, i) => places(folded, needle).filter((at) => before === undefined || apart[i]?.some((distance) => before.includes(at - distance))),
    undefined,
  );
  return ends !== undefined && ends.length > 0;
}

/** The name of a piece of the index. */
function name(kind: string, n: number, hashes: string): string {
  return `${kind}${n}.${hashes.slice(n * hashSize, (n + 1) * hashSize)}`;
}

/** How many texts of a list in order are not after a text. */
function after(list: readonly string[], text: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(list[middle] ?? "", text) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
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
