// Answers a query in steps: parse the query, find candidates in the index, rank them, verify them against the texts,
// rank the sections that are only near the query, and explain what was found.

import { Best } from "./best";
import { Candidates } from "./candidates";
import { explain, type Result } from "./explain";
import { Index, isManifest, type Load, type Manifest } from "./index";
import { alike, corrections, mayBeAlike } from "./correct";
import { nearest } from "./near";
import { parse, withoutQuestions, type Piece, type Query } from "./query";
import { order, Ranking, type Filter, type Found, type Preference } from "./rank";
import { Spelling } from "./spelling";
import { Tokeniser } from "./tokenise";
import { verify } from "./verify";

export type { Result } from "./explain";

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
  /** The synonyms that were searched besides the query. */
  readonly also: readonly string[];
  /** What was searched instead of words of the query that seem to be mistyped. */
  readonly meant: readonly string[];
  readonly definition?: Definition;
  readonly results: readonly Result[];
}

/** The options of a search. */
export interface Options {
  /** Only pages that have all of these are found: "track:saas". */
  readonly filters?: readonly string[];
  /** Question words, which say nothing about the answer. */
  readonly questions?: readonly string[];
  /** The reader's pages come before the same answer of another track or stage. */
  readonly reader?: Reader | undefined;
}

/** The nearest sections in which a stretch is looked for that differs from the query in one character. */
const MAX_ALIKE_SECTIONS = 5;
/** How much the scores of pages count: of the reader's track and stage, and of those for people who write or host the site. */
const ON_TRACK = 2;
const ON_STAGE = 1.5;
const ASIDE = 0.7;

/** The pages that have a query, the best first. */
interface Finding {
  readonly query: Query;
  readonly found: readonly Found[];
}

export class Engine {
  private readonly tokeniser: Tokeniser;
  private readonly candidates: Candidates;
  private knowsTraditional: boolean;
  /** Loaded for the first query that seems to be mistyped. */
  private readonly spelling: () => Promise<Spelling>;

  constructor(
    private readonly manifest: Manifest,
    private readonly index: Index,
  ) {
    this.tokeniser = new Tokeniser(manifest.tables);
    this.knowsTraditional = manifest.traditional === "";
    this.candidates = new Candidates(index, this.tokeniser, manifest.pages);
    let opened: Promise<Spelling> | undefined;
    this.spelling = () => (opened ??= Spelling.open(index));
  }

  static async open(load: Load): Promise<Engine> {
    const manifest = await load("manifest");
    if (!isManifest(manifest)) throw new Error("the index has no usable manifest");
    return new Engine(manifest, new Index(manifest, load));
  }

  async search(text: string, limit: number, { filters = [], questions = [], reader = {} }: Options = {}): Promise<Answer> {
    const allowed = await this.allowed(filters);
    const preference = await this.preference(reader);
    let meant: ReadonlyMap<string, string> = new Map();
    const find = (): Promise<Finding> => this.find(parse(this.tokeniser, text, meant), limit, allowed, preference);
    const asked = (): Query => parse(this.tokeniser, withoutQuestions(text, questions), meant);
    let { query, found: typed } = await find();
    if (typed.length === 0 && (await this.learnTraditional(asked()))) ({ query, found: typed } = await find());
    if (typed.length === 0) {
      meant = await this.alike(asked());
      if (meant.size === 0) meant = await corrections(asked(), this.candidates, this.spelling);
      if (meant.size > 0) ({ query, found: typed } = await find());
    }
    const found = [...typed];
    const needles = query.pieces.map(({ needle }) => needle);
    const also: string[] = [];
    for (const name of this.synonyms(query.text)) {
      const known = new Set(found.map(({ page }) => page));
      const other = await this.find(parse(this.tokeniser, name), found.length < limit ? limit : 1, (page) => allowed(page) && !known.has(page), preference);
      const phrases = new Best(other.found.filter(({ isPhrase }) => isPhrase), order);
      const more = [...phrases.take(limit), ...phrases.rest];
      if (!more.some(({ verified }) => verified)) continue;
      needles.push(...other.query.pieces.map(({ needle }) => needle));
      found.push(...more);
      also.push(name);
    }
    const results = await Promise.all(found.slice(0, limit).map(async ({ page, section }) => ({ ...explain(await this.index.page(page), section, needles, this.tokeniser), near: false })));
    if (results.length < limit) {
      const known = new Set(found.map(({ page }) => page));
      results.push(...(await this.near(asked(), found.length > 0, limit - results.length, (page) => allowed(page) && !known.has(page), preference)));
    }
    const definition = await this.definition(query);
    return { total: found.length, also, meant: [...meant.values()], ...(definition && { definition }), results };
  }

  /** The pages that have a query. The first `limit` of them are in final order. */
  async find(query: Query, limit: number, allowed: Filter, preference: Preference): Promise<Finding> {
    const clauses = await Promise.all(query.pieces.map(async (piece) => ({ hits: await this.candidates.clause(piece), gap: piece })));
    const ranking = new Ranking(clauses, this.manifest.pages, preference, allowed);
    return { query, found: await verify(ranking, limit, query.pieces, this.index, this.candidates, this.tokeniser) };
  }

  /**
   * Learns all traditional characters if the query has characters of Han that the index does not have, which has simplified
   * ones in their place. Returns whether it did. It reads the shards of the query's pairs, which the next steps read too.
   */
  private async learnTraditional({ pieces }: Query): Promise<boolean> {
    if (this.knowsTraditional) return false;
    const runs = pieces.filter(({ needle }) => this.tokeniser.han(needle[0]));
    const known = await Promise.all(runs.flatMap(({ needle }) => needle.map((_, i) => this.index.hasCharacter(needle, i))));
    if (known.every((isKnown) => isKnown)) return false;
    this.tokeniser.learn(await this.index.traditional());
    this.knowsTraditional = true;
    return true;
  }

  /** The pieces of a query that the nearest sections have with another character. */
  private async alike({ pieces }: Query): Promise<ReadonlyMap<string, string>> {
    const terms = await Promise.all(pieces.map((piece) => this.candidates.terms(piece)));
    const known = terms.map((postings) => postings.map(({ length }) => length > 0));
    if (!pieces.some(({ needle, isHan }, i) => isHan && mayBeAlike(needle, known[i] ?? []))) return new Map();
    const sections = nearest(terms, this.manifest.sections, MAX_ALIKE_SECTIONS, () => true, () => 1);
    const pages = await Promise.all(sections.map(({ page }) => this.index.page(page)));
    const texts = sections.flatMap(({ section }, i) => [pages[i]?.title ?? "", ...(pages[i]?.sections[section]?.slice(1) ?? [])]).map((text = "") => this.tokeniser.fold(text));
    return new Map(
      pieces.flatMap(({ needle, isHan }, i) => {
        const stretch = isHan ? alike(needle, known[i] ?? [], texts, (c) => this.tokeniser.han(c)) : undefined;
        return stretch === undefined ? [] : [[needle.join(""), stretch] as const];
      }),
    );
  }

  /** The sections that share words with a query; `isFound` tells that some page has all of it. */
  private async near({ pieces: all }: Query, isFound: boolean, limit: number, allowed: Filter, preference: Preference): Promise<Result[]> {
    const longer = all.filter(({ needle }) => needle.length > 1);
    const pieces = longer.length > 0 ? longer : all;
    const terms = await Promise.all(pieces.map((piece) => this.candidates.terms(piece, isFound)));
    const needles = pieces.flatMap(needlesNear);
    const sections = nearest(terms, this.manifest.sections, limit, allowed, preference);
    return Promise.all(sections.map(async ({ page, section }) => ({ ...explain(await this.index.page(page), section, needles, this.tokeniser), near: true })));
  }

  /** The synonyms of a whole query. */
  private synonyms(whole: string): string[] {
    return [...new Set(this.groupsOf(whole).flat())].filter((name) => this.folded(name) !== whole);
  }

  /** The lists of names of one thing that contain a name. */
  private groupsOf(name: string): (readonly string[])[] {
    return this.manifest.synonyms.filter((names) => names.some((other) => this.folded(other) === name));
  }

  private folded(name: string): string {
    return this.tokeniser.fold(name).join("").trim();
  }

  /** The term of the glossary that the whole query names. */
  private async definition(query: Query): Promise<Definition | undefined> {
    const { glossary } = this.manifest;
    if (glossary < 0) return undefined;
    const name = this.groupsOf(query.text)[0]?.[0] ?? query.text; // the first name is the term itself
    const { found } = await this.find(parse(this.tokeniser, name), 1, (page) => page === glossary, () => 1);
    if (found[0] === undefined || found[0].exact === 0) return undefined;
    const { path, sections } = await this.index.page(glossary);
    const [anchor, heading, text] = sections[found[0].section] ?? ["", "", ""];
    return { name: heading.split("\n")[0] ?? "", text, path, anchor };
  }

  /** Prefers the reader's pages, and puts pages for those who write or host the site last. */
  private async preference({ track, stage }: Reader): Promise<Preference> {
    const pages = (name: string, id: string | undefined): Promise<Set<number>> => (id === undefined || id === "" ? Promise.resolve(new Set<number>()) : this.candidates.pagesOf(`${name}:${id}`));
    const [onTrack, onStage] = await Promise.all([pages("track", track), pages("stage", stage)]);
    const { aside } = this.manifest;
    const isAside = (page: number): boolean => aside.reduce((isIn, border) => isIn !== border <= page, false);
    return (page) => (isAside(page) ? ASIDE : (onTrack.has(page) ? ON_TRACK : 1) * (onStage.has(page) ? ON_STAGE : 1));
  }

  /** The pages that all filters let pass. */
  private async allowed(filters: readonly string[]): Promise<Filter> {
    const sets = await Promise.all(filters.map((filter) => this.candidates.pagesOf(filter)));
    return (page) => sets.every((pages) => pages.has(page));
  }
}

/** What is marked in a section that is near a piece: its pairs of neighbours, or the word. */
function needlesNear({ needle, isHan }: Piece): (readonly string[])[] {
  return isHan ? needle.slice(1).map((_, at) => needle.slice(at, at + 2)) : [needle];
}
