// Finds sections in the index and ranks their pages.

import { Index, isManifest, type Load, type Manifest } from "./index";
import { decode, Field, naming, slack, type Line, type Posting } from "./postings";
import { alternatives, contiguous, loose, order, phrase, rank, type Apart, type Begins, type Clause, type Found, type Meets, type PhraseTerm } from "./rank";
import { Body, confirm, type Placed } from "./verify";
import { highlight, places, snippet, type Piece } from "./snippet";
import { nearest } from "./typo";
import { Tokeniser } from "./tokenise";

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

/** From so many characters on a run of Han that stands nowhere finds pages with the most of it. */
const looseFrom = 5;
/** How many pages' texts are read to see whether a long run of Han stands there. */
const fewPages = 10;
/** How many terms, and as many that name, are looked at that begin with a word. */
const mostLonger = 200;
/** How often the texts of further pages are read, and of how many at most, when some do not have the query as it seemed. */
const rounds = 3;
const furtherPages = 32;

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

  constructor(
    private readonly manifest: Manifest,
    private readonly index: Index,
  ) {
    this.tokeniser = new Tokeniser(manifest.tables);
  }

  static async open(load: Load): Promise<Engine> {
    const manifest = await load("manifest");
    if (!isManifest(manifest)) throw new Error("the index has no usable manifest");
    return new Engine(manifest, new Index(manifest, load));
  }

  async search(query: string, limit: number, { filters = [], questions = [] }: Options = {}): Promise<Answer> {
    const { found, needles, whole, corrected } = await this.answer(query, limit, filters, questions);
    const also = [...corrected];
    for (const name of this.synonyms(whole)) {
      const known = new Set(found.map(({ page }) => page));
      const other = await this.find(name, found.length < limit ? limit : 1, filters, known);
      const more = other.found.filter(({ together }) => together > 0);
      if (!more.some(({ sure }) => sure)) continue;
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
    const lower = query.toLowerCase();
    const rest = questions.reduce((text, word) => (word === "" ? text : text.split(word).join(" ")), lower).trim();
    if (typed.found.some(({ together }) => together > 0) || rest === "" || rest === lower) return typed;
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
   * The pages that a query finds beside known ones, the best first, as many as will be shown in their very order; its
   * runs in the form in which they are compared; and the words that stand for mistyped ones.
   */
  async find(query: string, limit: number, filters: readonly string[] = [], known: ReadonlySet<number> = new Set()): Promise<Finding> {
    const folded = this.tokeniser.fold(query.slice(0, 200));
    const runs = this.tokeniser.runs(folded).slice(0, 12);
    const needles = runs.map(({ from, to }) => folded.slice(from, to));
    const whole = folded.join("").trim();
    const corrected: string[] = [];
    if (needles.length === 0) return { found: [], needles, whole, corrected };
    const clauses = await Promise.all(
      needles.map(async (run, i) => {
        if (run.length > 1 && this.tokeniser.han(run[0])) return this.han(run);
        const meets = besides(needles, runs, i);
        const clause = await this.prefix(run.join(""), meets);
        if (clause.hits.length > 0) return clause;
        const near = await this.near(run.join(""));
        if (near === undefined) return clause;
        needles[i] = Array.from(near);
        corrected.push(near);
        return this.prefix(near, meets);
      }),
    );
    const placed = clauses.map((clause, i) => ({ ...clause, apart: apart(needles[i - 1], runs[i - 1], runs[i]) }));
    const pieces = placed.map(({ apart }, i) => ({ needle: needles[i] ?? [], ...apart }));
    let found = rank(placed, this.manifest.pages).filter(({ page }) => !known.has(page));
    for (const filter of filters) {
      const left = new Set((await this.postings(`=${filter}`)).map(({ page }) => page));
      found = found.filter(({ page }) => left.has(page));
    }
    return { found: await this.settle(found, limit, pieces), needles, whole, corrected };
  }

  /**
   * Puts pages in their very order, of which the postings have only nearly told whether they have the query as it was
   * typed. Of those that will be shown the texts are read anyway; if some do not bear it out, those of a few more. Are
   * there too few then that have it, nothing is believed of those that were not read.
   */
  private async settle(found: readonly Found[], limit: number, pieces: readonly Placed[]): Promise<Found[]> {
    const pages = [...found];
    let right = 0;
    let next = 0;
    for (let round = 0; round < rounds && right < limit && next < pages.length; round++) {
      const count = round === 0 ? limit : Math.min((limit - right) * 4 ** round, furtherPages);
      const some = pages.slice(next, next + count);
      const read = await Promise.all(some.map((page) => this.read(page, pieces)));
      right += read.filter((page, i) => page.together === some[i]?.together && page.whole === some[i].whole).length;
      pages.splice(next, read.length, ...read);
      next += read.length;
    }
    if (right < limit) return pages.map((page) => (page.sure ? page : { ...page, together: 0, whole: page.whole - page.doubts.length })).sort(order);
    return pages.sort(order);
  }

  /** A page as its texts tell of it. */
  private async read(found: Found, pieces: readonly Placed[]): Promise<Found> {
    if (found.sure) return found;
    const { sections } = await this.index.page(found.page);
    return confirm(found, sections.map(([, , text]) => new Body(text, this.tokeniser)), pieces);
  }

  /**
   * The word that was mistyped: one edit away from 4 letters on, two from 8. Words that begin alike come first; the
   * others are looked at only where there are few.
   */
  private async near(text: string): Promise<string | undefined> {
    if (!/^[a-z0-9]{4,40}$/.test(text)) return undefined;
    const limit = text.length < 8 ? 1 : 2;
    for (const [from, to] of [[text[0] ?? "", `${text[0] ?? ""}\u{10ffff}`], ["0", "z\u{10ffff}"]] as const) {
      const words = (await this.index.lines(from, to)).map(([term]) => term.replace(naming, "")).filter((term) => /^[a-z0-9]+$/.test(term));
      const best = nearest(text, words, limit);
      if (best !== undefined) return best;
    }
    return undefined;
  }

  /**
   * A run of Han. Every other pair of neighbours, with the last, covers it: where they stand at their places the whole
   * run does. Three pairs of a long one leave few pages, and what stands there their texts tell, which are read to be
   * shown anyway: so fewer shards are read. Of four characters two are often a word, and the other two: the pair
   * between says whether they stand together, and not whether the page is one to find.
   */
  private async han(run: readonly string[]): Promise<Clause> {
    const pairs = run.slice(1).map((_, at) => at);
    const cover = pairs.filter((at) => at % 2 === 0 || at === pairs.length - 1);
    const some = pairs.length <= 3 ? pairs : cover.length <= 3 ? cover : [0, pairs.length >> 1, pairs.length - 1];
    const terms = await this.pairs(run, some);
    let clause = phrase(terms);
    if (pairs.length > 3) {
      const pages = [...new Set(clause.hits.filter(({ whole }) => whole).map(({ page }) => page))];
      if (pages.length <= fewPages) clause = phrase(terms, await this.reader(run, pages));
      else if (some !== cover) clause = phrase(await this.pairs(run, cover));
    }
    if (run.length < looseFrom || clause.hits.some(({ whole }) => whole)) return clause;
    return loose((await this.pairs(run, pairs)).map(({ postings }) => postings), this.manifest.pages);
  }

  /** Pairs of neighbours in a run, with where they stand. */
  private pairs(run: readonly string[], offsets: readonly number[]): Promise<PhraseTerm[]> {
    return Promise.all(
      offsets.map(async (offset) => ({
        postings: await this.postings((run[offset] ?? "") + (run[offset + 1] ?? "")),
        offset,
        needed: run.length !== 4 || offset !== 1,
      })),
    );
  }

  /** Looks a run up in the texts of pages. Tags are in no text: they are taken as they are. */
  private async reader(run: readonly string[], pages: readonly number[]): Promise<Begins> {
    const texts = new Map(await Promise.all(pages.map(async (page) => [page, await this.index.page(page)] as const)));
    return ({ page, section }, field, start) => {
      const shown = texts.get(page);
      const [, heading = "", text = ""] = shown?.sections[section] ?? [];
      const folded = this.tokeniser.fold({ [Field.title]: shown?.title ?? "", [Field.heading]: heading, [Field.body]: text }[field]);
      const stretch = folded.slice(start, start + run.length + slack(field));
      return places(stretch, run).length > 0 || (field === Field.heading && start >= folded.length);
    };
  }

  private async postings(term: string): Promise<Posting[]> {
    return (await this.index.lines(term, term + naming)).flatMap((line) => this.decode(line));
  }

  private decode(line: Line): Posting[] {
    return decode(line, this.tokeniser.word(String.fromCodePoint(line[0].codePointAt(0) ?? 0)));
  }

  /** All terms that begin with a text, as one; after words, what sounds like it. */
  private async prefix(text: string, meets: Meets): Promise<Clause> {
    const [exact, longer] = await this.beginning(text);
    const [heard, begun] = /^[a-z]{2,}$/.test(text) ? await this.beginning(SOUND + text) : [[], []];
    const terms = [
      { postings: exact, counts: contiguous, typed: true },
      { postings: longer, counts: 1, typed: false },
      { postings: heard, counts: 2, typed: false },
      { postings: begun, counts: 1, typed: false },
    ];
    return alternatives(terms, meets);
  }

  /** The postings of a term, and of those that only begin with it. */
  private async beginning(term: string): Promise<[Posting[], Posting[]]> {
    const exact: Posting[] = [];
    const longer: Posting[] = [];
    const lines = await this.index.lines(term, term + "\u{10ffff}");
    for (const line of lines.slice(0, 2 * mostLonger)) {
      const list = line[0] === term || line[0] === term + naming ? exact : longer;
      for (const posting of this.decode(line)) list.push(posting); // there may be more than a call takes arguments
    }
    return [exact, longer];
  }

  private async result(found: Found, needles: readonly string[][]): Promise<Result> {
    const page = await this.index.page(found.page);
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
 * Where a piece stands behind the one before in a text that has both as in the query: as many characters on as there,
 * and where Han meets Latin with one sign between or none it is all one: SaaS 销售, SaaS销售. Words of Han that are
 * parted are asked for one by one, and shall only be near.
 */
function apart(needle: readonly string[] = [], before: Run | undefined, run: Run | undefined): Apart {
  if (before === undefined || run === undefined) return { distances: [], near: false };
  const between = run.from - before.to;
  return { distances: meet(before, run) ? [needle.length, needle.length + 1] : [needle.length + between], near: before.han && run.han };
}

/** Whether Han and Latin stand beside each other, with one sign between or none. */
function meet(before: Run | undefined, run: Run | undefined): boolean {
  return before !== undefined && run !== undefined && run.from - before.to < 2 && before.han !== run.han;
}

/** Tells whether what stands beside a word may be the Han that meets it in a query, of which four bits are known. */
function besides(needles: readonly string[][], runs: readonly Run[], i: number): Meets {
  const before = meet(runs[i - 1], runs[i]) ? bits(needles[i - 1]?.slice(-1)[0]) << 4 : undefined;
  const behind = meet(runs[i], runs[i + 1]) ? bits(needles[i + 1]?.[0]) : undefined;
  return (beside) => beside === undefined || ((before === undefined || (beside & 0xf0) === before) && (behind === undefined || (beside & 0xf) === behind));
}

function bits(character: string | undefined): number {
  return (character?.codePointAt(0) ?? 0) & 0xf;
}
