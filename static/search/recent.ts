// The searches that led somewhere, the latest first.

import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const key = "searches";
const most = 6;
/** How much of a search is kept, in UTF-16 units. */
const longest = 100;

export class Recent {
  constructor(private readonly store: Store) {}

  list(): string[] {
    const kept = readSearches(this.store.read(key));
    return kept === "unreadable" ? [] : kept;
  }

  add(query: string): void {
    const kept = query.trim().slice(0, longest);
    if (kept !== "") this.store.change(key, readSearches, (earlier = []) => joinSearches([kept], earlier));
  }
}

/** Reads what is kept: "unreadable" if it is no list of searches. */
export function readSearches(kept: unknown): string[] | "unreadable" {
  const whole = Array.isArray(kept) && kept.every((query) => typeof query === "string" && query !== "");
  return whole ? kept.slice(0, most).map((query: string) => query.slice(0, longest)) : "unreadable";
}

/** The later searches and then the earlier, each once. */
export function joinSearches(later: readonly string[], earlier: readonly string[]): string[] {
  return [...new Set([...later, ...earlier])].slice(0, most);
}

export const searchesKind: Kind<string[]> = { name: "searches", read: readSearches, join: joinSearches };
