// The values that the browser keeps for this site in localStorage, as JSON. Keys are
// cairn:SITE:KEY, because sites on one host, or opened from one disk, share storage.
// Storage may be full, refused or damaged: a read then finds no value, and a write
// returns that it failed.

import { isListOf, isRecord, isString, parseData } from "../shared/json";

/** Whether a value was saved, and why not. */
export type Outcome = "saved" | "unreadable" | "notsaved";

export class Store {
  private readonly prefix: string;
  private readonly former: readonly Store[];
  private closed = false;

  constructor(readonly site: string, readonly formerSites: readonly string[] = []) {
    this.prefix = `cairn:${site}:`;
    this.former = formerSites.map((id) => new Store(id));
  }

  /** Moves the values saved under the site's former ids to its present id; a value that is there already stays. */
  takeFormer(): void {
    for (const former of this.former) {
      for (const key of former.keys()) this.move(key, key, former);
    }
  }

  /** Moves a value to another key, possibly from another store; a value that is there already stays. */
  move(from: string, to: string, store: Store = this): void {
    const text = store.text(from);
    if (text !== null && this.text(to) === null && this.put(to, text)) store.remove(from);
  }

  /** Whether the browser lets the page use storage. */
  works(): boolean {
    try {
      return localStorage.length >= 0;
    } catch {
      return false;
    }
  }

  /** The value under a key: undefined if there is none, null if its JSON is damaged. */
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

  /** Saves a value, or removes it if it is undefined; false if storage failed. */
  write(key: string, value: unknown): boolean {
    return !this.closed && this.put(key, value === undefined ? null : JSON.stringify(value));
  }

  /** Saves an object. Fields of the saved object that `value` lacks are preserved, because another version of the site may have written them. */
  amend(key: string, value: object): boolean {
    const saved = this.read(key);
    return this.write(key, { ...value, ...(isRecord(saved) ? saved : {}), ...value });
  }

  /** Replaces the saved value by the result of `make`, or removes it if that is undefined. An unreadable value is not overwritten. */
  change<T>(key: string, read: (saved: unknown) => T | "unreadable", make: (saved: T | undefined) => unknown): Outcome {
    const saved = this.read(key);
    const here = saved === undefined ? undefined : read(saved);
    if (here === "unreadable") return "unreadable";
    return this.write(key, make(here)) ? "saved" : "notsaved";
  }

  /** Saves all values, or none of them: false if storage failed, after every value is restored. */
  writeAll(values: ReadonlyMap<string, unknown>): boolean {
    const before: [string, string | null][] = [];
    for (const [key, value] of values) {
      const text = this.text(key);
      if (!this.write(key, value)) {
        // In reverse order each step returns to a state that fitted into storage before.
        for (const [key, text] of before.reverse()) this.put(key, text);
        return false;
      }
      before.push([key, text]);
    }
    return true;
  }

  remove(key: string): void {
    this.put(key, null); // a refused storage holds nothing to remove
  }

  /** Stores a text, or removes it if it is null; false if storage failed. */
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

  /** The stored texts by key, including unreadable ones. */
  texts(): Record<string, string> {
    return Object.fromEntries(this.keys().map((key) => [key, this.text(key) ?? ""]));
  }

  /** Ignores further writes, because the page is about to reload. */
  close(): void {
    this.closed = true;
  }

  /** Removes all values, also those of former ids, and ignores further writes. */
  clear(): void {
    this.close();
    for (const key of this.keys()) this.remove(key);
    for (const former of this.former) former.clear();
  }

  /**
   * Calls f when another page has changed a value whose key `concerns` accepts, or has cleared the storage: in another tab, or
   * while this page was in the back/forward cache, where it receives no events.
   */
  onChange(concerns: (key: string) => boolean, f: () => void): void {
    const kept = (): string => JSON.stringify(this.keys().filter(concerns).sort().map((key) => [key, this.text(key)]));
    let left = "";
    addEventListener("pagehide", () => (left = kept()));
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted && kept() !== left) f();
    });
    addEventListener("storage", ({ key }) => {
      if (key === null || (key.startsWith(this.prefix) && concerns(key.slice(this.prefix.length)))) f();
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
