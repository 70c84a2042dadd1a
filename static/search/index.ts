// Reads the index: a manifest, shards of terms and groups of pages' texts, each loaded
// when it is needed. A function loads them, which lets a test run this without a page.

import { isRecord, isString, isTexts } from "../shared/json";
import type { Line } from "./postings";
import type { Pairs, Tables } from "./tokenise";

export interface Manifest {
  readonly pages: number;
  /** The number of sections of all pages. */
  readonly sections: number;
  readonly tables: Tables;
  readonly shards: Shards;
  readonly groups: {
    /** The number of pages of each group. */
    readonly pages: readonly number[];
    readonly hashes: string;
  };
  /** Each list has the names of one thing. */
  readonly synonyms: readonly (readonly string[])[];
  /** The pages for those who write or host the site, as ranges: the first page of one, the page behind its last, … */
  readonly aside: readonly number[];
  /** The page whose sections are terms, or -1. */
  readonly glossary: number;
  /** The shards of pairs of Han by their sound. */
  readonly spellings: Shards;
  /** The hashes in the names of the files of the readings of characters and of all traditional characters; "" in an index without Han. */
  readonly readings: string;
  readonly traditional: string;
}

interface Shards {
  /** For each shard a text that sorts after the lines of the shards before it and not after its own. */
  readonly first: readonly string[];
  readonly hashes: string;
}

/** The texts of a page. The asks of a section, one a line, are as they are indexed. */
export interface GroupPage {
  readonly path: string;
  readonly title: string;
  /** The page's track and stage, as a reader knows them; "" if it has neither. */
  readonly place: string;
  readonly sections: readonly (readonly [anchor: string, heading: string, text: string, asks: string])[];
}

/** A page in its file. The anchor 0 stands for the heading. */
type StoredPage = readonly [path: string, title: string, place: string, sections: readonly (readonly [anchor: string | 0, heading: string, text: string, asks?: string])[]];

export function isManifest(value: unknown): value is Manifest {
  return isRecord(value) && typeof value["pages"] === "number" && typeof value["sections"] === "number" && ["tables", "shards", "groups", "spellings"].every((name) => isRecord(value[name])) && Array.isArray(value["synonyms"]);
}

function isStoredPage(value: unknown): value is StoredPage {
  return Array.isArray(value) && isString(value[0]) && isString(value[1]) && isString(value[2]) && Array.isArray(value[3]);
}

/** Loads a file of the index by its name: manifest, s0.1a2b3c4d, … */
export type Load = (name: string) => Promise<unknown>;

/** The length of the hash in a file's name. */
const hashSize = 5;

export class Index {
  private readonly shards = new Map<string, Promise<readonly Line[]>>();
  /** The first page of each group. */
  private readonly groups: readonly number[];

  constructor(
    private readonly manifest: Manifest,
    private readonly load: Load,
  ) {
    let page = 0;
    this.groups = manifest.groups.pages.map((count) => (page += count) - count);
  }

  /** The lines of the terms from one to another, both included, in order. */
  async lines(from: string, to: string): Promise<Line[]> {
    const firsts = this.manifest.shards.first;
    const wanted: number[] = [];
    for (let i = Math.max(after(firsts, from) - 1, 0); i < firsts.length && wanted.length < 8; i++) {
      if (wanted.length > 0 && compare(firsts[i] ?? "", to) > 0) break;
      wanted.push(i);
    }
    const lists = await Promise.all(wanted.map((n) => this.shard("s", n)));
    return lists.flatMap((lines) => between(lines, from, to));
  }

  /** The texts of a page. */
  async page(number: number): Promise<GroupPage> {
    const next = this.groups.findIndex((first) => first > number);
    const group = (next < 0 ? this.groups.length : next) - 1;
    const pages = await this.load(name("g", group, this.manifest.groups.hashes));
    const page: unknown = Array.isArray(pages) ? pages[number - (this.groups[group] ?? 0)] : undefined;
    if (!isStoredPage(page)) throw new Error(`the index has no page ${number}`);
    const [path, title, place, sections] = page;
    return { path, title, place, sections: sections.map(([anchor, heading, text, asks = ""]) => [anchor === 0 ? heading : anchor, heading, text, asks]) };
  }

  /** The line of a term; undefined if the index does not have the term. */
  async line(term: string): Promise<Line | undefined> {
    return (await this.lines(term, term))[0];
  }

  /** Whether the index has a character of a run of Han: its pair with the character before it, or a term that begins with it. */
  async hasCharacter(run: readonly string[], i: number): Promise<boolean> {
    const [before = "", character = "", behind = ""] = [run[i - 1], run[i], run[i + 1]];
    if (i > 0 && (await this.line(before + character)) !== undefined) return true;
    const lines = await this.shard("s", Math.max(after(this.manifest.shards.first, character + behind) - 1, 0));
    return lines.some(([term]) => term.startsWith(character));
  }

  /** The pairs of Han that sound so, the frequent ones first: "jin'pin". */
  async spelled(sound: string): Promise<string[]> {
    const { first } = this.manifest.spellings;
    if (first.length === 0) return [];
    const lines = await this.shard("p", Math.max(after(first, sound) - 1, 0));
    const line = lines.find(([of]) => of === sound);
    return line?.[1].match(/../gu) ?? [];
  }

  /** The characters that are read as a syllable, by the syllable. */
  async readings(): Promise<Readonly<Record<string, string>>> {
    if (this.manifest.readings === "") return {};
    const readings = await this.load(`readings.${this.manifest.readings}`);
    if (!isTexts(readings)) throw new Error("the index has no usable readings");
    return readings;
  }

  /** All traditional characters. */
  async traditional(): Promise<Pairs> {
    const pairs = await this.load(`traditional.${this.manifest.traditional}`);
    if (!isRecord(pairs) || !Array.isArray(pairs["from"]) || !isString(pairs["to"])) throw new Error("the index has no usable traditional characters");
    return { from: pairs["from"], to: pairs["to"] };
  }

  /** The lines of a shard of terms (s) or of spellings (p). */
  private shard(kind: "s" | "p", n: number): Promise<readonly Line[]> {
    const file = name(kind, n, this.manifest[kind === "s" ? "shards" : "spellings"].hashes);
    const known = this.shards.get(file);
    if (known !== undefined) return known;
    const lines = this.load(file).then((text) => {
      if (!isString(text)) throw new Error(`the index has no shard ${file}`);
      return text.split("\n").slice(0, -1).map(parseLine);
    });
    this.shards.set(file, lines);
    lines.catch(() => this.shards.delete(file));
    return lines;
  }
}

/** A line of a shard: a term, a space, its postings in bodies, and behind a ! those in names. */
function parseLine(line: string): Line {
  const space = line.indexOf(" ");
  const [bodies = "", names = ""] = line.slice(space + 1).split("!");
  return [line.slice(0, space), bodies, names];
}

/** The name of a shard (s, p) or a group (g). */
function name(kind: string, n: number, hashes: string): string {
  return `${kind}${n}.${hashes.slice(n * hashSize, (n + 1) * hashSize)}`;
}

/** How many texts of a sorted list do not sort after a text. */
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

/** The lines of a sorted list whose terms lie from one to another, both included. */
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
function compare(a: string, b: string): number {
  const x = Array.from(a);
  const y = Array.from(b);
  for (let i = 0; i < x.length && i < y.length; i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
