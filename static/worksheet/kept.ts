// A plan as the browser keeps it: what was typed into the fields that are no
// longer examples, by the template's keys, and which of the others its reader
// does not know yet.

import { isRecord, isTexts } from "../shared/json";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

/** The version that is kept. */
export const version = 1;

export interface Kept {
  readonly version: typeof version;
  /** The hash of the template that it was filled in for. */
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  /** The keys of what the reader has to ask somebody for. */
  readonly unknown: readonly string[];
}

/** Reads what is kept: undefined if nothing is, "unreadable" if it is not a plan of this version. */
export function readKept(kept: unknown): Kept | undefined | "unreadable" {
  if (kept === undefined) return undefined;
  if (!isRecord(kept) || kept["version"] !== version) return "unreadable";
  const { template, values, unknown = [] } = kept;
  if (typeof template !== "string" || !Array.isArray(unknown)) return "unreadable";
  return isTexts(values) && unknown.every((key) => typeof key === "string") ? { version, template, values, unknown } : "unreadable";
}

/** The content of a plan by key: the typed text, and whether the reader has marked the value as unknown. */
function contentOf({ values, unknown }: Kept): Record<string, readonly [text: string | null, isUnknown: boolean]> {
  const typed = new Map(Object.entries(values));
  const asked = new Set(unknown);
  return Object.fromEntries([...new Set([...typed.keys(), ...asked])].map((key) => [key, [typed.get(key) ?? null, asked.has(key)]]));
}

/** Two plans as one. Where they say different things of a key it is the first alone, since a mixture is nobody's plan. */
export function joinPlans(first: Kept, second: Kept): Kept {
  const said = new Map(Object.entries(contentOf(first)));
  const more = Object.entries(contentOf(second)).filter(([key, says]) => JSON.stringify(said.get(key)) !== JSON.stringify(says));
  if (more.length === 0 || more.some(([key]) => said.has(key))) return first;
  return {
    version,
    template: first.template === second.template ? first.template : "", // which asks to check the numbers
    values: { ...second.values, ...first.values },
    unknown: [...new Set([...first.unknown, ...second.unknown])],
  };
}

/** The plan of one worksheet. What cannot be read is never overwritten, only removed when the reader asks for it. */
export class Plan {
  /** What was typed, by key; keys that the template no longer has are kept too. */
  readonly typed = new Map<string, string>();
  readonly unknown = new Set<string>();
  unreadable = false;
  /** It was filled in for another state of the template. */
  changed = false;
  /** Something is here that could not be kept. */
  private unsaved = false;
  /** What the reader has said elsewhere, by key: it stands where nothing was typed. */
  private readonly offered = new Map<string, string>();

  constructor(private readonly store: Store, private readonly key: string, private readonly template: string) {
    this.load();
  }

  /** Reads what is kept, beside which stands what could not be kept. */
  private load(): void {
    const kept = readKept(this.store.read(this.key));
    this.unreadable = kept === "unreadable";
    if (kept === "unreadable") return;
    if (!this.unsaved) {
      this.typed.clear();
      this.unknown.clear();
    }
    if (kept !== undefined) {
      this.changed = kept.template !== this.template;
      this.add(Object.entries(kept.values));
      for (const key of kept.unknown) if (!this.unsaved) this.unknown.add(key);
    }
    this.add(this.offered);
  }

  /** Adds what stands where nothing was typed. */
  private add(values: Iterable<readonly [key: string, text: string]>): void {
    for (const [key, text] of values) if (!this.typed.has(key)) this.typed.set(key, text);
  }

  /** Takes what the reader typed, beside what other tabs have kept in the meantime; false if it was not kept. */
  type(key: string, text: string): boolean {
    this.load();
    this.typed.set(key, text);
    this.unknown.delete(key);
    return this.save();
  }

  /** Takes that the reader does not know a value, or does again; false if it was not kept. */
  markUnknown(key: string, isUnknown: boolean): boolean {
    this.load();
    if (isUnknown) this.unknown.add(key);
    else this.unknown.delete(key);
    return this.save();
  }

  /** Fills in what the reader has said elsewhere, to be kept with the next that she types. */
  offer(key: string, text: string): void {
    this.offered.set(key, text);
    this.add(this.offered);
  }

  private save(): boolean {
    const kept: Kept = { version, template: this.template, values: Object.fromEntries(this.typed), unknown: [...this.unknown] };
    this.unsaved = this.unreadable || !this.store.amend(this.key, kept);
    return !this.unsaved;
  }

  reset(): void {
    this.typed.clear();
    this.unknown.clear();
    this.offered.clear();
    this.unreadable = false;
    this.changed = false;
    this.unsaved = false;
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

export const planKind: Kind<Kept> = {
  name: "plan", perPage: true, version, asks: true, read: (kept) => readKept(kept) ?? "unreadable", join: joinPlans, content: contentOf,
};
