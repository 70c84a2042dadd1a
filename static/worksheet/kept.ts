// A plan as the browser keeps it: what was typed into the fields that are no
// longer examples, by the template's keys, and which of the others its reader
// does not know yet.

import type { Store } from "../lib/storage";

export interface Kept {
  readonly version: 1;
  /** The hash of the template that it was filled in for. */
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  /** The keys of what the reader has to ask somebody for. */
  readonly unknown?: readonly string[];
}

/** Reads what is kept: undefined if nothing is, "unreadable" if it is not a plan of this version. */
export function readKept(kept: unknown): Kept | undefined | "unreadable" {
  if (kept === undefined) return undefined;
  if (typeof kept !== "object" || kept === null) return "unreadable";
  const { version, template, values, unknown = [] } = kept as Record<string, unknown>;
  if (version !== 1 || typeof template !== "string" || typeof values !== "object" || values === null) return "unreadable";
  if (Array.isArray(values) || !Array.isArray(unknown)) return "unreadable";
  const whole = [...Object.values(values), ...unknown].every((value) => typeof value === "string");
  return whole ? (kept as Kept) : "unreadable";
}

/** The plan of one worksheet. What cannot be read is never overwritten, only removed when the reader asks for it. */
export class Plan {
  /** What was typed, by key; keys that the template no longer has are kept too. */
  readonly typed = new Map<string, string>();
  readonly unknown = new Set<string>();
  unreadable = false;
  /** It was filled in for another state of the template. */
  changed = false;

  constructor(private readonly store: Store, private readonly key: string, private readonly template: string) {
    this.load();
  }

  load(): void {
    const kept = readKept(this.store.read(this.key));
    this.typed.clear();
    this.unknown.clear();
    this.unreadable = kept === "unreadable";
    if (kept === undefined || kept === "unreadable") return;
    this.changed = kept.template !== this.template;
    for (const [key, text] of Object.entries(kept.values)) this.typed.set(key, text);
    for (const key of kept.unknown ?? []) this.unknown.add(key);
  }

  /** Keeps what was typed; false if it was not kept. */
  save(): boolean {
    if (this.unreadable) return false;
    const kept: Kept = { version: 1, template: this.template, values: Object.fromEntries(this.typed), unknown: [...this.unknown] };
    return this.store.write(this.key, kept);
  }

  reset(): void {
    this.typed.clear();
    this.unknown.clear();
    this.unreadable = false;
    this.changed = false;
    this.store.remove(this.key);
  }

  /** Calls f after another tab has changed the plan. */
  onChange(f: () => void): void {
    this.store.onChange(this.key, () => {
      this.load();
      f();
    });
  }
}
