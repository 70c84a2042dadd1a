// Recent searches of which the reader opened a result, the latest first.

import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const key = "searches";
const maxSearches = 6;
/** The kept length of a search, in UTF-16 units. */
const maxLength = 100;

export class Recent {
  constructor(private readonly store: Store) {}

  list(): string[] {
    const kept = readSearches(this.store.read(key));
    return kept === "unreadable" ? [] : kept;
  }

  add(query: string): void {
    const kept = query.trim().slice(0, maxLength);
    if (kept !== "") this.store.change(key, readSearches, (earlier = []) => joinSearches([kept], earlier));
  }
}

/** Reads a kept value; "unreadable" if it is no list of searches. */
export function readSearches(kept: unknown): string[] | "unreadable" {
  const whole = Array.isArray(kept) && kept.every((query) => typeof query === "string" && query !== "");
  return whole ? kept.slice(0, maxSearches).map((query: string) => query.slice(0, maxLength)) : "unreadable";
}

/** The later searches followed by the earlier ones, without duplicates. */
export function joinSearches(later: readonly string[], earlier: readonly string[]): string[] {
  return [...new Set([...later, ...earlier])].slice(0, maxSearches);
}

export const searchesKind: Kind<string[]> = { name: "searches", read: readSearches, join: joinSearches };
