// Finds sections in the index and ranks their pages.

import { Index, isManifest, type Load, type Manifest } from "./index";
import { decode, Field, nameSuffix, tolerance, type Line, type Posting } from "./postings";
import { alternatives, loose, phrase, WHOLE_WEIGHT, type Clause, type Gap, type MayStart, type NeighbourFilter, type PhraseTerm } from "./clause";
import { order, rank, type Found } from "./rank";
import { Body, verify, type PlacedPiece } from "./verify";
import { highlight, places, snippet, type Piece } from "./snippet";
import { nearest } from "./typo";
import { isNumber, Tokeniser } from "./tokenise";

/** A found page, with its best section. */
export interface Result {
  readonly path: string;
  readonly anchor: string;
  readonly title: readonly Piece[];
  readonly heading: readonly Piece[];
  readonly snippet: readonly Piece[];
  /** The page's track and stage: "SaaS · 新人期"; "" if it has neither. */
  readonly place: string;
  /** Whether the page shares only some words with the query. Such results follow the others. */
  readonly near: boolean;
}

/** A term of the glossary that answers a query. */
export interface Definition {
  readonly name: string;
  readonly text: string;
  readonly path: string;
  readonly anchor: string;
}

/** Whom a search is for: the ids of a track and of a stage. */
export interface Reader {
  readonly track?: string;
  readonly stage?: string;
}

export interface Answer {
  /** The number of pages that have the query; near results are not counted. */
  readonly total: number;
  /** The words that were searched besides the query, or instead of it: corrections of mistyped words, and synonyms. */
  readonly also: readonly string[];
  /** What was searched instead of the query, which seems to be mistyped. */
  readonly meant: readonly string[];
  readonly definition?: Definition;
  readonly results: readonly Result[];
}

/** A run of Han of at least this length that no page has is searched by its parts. */
const MIN_LOOSE = 5;
/** A long run of Han is looked up in the texts of at most this many pages. */
const MAX_READ_PAGES = 10;
/** The number of longer terms, of bodies and as many of names, that a word is expanded to. */
const MAX_LONGER = 200;
/** How many times the texts of further pages are read when pages turn out not to have the query as it was typed, and of how many pages each time. */
const ROUNDS = 3;
const MAX_FURTHER_PAGES = 32;
/** The parts of a query that are searched: its characters and its runs. */
const MAX_QUERY = 200;
const MAX_RUNS = 12;

/** The options of a search. */
export interface Options {
  /** Only pages that have all of these are found: "track:saas". */
  readonly filters?: readonly string[];
  /** Question words: a query that no page has as it was typed is also searched without them. */
  readonly questions?: readonly string[];
  /** The reader's pages come before the same answer of another track or stage. */
  readonly reader?: Reader | undefined;
}

/** The result of a query before its pages are read to be shown. */
interface Finding {
  readonly found: Found[];
  /** The runs of the query, folded, with corrections in the place of mistyped words. */
  readonly needles: string[][];
  /** The query, folded. */
  readonly whole: string;
  readonly corrected: readonly string[];
}

/** The prefix of terms for the pinyin of titles and headings. */
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
      const more = other.found.filter(({ isPhrase }) => isPhrase);
      if (!more.some(({ verified }) => verified)) continue;
      needles.push(...other.needles);
      found.push(...more);
      also.push(name);
    }
    const results = await Promise.all(found.slice(0, limit).map((f) => this.result(f, needles)));
    return { total: found.length, also, meant: [], results };
  }

  /** Searches the query and, if no page has it as it was typed, also the query without its question words. */
  private async answer(query: string, limit: number, filters: readonly string[], questions: readonly string[]): Promise<Finding> {
    const typed = await this.find(query, limit, filters);
    const lower = query.toLowerCase();
    const rest = questions.reduce((text, word) => (word === "" ? text : text.split(word).join(" ")), lower).trim();
    if (typed.found.some(({ isPhrase }) => isPhrase) || rest === "" || rest === lower) return typed;
    const asked = await this.find(rest, limit, filters);
    const known = new Set(asked.found.map(({ page }) => page));
    return {
      ...asked,
      found: [...asked.found, ...typed.found.filter(({ page }) => !known.has(page))],
      needles: [...asked.needles, ...typed.needles],
    };
  }

  /** The synonyms of a whole query. */
  private synonyms(whole: string): string[] {
    const folded = (name: string): string => this.tokeniser.fold(name).join("").trim();
    const groups = this.manifest.synonyms.filter((names) => names.some((name) => folded(name) === whole));
    return [...new Set(groups.flat())].filter((name) => folded(name) !== whole);
  }

  /** The pages that a query finds, the best first. Excludes `known`; the first `limit` results are in final order. */
  async find(query: string, limit: number, filters: readonly string[] = [], known: ReadonlySet<number> = new Set()): Promise<Finding> {
    const folded = this.tokeniser.fold(query.normalize().slice(0, MAX_QUERY));
    const runs = this.tokeniser.runs(folded).slice(0, MAX_RUNS);
    const needles = runs.map(({ term }) => Array.from(term));
    const whole = folded.join("").trim();
    const corrected: string[] = [];
    if (needles.length === 0) return { found: [], needles, whole, corrected };
    const clauses = await Promise.all(
      needles.map(async (run, i) => {
        if (run.length > 1 && this.tokeniser.han(run[0])) return this.han(run);
        const canBeBeside = neighbourFilter(needles, runs, i);
        const clause = await this.prefix(run.join(""), canBeBeside);
        if (clause.hits.length > 0) return clause;
        const near = await this.near(run.join(""));
        if (near === undefined) return clause;
        needles[i] = Array.from(near);
        corrected.push(near);
        return this.prefix(near, canBeBeside);
      }),
    );
    const placed = clauses.map((clause, i) => ({ ...clause, gap: gap(needles[i - 1], runs[i - 1], runs[i]) }));
    const pieces = placed.map(({ gap }, i) => ({ needle: needles[i] ?? [], ...gap }));
    let found = rank(placed, this.manifest.pages).filter(({ page }) => !known.has(page));
    for (const filter of filters) {
      const filtered = new Set((await this.postings(`=${filter}`)).map(({ page }) => page));
      found = found.filter(({ page }) => filtered.has(page));
    }
    return { found: await this.verify(found, limit, pieces), needles, whole, corrected };
  }

  /**
   * Orders pages finally: the positions in postings are approximate, so a page may only seem to have the query as it was
   * typed. The texts of the first `limit` pages are read anyway to be shown. If some of them are refuted, the texts of a
   * few further pages are read; if too few are confirmed then, no page that was not read counts as a phrase match.
   */
  private async verify(found: readonly Found[], limit: number, pieces: readonly PlacedPiece[]): Promise<Found[]> {
    const pages = [...found];
    let confirmed = 0;
    let next = 0;
    for (let round = 0; round < ROUNDS && confirmed < limit && next < pages.length; round++) {
      const count = round === 0 ? limit : Math.min((limit - confirmed) * 4 ** round, MAX_FURTHER_PAGES);
      const some = pages.slice(next, next + count);
      const read = await Promise.all(some.map((page) => this.read(page, pieces)));
      confirmed += read.filter((page, i) => page.isPhrase === some[i]?.isPhrase && page.whole === some[i].whole).length;
      pages.splice(next, read.length, ...read);
      next += read.length;
    }
    if (confirmed < limit) return pages.map((page) => (page.verified ? page : { ...page, isPhrase: false, whole: page.whole - page.unverified.length })).sort(order);
    return pages.sort(order);
  }

  /** Reads the texts of a page and verifies it, unless its postings are exact. */
  private async read(found: Found, pieces: readonly PlacedPiece[]): Promise<Found> {
    if (found.verified) return found;
    const { sections } = await this.index.page(found.page);
    return verify(found, sections.map(([, , text]) => new Body(text, this.tokeniser)), pieces);
  }

  /**
   * The nearest word of the index to a mistyped word: one edit away, or two for a word of at least 8 letters. Words with
   * the same first letter are preferred.
   */
  private async near(text: string): Promise<string | undefined> {
    if (!/^[a-z0-9]{4,40}$/.test(text)) return undefined;
    const limit = text.length < 8 ? 1 : 2;
    for (const [from, to] of [[text[0] ?? "", `${text[0] ?? ""}\u{10ffff}`], ["0", "z\u{10ffff}"]] as const) {
      const words = (await this.index.lines(from, to)).map(([term]) => term.replace(nameSuffix, "")).filter((term) => /^[a-z0-9]+$/.test(term));
      const best = nearest(text, words, limit);
      if (best !== undefined) return best;
    }
    return undefined;
  }

  /**
   * The clause of a run of Han. Every other pair of neighbours, with the last pair, covers the run: a text that has these
   * pairs at their places has the run. To read fewer shards, of a long run only three pairs are looked up; few pages have
   * all three, and their texts, which are read anyway to be shown, tell whether the rest of the run stands there. In a run
   * of four characters, often two words of two, the middle pair tells whether the words stand together, but a page
   * without it is still a hit.
   */
  private async han(run: readonly string[]): Promise<Clause> {
    const pairs = run.slice(1).map((_, at) => at);
    const cover = pairs.filter((at) => at % 2 === 0 || at === pairs.length - 1);
    const some = pairs.length <= 3 ? pairs : cover.length <= 3 ? cover : [0, pairs.length >> 1, pairs.length - 1];
    const terms = await this.pairs(run, some);
    let clause = phrase(terms);
    if (pairs.length > 3) {
      const pages = [...new Set(clause.hits.filter(({ whole }) => whole).map(({ page }) => page))];
      if (pages.length <= MAX_READ_PAGES) clause = phrase(terms, await this.reader(run, pages));
      else if (some !== cover) clause = phrase(await this.pairs(run, cover));
    }
    if (run.length < MIN_LOOSE || clause.hits.some(({ whole }) => whole)) return clause;
    return loose((await this.pairs(run, pairs)).map(({ postings }) => postings), this.manifest.pages);
  }

  /** The pairs of neighbours at some offsets of a run, with their postings. */
  private pairs(run: readonly string[], offsets: readonly number[]): Promise<PhraseTerm[]> {
    return Promise.all(
      offsets.map(async (offset) => ({
        postings: await this.postings((run[offset] ?? "") + (run[offset + 1] ?? "")),
        offset,
        needed: run.length !== 4 || offset !== 1,
      })),
    );
  }

  /** Looks a run up in the texts of pages. Tags are indexed as headings but are not in the texts, so that their postings are not verified. */
  private async reader(run: readonly string[], pages: readonly number[]): Promise<MayStart> {
    const texts = new Map(await Promise.all(pages.map(async (page) => [page, await this.index.page(page)] as const)));
    return ({ page, section }, field, start) => {
      const shown = texts.get(page);
      const [, heading = "", text = ""] = shown?.sections[section] ?? [];
      const folded = this.tokeniser.fold({ [Field.title]: shown?.title ?? "", [Field.heading]: heading, [Field.body]: text }[field]);
      const stretch = folded.slice(start, start + run.length + tolerance(field));
      return places(stretch, run).length > 0 || (field === Field.heading && start >= folded.length);
    };
  }

  private async postings(term: string): Promise<Posting[]> {
    return (await this.index.lines(term, term + nameSuffix)).flatMap((line) => this.decode(line));
  }

  private decode(line: Line): Posting[] {
    return decode(line, this.tokeniser.word(String.fromCodePoint(line[0].codePointAt(0) ?? 0)));
  }

  /** The clause of a word: the word, longer words that start with it, and titles and headings whose pinyin starts with it. */
  private async prefix(text: string, canBeBeside: NeighbourFilter): Promise<Clause> {
    const [exact, longer] = isNumber(text) ? [await this.postings(text), []] : await this.beginning(text);
    const [heard, begun] = /^[a-z]{2,}$/.test(text) ? await this.beginning(SOUND + text) : [[], []];
    const terms = [
      { postings: exact, weight: WHOLE_WEIGHT, typed: true },
      { postings: longer, weight: 1, typed: false },
      { postings: heard, weight: 2, typed: false },
      { postings: begun, weight: 1, typed: false },
    ];
    return alternatives(terms, canBeBeside);
  }

  /** The postings of a term, and those of longer terms that start with it. */
  private async beginning(term: string): Promise<[Posting[], Posting[]]> {
    const exact: Posting[] = [];
    const longer: Posting[] = [];
    const lines = await this.index.lines(term, term + "\u{10ffff}");
    for (const line of lines.slice(0, 2 * MAX_LONGER)) {
      const list = line[0] === term || line[0] === term + nameSuffix ? exact : longer;
      for (const posting of this.decode(line)) list.push(posting); // push(...) fails beyond the number of arguments that a call may have
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
      place: "",
      near: false,
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
 * The gap between a piece and the piece before it: the distance that they have in the query. Between Han and Latin a sign
 * more or less makes no difference, as in SaaS 销售 and SaaS销售. Two runs of Han that the query separates are separate
 * words, which need only be near each other.
 */
function gap(previous: readonly string[] = [], before: Run | undefined, run: Run | undefined): Gap {
  if (before === undefined || run === undefined) return { distances: [], near: false };
  const between = run.from - before.to;
  const distances = isScriptBoundary(before, run) ? [previous.length, previous.length + 1] : [previous.length + between];
  return { distances, near: before.han && run.han };
}

/** Whether one run is Han, the other Latin, and at most one other character is between them. */
function isScriptBoundary(before: Run | undefined, run: Run | undefined): boolean {
  return before !== undefined && run !== undefined && run.from - before.to < 2 && before.han !== run.han;
}

/** The filter for the word i of a query: the index knows four bits of the Han characters beside each word. */
function neighbourFilter(needles: readonly string[][], runs: readonly Run[], i: number): NeighbourFilter {
  const before = isScriptBoundary(runs[i - 1], runs[i]) ? low4(needles[i - 1]?.slice(-1)[0]) << 4 : undefined;
  const behind = isScriptBoundary(runs[i], runs[i + 1]) ? low4(needles[i + 1]?.[0]) : undefined;
  return (beside) => beside === undefined || ((before === undefined || (beside & 0xf0) === before) && (behind === undefined || (beside & 0xf) === behind));
}

/** The low four bits of a character's code point. */
function low4(character: string | undefined): number {
  return (character?.codePointAt(0) ?? 0) & 0xf;
}
