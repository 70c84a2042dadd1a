// The plan that a worksheet shows. Every change is saved at once, together with the changes
// that other tabs have saved.

import type { Store } from "../storage/store";
import { type Pin, patchPlan, randomId, readPlan, type Rule, type SavedPlan } from "./saved";

/** A plan before and after a change; undefined where it was not kept. */
export interface Change {
  readonly before: SavedPlan | undefined;
  readonly after: SavedPlan | undefined;
}

/** An unreadable plan is never overwritten, only removed when the reader resets it. */
export class Plan {
  /** The typed texts by key, including keys that the template no longer has. */
  readonly typed = new Map<string, string>();
  readonly unknown = new Set<string>();
  unreadable = false;
  /** Whether the plan is kept in storage. */
  isKept = false;
  /** The plan with the reader's changes, also those that could not be saved. */
  content: SavedPlan;
  private unsaved = false;
  /** The kept plan that unsaved changes began with. */
  private base: SavedPlan;
  /** Values that the reader entered on other pages, by key; a typed text takes precedence. */
  private readonly offered = new Map<string, string>();

  /** `empty` is the plan while none is kept under the key. */
  constructor(private readonly store: Store, readonly key: string, private readonly empty: SavedPlan) {
    this.content = this.base = empty;
    this.load();
  }

  /** Whether the plan was filled in for another version of the template. */
  get changed(): boolean {
    return this.isKept && this.content.template.hash !== this.empty.template.hash;
  }

  /** Reads the kept plan again; unsaved changes take precedence over it. */
  load(): void {
    const kept = readPlan(this.store.read(this.key));
    this.unreadable = kept === "unreadable";
    this.isKept = kept !== undefined;
    if (kept !== "unreadable") {
      if (!this.unsaved) this.content = kept ?? this.empty;
      else if (kept !== undefined) this.content = patchPlan(kept, this.base, this.content);
      if (!this.unsaved || kept !== undefined) this.base = kept ?? this.empty;
    }
    this.typed.clear();
    this.unknown.clear();
    for (const [key, text] of [...this.offered, ...Object.entries(this.content.values)]) this.typed.set(key, text);
    for (const key of this.content.unknown) this.unknown.add(key);
  }

  /** Changes the plan and saves it. */
  change(make: (plan: SavedPlan) => SavedPlan): Change {
    this.load();
    const before = this.isKept && !this.unreadable ? this.content : undefined;
    const after = make({ ...this.content, year: this.content.year ?? this.empty.year, values: Object.fromEntries(this.typed) });
    this.content = after;
    this.unsaved = this.unreadable || !this.store.write(this.key, after);
    this.load();
    return { before, after };
  }

  get isSaved(): boolean {
    return !this.unsaved;
  }

  type(key: string, text: string): Change {
    return this.change((plan) => ({ ...plan, values: { ...plan.values, [key]: text }, unknown: plan.unknown.filter((other) => other !== key) }));
  }

  /** Marks an input as unknown, or removes the mark. A field that was emptied shows its example after that, not the empty text. */
  markUnknown(key: string, isUnknown: boolean): Change {
    return this.change(({ values: { [key]: _, ...values }, ...plan }) => ({ ...plan, values, unknown: plan.unknown.filter((other) => other !== key).concat(isUnknown ? key : []) }));
  }

  /** Records that something was done n times on a date; a negative n takes it back. */
  record(key: string, n: number, on: string): Change {
    return this.change((plan) => ({ ...plan, records: [...(plan.records ?? []), { id: randomId(), on, key, n }] }));
  }

  /** Keeps the reader's rule; none if both of its parts are empty. */
  rule(rule: Rule): Change {
    return this.change(({ rule: _, ...plan }) => (rule.when === "" && rule.then === "" ? plan : { ...plan, rule }));
  }

  /** Keeps that the reader holds the number of an output, or no longer does. */
  hold(name: string, pin: Pin | undefined): Change {
    return this.change(({ pins: { [name]: _, ...others } = {}, ...plan }) => {
      const pins = pin === undefined ? others : { ...others, [name]: pin };
      return Object.keys(pins).length === 0 ? plan : { ...plan, pins };
    });
  }

  /** Fills in a value that the reader entered on another page; it is saved with her next change. */
  offer(key: string, text: string): void {
    this.offered.set(key, text);
    this.load();
  }

  /** Marks the plan as made for the present template: the reader has checked it. */
  confirmTemplate(): Change {
    return this.change((plan) => ({ ...plan, template: this.empty.template }));
  }

  /** Removes the plan, also one that cannot be read. */
  remove(): Change {
    const before = this.isKept && !this.unreadable ? this.content : undefined;
    this.offered.clear();
    this.unsaved = false;
    this.store.remove(this.key);
    this.load();
    return { before, after: undefined };
  }

  /** Returns all inputs to their examples. A plan that has a name stays. */
  reset(): Change {
    this.offered.clear();
    if (this.unreadable || this.content.person === "") return this.remove();
    return this.change((plan) => ({ ...plan, template: this.empty.template, values: {}, unknown: [] }));
  }
}
