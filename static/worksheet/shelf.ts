// The plans that the browser keeps for one worksheet: one is open, the others can be chosen.
// Each plan is kept under plan:PAGE:ID, and the id of the open one under chosen:PAGE.

import { isString } from "../shared/json";
import { rosterRows } from "../shared/roster";
import { keyOf, parseKey, type Kind, type Placed } from "../storage/schema";
import type { Store } from "../storage/store";
import { History } from "./history";
import { readerDifferences } from "./differences";
import { Plan, type Change } from "./plan";
import { contentOf, copyOf, emptyPlan, joinPlans, properties, randomId, readPlan, succeeds, version, type SavedPlan } from "./saved";

export const kindName = "plan";

/** A plan in the list: undefined if it cannot be read. */
export interface Kept {
  readonly key: string;
  readonly plan: SavedPlan | undefined;
}

/** The kept plans of a page by name, those without a name last, the versions of one plan together. */
export function keptPlans(store: Store, page: string): Kept[] {
  const keys = store.keys().filter((key) => isPlanOf(page, key)).sort();
  const all = keys.map((key) => {
    const plan = readPlan(store.read(key));
    return { key, plan: plan === "unreadable" ? undefined : plan };
  });
  const rank = ({ plan }: Kept): string => (plan?.person ? `0${plan.person}` : "1");
  return all.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : (a.plan?.revision ?? 0) - (b.plan?.revision ?? 0)));
}

/** The kept plan that a page opens: the one that was open last, otherwise the first; undefined if none is kept. */
export function openPlan(store: Store, page: string): Kept | undefined {
  const chosen = store.read(keyOf("chosen", page, ""));
  const kept = keptPlans(store, page);
  const key = isString(chosen) ? keyOf(kindName, page, chosen) : undefined;
  return kept.find((one) => one.key === key) ?? kept[0];
}

function isPlanOf(page: string, key: string): boolean {
  const parsed = parseKey(key);
  return parsed.name === kindName && parsed.page === page;
}

/**
 * Finds the key of a plan. A plan without an id, as version 1 had it, is the kept plan with the same answers, or else a new
 * one with an id of its own.
 */
export function placePlan(store: Store, page: string, plan: SavedPlan): Placed<SavedPlan> {
  const placed = { ...plan, template: { ...plan.template, path: page || plan.template.path } };
  const twin = plan.id === "" ? keptPlans(store, placed.template.path).find((kept) => hasSameAnswers(kept.plan, plan)) : undefined;
  if (twin?.plan !== undefined) return [twin.key, { ...placed, id: twin.plan.id }];
  const id = plan.id || randomId();
  return [keyOf(kindName, placed.template.path, id), { ...placed, id }];
}

function hasSameAnswers(kept: SavedPlan | undefined, plan: SavedPlan): boolean {
  const answers = (of: SavedPlan): string => JSON.stringify([Object.entries(of.values).sort(), [...of.unknown].sort()]);
  return kept !== undefined && answers(kept) === answers(plan);
}

function copyPlan(page: string, plan: SavedPlan): Placed<SavedPlan> {
  const copy = copyOf(plan);
  return [keyOf(kindName, page, copy.id), copy];
}

/** Moves the plan that version 1 kept under plan:PAGE to a key with an id. An unreadable one stays. */
export function migratePlan(store: Store, page: string): void {
  const from = keyOf(kindName, page, "");
  const plan = readPlan(store.read(from));
  if (plan === undefined || plan === "unreadable") return;
  const id = plan.id || randomId();
  store.writeAll(new Map<string, unknown>([[from, undefined], [keyOf(kindName, page, id), { ...plan, id, template: { ...plan.template, path: page } }]]));
}

export class Shelf {
  plan: Plan;
  readonly history = new History();
  /** Whether no plan was kept when the page was opened: it then follows another tab that keeps the first one. */
  private isFirst: boolean;

  constructor(readonly store: Store, readonly page: string, private readonly hash: string, private readonly year: number | null) {
    migratePlan(store, page);
    this.isFirst = keptPlans(store, page).length === 0;
    this.plan = this.open(this.firstKey());
  }

  /** The key of the plan to open when none is chosen: a kept one, or a new one. */
  firstKey(): string {
    return openPlan(this.store, this.page)?.key ?? this.newKey();
  }

  /** Whether a key is that of a plan of this page. */
  holds(key: string): boolean {
    return isPlanOf(this.page, key);
  }

  private newKey(): string {
    return keyOf(kindName, this.page, randomId());
  }

  private open(key: string): Plan {
    return new Plan(this.store, key, { ...emptyPlan(this.page, this.hash, this.year), id: parseKey(key).id || randomId() });
  }

  /**
   * Fills in a value that the reader entered about herself on another page. It goes only into a plan without a name beside
   * which there is no other: plans of several people are not all hers.
   */
  offer(key: string, text: string): void {
    const others = keptPlans(this.store, this.page).some((kept) => kept.key !== this.plan.key);
    if (!others && this.plan.content.person === "") this.plan.offer(key, text);
  }

  /** The names on the roster that the browser keeps for print.html. */
  roster(): string[] {
    const text = this.store.read("roster");
    return isString(text) ? rosterRows(text).flatMap(({ cells: [name = ""] }) => name || []) : [];
  }

  /** The kept plans, and the open one also while it is not kept. */
  list(): Kept[] {
    const kept = keptPlans(this.store, this.page);
    return kept.some(({ key }) => key === this.plan.key) ? kept : [...kept, { key: this.plan.key, plan: this.plan.content }];
  }

  /** Opens a plan; false if the open one has changes that are not saved, which would be lost. */
  choose(key: string): boolean {
    if (!this.plan.isSaved) return false;
    this.history.seal();
    this.isFirst = false;
    this.plan = this.open(key);
    this.store.write(keyOf("chosen", this.page, ""), parseKey(key).id);
    return true;
  }

  /** Opens a new plan from the example; the open one stays kept. */
  begin(): boolean {
    return this.choose(this.newKey());
  }

  /** Records a change of the open plan for undo. Successive changes with the same step are undone together; "" is always a step of its own. */
  record(change: Change, step = ""): void {
    if (change.before === undefined && change.after === undefined) return;
    if (change.before === undefined && this.plan.isSaved) this.store.write(keyOf("chosen", this.page, ""), parseKey(this.plan.key).id);
    this.history.record(new Map([[this.plan.key, change]]), step && `${this.plan.key} ${step}`);
  }

  /** Calls f whenever another tab has changed plans of the page. */
  onChange(f: () => void): void {
    this.store.onChange((key) => isPlanOf(this.page, key), () => {
      this.plan.load();
      if (this.isFirst && !this.plan.isKept && this.plan.isSaved) this.plan = this.open(this.firstKey());
      f();
    });
  }
}

export const planKind: Kind<SavedPlan> = {
  name: kindName, perPage: true, version, asks: true, read: (saved) => readPlan(saved) ?? "unreadable", join: joinPlans, succeeds,
  content: (plan) => Object.fromEntries(contentOf(plan)), differences: readerDifferences, place: placePlan,
  copy: copyPlan,
  title: ({ person, year, revision }) => (person === "" ? "" : [person, year, `v${revision}`].filter(Boolean).join(" ")),
  unused: (plan) => [...Object.keys(plan).filter((name) => !properties.includes(name)), ...(plan.unread ?? []).map(({ part }) => part)],
};

/** Which plan of a page is open. */
export const chosenKind: Kind<string> = { name: "chosen", perPage: true, read: (saved) => (isString(saved) ? saved : "unreadable") };
