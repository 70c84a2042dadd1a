// How the values that this site keeps in the browser are read, merged and
// compared. Each feature exports the kind of its own values, and static/import.ts
// makes a schema of them all.

export interface Kind<T> {
  /** The key of the value, or its part before the colon: a plan is saved under plan:goals/saas/newcomer. */
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
  /** The part of a value by which two are compared; without it the whole is compared. */
  content?(value: T): unknown;
}

/** The parts of a key: plan:goals/saas/newcomer is the plan of a page, theme belongs to no page. */
export interface Key {
  readonly name: string;
  readonly page: string;
}

export function parseKey(key: string): Key {
  const colon = key.indexOf(":");
  return colon < 0 ? { name: key, page: "" } : { name: key.slice(0, colon), page: key.slice(colon + 1) };
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
}
