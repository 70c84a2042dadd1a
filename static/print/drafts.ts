// The plans that are keyed in from paper after a planning session. The browser keeps them until
// the reader forgets them, so that a reload or a wrong click loses nothing.

import { isRecord } from "../shared/json";
import type { Kind } from "../storage/schema";
import type { Store } from "../storage/store";
import { readPlan, type SavedPlan } from "../worksheet/saved";

const version = 1;

/** The plan that one paper was keyed into. */
export interface Draft {
  /** Which paper it is: see placeOf. */
  readonly place: string;
  readonly plan: SavedPlan;
  /** Whether the plan is in a file as it is. */
  readonly isSaved: boolean;
}

export interface Keyed {
  readonly version: typeof version;
  readonly drafts: readonly Draft[];
}

export function readKeyed(saved: unknown): Keyed | "unreadable" {
  if (!isRecord(saved) || saved["version"] !== version || !Array.isArray(saved["drafts"])) return "unreadable";
  const drafts = saved["drafts"].map(readDraft);
  return drafts.every((draft): draft is Draft => draft !== undefined) ? { version, drafts } : "unreadable";
}

function readDraft(saved: unknown): Draft | undefined {
  if (!isRecord(saved)) return undefined;
  const { place, isSaved } = saved;
  const plan = readPlan(saved["plan"]);
  return typeof place !== "string" || typeof isSaved !== "boolean" || plan === undefined || plan === "unreadable" ? undefined : { place, plan, isSaved };
}

export const keyedKind: Kind<Keyed> = { name: "keyed", version, asks: true, read: readKeyed };

/** The drafts, also those that the browser could not keep. */
export class Drafts {
  private readonly unsaved = new Map<string, Draft>();

  constructor(private readonly store: Store) {}

  all(): Draft[] {
    const kept = readKeyed(this.store.read(keyedKind.name));
    const drafts = new Map((kept === "unreadable" ? [] : kept.drafts).map((draft) => [draft.place, draft]));
    for (const draft of this.unsaved.values()) drafts.set(draft.place, draft);
    return [...drafts.values()];
  }

  of(place: string): Draft | undefined {
    return this.all().find((draft) => draft.place === place);
  }

  /** Keeps a draft beside those that other tabs have kept; false if the browser does not. */
  keep(draft: Draft): boolean {
    const others = (kept: Keyed | undefined): Draft[] => (kept?.drafts ?? []).filter(({ place }) => place !== draft.place);
    const isKept = this.store.change(keyedKind.name, readKeyed, (kept) => ({ version, drafts: [...others(kept), draft] })) === "saved";
    if (isKept) this.unsaved.delete(draft.place);
    else this.unsaved.set(draft.place, draft);
    return isKept;
  }

  /** Drops what the browser could not keep; what it keeps the page removes. */
  clear(): void {
    this.unsaved.clear();
  }
}
