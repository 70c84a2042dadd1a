// Recent searches of which the reader opened a result, the latest first.

import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const key = "searches";
const maxSearches = 6;
/** The saved length of a search, in UTF-16 units. */
const maxLength = 100;

export class Recent {
  constructor(private readonly store: Store) {}

  list(): string[] {
    const saved = readSearches(this.store.read(key));
    return saved === "unreadable" ? [] : saved;
  }

  add(query: string): void {
    const text = query.trim().slice(0, maxLength);
    if (text !== "") this.store.change(key, readSearches, (earlier = []) => joinSearches([text], earlier));
  }
}

/** Reads a saved value; "unreadable" if it is no list of searches. */
export function readSearches(saved: unknown): string[] | "unreadable" {
  const whole = Array.isArray(saved) && saved.every((query) => typeof query === "string" && query !== "");
  return whole ? saved.slice(0, maxSearches).map((query: string) => query.slice(0, maxLength)) : "unreadable";
}

/** The later searches followed by the earlier ones, without duplicates. */
export function joinSearches(later: readonly string[], earlier: readonly string[]): string[] {
  return [...new Set([...later, ...earlier])].slice(0, maxSearches);
}

export const searchesKind: Kind<string[]> = { name: "searches", read: readSearches, join: joinSearches };
