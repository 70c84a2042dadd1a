// How the values that this site keeps in the browser are read, merged and
// compared. Each feature exports the kind of its own values, and static/import.ts
// makes a schema of them all.

import { isRecord } from "../shared/json";
import type { Store } from "./store";

/** A part in which two values differ: an input of a worksheet, or another property of the value. */
export interface Difference {
  readonly name: string;
  readonly isInput: boolean;
  /** Which of several parts of that name it is: 2027-Q1. */
  readonly of?: string;
  /** The part's text in the kept value and in the imported one; undefined if the value lacks the part. */
  readonly mine: string | undefined;
  readonly theirs: string | undefined;
}

/** A value with the key under which it is kept. */
export type Placed<T> = readonly [key: string, value: T];

export interface Kind<T> {
  /** The key of the value, or its part before the colon: ticks are saved under ticks:tasks.html. */
  readonly name: string;
  /** Whether each page has its own value, under the page's path. Otherwise the site has a single value. */
  readonly perPage?: boolean;
  /** The newest version that can be read; absent for values without versions. */
  readonly version?: number;
  /** Whether the reader may choose an imported value over her own; if not, an import replaces only a value that is unreadable. */
  readonly asks?: boolean;
  /** Reads a value that came from storage or from a file. */
  read(saved: unknown): T | "unreadable";
  /** Merges two values; where they contradict each other the first one counts. Without it the first one always counts. */
  join?(first: T, second: T): T;
  /** Whether a value is a later version of another one, which it replaces. */
  succeeds?(later: T, value: T): boolean;
  /** The part of a value by which two are compared; without it the whole is compared. */
  content?(value: T): unknown;
  /** Where two values differ, for values that can be kept side by side. */
  differences?(mine: T, theirs: T): readonly Difference[];
  /** A copy of a value to keep beside it. */
  copy?(page: string, value: T): Placed<T>;
  /** Names one of several values of a page for the reader. */
  title?(value: T): string;
  /** The parts of a value that this version keeps but does not use. */
  unused?(value: T): readonly string[];
  /** Finds the key of a value that names its own place, which `page` gives for a value without one. */
  place?(store: Store, page: string, value: T): Placed<T>;
}

/** The parts of a key: plan:goals/saas/newcomer:ID is one of a page's plans, ticks:tasks.html belongs to a page, theme to none. */
export interface Key {
  readonly name: string;
  readonly page: string;
  /** The id of a value among several of the page, or "". */
  readonly id: string;
}

export function parseKey(key: string): Key {
  const [, name = key, page = "", id = ""] = /^([^:]*):(.*?)(?::([0-9a-f]{32}))?$/s.exec(key) ?? [];
  return { name, page, id };
}

/** The key of one of several values of a page. */
export function keyOf(name: string, page: string, id: string): string {
  return id === "" ? `${name}:${page}` : `${name}:${page}:${id}`;
}

export class Schema {
  private readonly kinds: ReadonlyMap<string, Kind<unknown>>;

  constructor(kinds: readonly Kind<unknown>[]) {
    this.kinds = new Map(kinds.map((kind) => [kind.name, kind]));
  }

  /** The kind of the value under a key; undefined if this site keeps nothing there. */
  kindOf(key: string): Kind<unknown> | undefined {
    const { name, page } = parseKey(key);
    const kind = this.kinds.get(name);
    return (kind?.perPage === true ? page !== "" : key === name) ? kind : undefined;
  }

  /** The key under which a file of a single value belongs, before its place among the kept values is found; undefined for other files. */
  keyOfFile({ kind: name, template }: Record<string, unknown>): string | undefined {
    if (typeof name !== "string" || this.kinds.get(name)?.place === undefined) return undefined;
    const page = isRecord(template) ? template["path"] : undefined;
    return typeof page === "string" ? keyOf(name, page, "") : undefined;
  }
}
