// What the browser keeps for this site. Keys are cairn:SITE:KEY, so that two
// sites on one host, or among the pages opened from one disk, never mix. Storage
// may be full, refused or damaged: reading then finds nothing, writing says so.

import { isListOf, isRecord, isString, parseData } from "../shared/json";

/** Whether a value was kept, and why not. */
export type Outcome = "kept" | "unreadable" | "notsaved";

export class Store {
  private readonly prefix: string;
  private readonly former: readonly Store[];
  private closed = false;

  constructor(readonly site: string, readonly formerSites: readonly string[] = []) {
    this.prefix = `cairn:${site}:`;
    this.former = formerSites.map((id) => new Store(id));
  }

  /** Moves here what is kept under a former id of the site, unless something is in its place already. */
  takeFormer(): void {
    for (const former of this.former) {
      for (const key of former.keys()) this.move(key, key, former);
    }
  }

  /** Moves what is kept under a key, of another store maybe, unless something is in its place already. */
  move(from: string, to: string, store: Store = this): void {
    const text = store.text(from);
    if (text !== null && this.text(to) === null && this.put(to, text)) store.remove(from);
  }

  /** Whether the browser lets the page look at what it keeps. */
  works(): boolean {
    try {
      return localStorage.length >= 0;
    } catch {
      return false;
    }
  }

  /** The value kept under key: undefined if there is none, null if it is damaged. */
  read(key: string): unknown {
    const text = this.text(key);
    if (text === null) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  private text(key: string): string | null {
    try {
      return localStorage.getItem(this.prefix + key);
    } catch {
      return null; // storage is refused
    }
  }

  /** Keeps a value, undefined for none; false if it could not be kept. */
  write(key: string, value: unknown): boolean {
    return !this.closed && this.put(key, value === undefined ? null : JSON.stringify(value));
  }

  /** Keeps an object, beside the fields that another version of the site has put there. */
  amend(key: string, value: object): boolean {
    const kept = this.read(key);
    return this.write(key, { ...value, ...(isRecord(kept) ? kept : {}), ...value });
  }

  /** Keeps what is made of what is there, undefined for nothing. What cannot be read is never overwritten. */
  change<T>(key: string, read: (kept: unknown) => T | "unreadable", make: (kept: T | undefined) => unknown): Outcome {
    const kept = this.read(key);
    const here = kept === undefined ? undefined : read(kept);
    if (here === "unreadable") return "unreadable";
    return this.write(key, make(here)) ? "kept" : "notsaved";
  }

  /** Keeps all values; false if there was no room for them all, and then everything is as it was. */
  writeAll(values: ReadonlyMap<string, unknown>): boolean {
    const before: [string, string | null][] = [];
    for (const [key, value] of values) {
      const text = this.text(key);
      if (!this.write(key, value)) {
        // Backwards, so that there is room at every step: it was like that before.
        for (const [key, text] of before.reverse()) this.put(key, text);
        return false;
      }
      before.push([key, text]);
    }
    return true;
  }

  remove(key: string): void {
    this.put(key, null); // nothing is kept where storage is refused
  }

  /** Puts a text under key, null for none; false if it could not. */
  private put(key: string, text: string | null): boolean {
    try {
      if (text === null) localStorage.removeItem(this.prefix + key);
      else localStorage.setItem(this.prefix + key, text);
      return true;
    } catch {
      return false;
    }
  }

  /** The keys of this site. */
  keys(): string[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }

  /** What is kept, by key, as it is: also what cannot be read. */
  texts(): Record<string, string> {
    return Object.fromEntries(this.keys().map((key) => [key, this.text(key) ?? ""]));
  }

  /** The page keeps nothing more, since it is about to be left. */
  close(): void {
    this.closed = true;
  }

  /** Removes all, also under former ids, and keeps nothing more. */
  clear(): void {
    this.close();
    for (const key of this.keys()) this.remove(key);
    for (const former of this.former) former.clear();
  }

  /** Calls f when another tab changes the value of key. */
  onChange(key: string, f: () => void): void {
    addEventListener("storage", (event) => {
      if (event.key === this.prefix + key || event.key === null) f();
    });
  }
}

/** The store of the site that this page belongs to. */
export function openStore(): Store {
  const root = document.documentElement;
  const store = new Store(root.dataset["site"] ?? "", parseData(root, "formerSites", isListOf(isString), []));
  store.takeFormer();
  return store;
}
