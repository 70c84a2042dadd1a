// The searches that led somewhere, the latest first.

import type { Store } from "../lib/storage";

const key = "searches";
const most = 6;

export class Recent {
  constructor(private readonly store: Store) {}

  list(): string[] {
    const kept = this.store.read(key);
    if (!Array.isArray(kept)) return [];
    return kept.filter((query): query is string => typeof query === "string" && query !== "").slice(0, most);
  }

  add(query: string): void {
    const kept = query.trim().slice(0, 100);
    if (kept === "") return;
    this.store.write(key, [kept, ...this.list().filter((other) => other !== kept)].slice(0, most));
  }
}
