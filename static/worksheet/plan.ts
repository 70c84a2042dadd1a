// A worksheet's plan in the browser's storage: the texts that the reader typed, by the
// template's keys, and the inputs that she marked as unknown. Every other input shows its
// example.

import { isRecord, isTexts } from "../shared/json";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

/** The version of the saved form. */
export const version = 1;

export interface SavedPlan {
  readonly version: typeof version;
  /** The hash of the template for which the plan was filled in. */
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  /** The keys of the inputs that the reader marked as unknown. */
  readonly unknown: readonly string[];
}

/** Reads a saved value: undefined if there is none, "unreadable" if it is not a plan of this version. */
export function readPlan(saved: unknown): SavedPlan | undefined | "unreadable" {
  if (saved === undefined) return undefined;
  if (!isRecord(saved) || saved["version"] !== version) return "unreadable";
  const { template, values, unknown = [] } = saved;
  if (typeof template !== "string" || !Array.isArray(unknown)) return "unreadable";
  return isTexts(values) && unknown.every((key) => typeof key === "string") ? { version, template, values, unknown } : "unreadable";
}

/** The content of a plan by key: the typed text, and whether the reader has marked the value as unknown. */
function contentOf({ values, unknown }: SavedPlan): Record<string, readonly [text: string | null, isUnknown: boolean]> {
  const typed = new Map(Object.entries(values));
  const asked = new Set(unknown);
  return Object.fromEntries([...new Set([...typed.keys(), ...asked])].map((key) => [key, [typed.get(key) ?? null, asked.has(key)]]));
}

/** Merges two plans. If they contradict each other at any key, the result is the first plan: a mixture would be a plan that nobody made. */
export function joinPlans(first: SavedPlan, second: SavedPlan): SavedPlan {
  const content = new Map(Object.entries(contentOf(first)));
  const more = Object.entries(contentOf(second)).filter(([key, value]) => JSON.stringify(content.get(key)) !== JSON.stringify(value));
  if (more.length === 0 || more.some(([key]) => content.has(key))) return first;
  return {
    version,
    template: first.template === second.template ? first.template : "", // matches no template, so the page asks the reader to check the numbers
    values: { ...second.values, ...first.values },
    unknown: [...new Set([...first.unknown, ...second.unknown])],
  };
}

/** The plan of one worksheet. An unreadable plan is never overwritten, only removed when the reader resets it. */
export class Plan {
  /** The typed texts by key, including keys that the template no longer has. */
  readonly typed = new Map<string, string>();
  readonly unknown = new Set<string>();
  unreadable = false;
  /** Whether the plan was filled in for another version of the template. */
  changed = false;
  /** Whether the plan has changes that could not be saved. */
  private unsaved = false;
  /** Values that the reader entered on other pages, by key; a typed text takes precedence. */
  private readonly offered = new Map<string, string>();

  constructor(private readonly store: Store, private readonly key: string, private readonly template: string) {
    this.load();
  }

  /** Reads the saved plan again; unsaved changes take precedence over it. */
  private load(): void {
    const saved = readPlan(this.store.read(this.key));
    this.unreadable = saved === "unreadable";
    if (saved === "unreadable") return;
    if (!this.unsaved) {
      this.typed.clear();
      this.unknown.clear();
    }
    if (saved !== undefined) {
      this.changed = saved.template !== this.template;
      this.add(Object.entries(saved.values));
      for (const key of saved.unknown) if (!this.unsaved) this.unknown.add(key);
    }
    this.add(this.offered);
  }

  /** Adds the values of keys for which no text was typed. */
  private add(values: Iterable<readonly [key: string, text: string]>): void {
    for (const [key, text] of values) if (!this.typed.has(key)) this.typed.set(key, text);
  }

  /** Records a typed text and saves the plan, together with the changes that other tabs have saved; false if it was not saved. */
  type(key: string, text: string): boolean {
    this.load();
    this.typed.set(key, text);
    this.unknown.delete(key);
    return this.save();
  }

  /** Marks an input as unknown, or removes the mark, and saves the plan; false if it was not saved. */
  markUnknown(key: string, isUnknown: boolean): boolean {
    this.load();
    if (isUnknown) this.unknown.add(key);
    else this.unknown.delete(key);
    return this.save();
  }

  /** Fills in a value that the reader entered on another page; it is saved with her next change. */
  offer(key: string, text: string): void {
    this.offered.set(key, text);
    this.add(this.offered);
  }

  private save(): boolean {
    const saved: SavedPlan = { version, template: this.template, values: Object.fromEntries(this.typed), unknown: [...this.unknown] };
    this.unsaved = this.unreadable || !this.store.amend(this.key, saved);
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

  /** Calls f whenever another tab has changed the plan. */
  onChange(f: () => void): void {
    this.store.onChange(this.key, () => {
      this.load();
      f();
    });
  }
}

export const planKind: Kind<SavedPlan> = {
  name: "plan", perPage: true, version, asks: true, read: (saved) => readPlan(saved) ?? "unreadable", join: joinPlans, content: contentOf,
};
