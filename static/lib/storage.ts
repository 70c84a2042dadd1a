// What the browser keeps for this site. Keys are cairn:SITE:KEY, so that two
// sites on one host, or among the pages opened from one disk, never mix. Storage
// may be full, refused or damaged: reading then finds nothing, writing says so.

export class Store {
  private readonly prefix: string;
  private closed = false;

  constructor(site: string) {
    this.prefix = `cairn:${site}:`;
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

  /** Keeps a value; false if it could not be kept. */
  write(key: string, value: unknown): boolean {
    if (this.closed) return false;
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  remove(key: string): void {
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      // Nothing is kept where storage is refused.
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

  /** Removes all; the page keeps nothing more, since it is about to be left. */
  clear(): void {
    this.closed = true;
    for (const key of this.keys()) this.remove(key);
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
  return new Store(document.documentElement.dataset["site"] ?? "");
}
