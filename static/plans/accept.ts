// Decides which plans count, so that no person counts twice and no number means something
// else than the worksheet that reads it.

import type { SavedPlan } from "../worksheet/saved";
import { contentOf } from "../worksheet/saved";
import type { Found, LeftOut } from "./files";

/** A plan beside the year and the hash of its worksheet's template. */
export interface Candidate extends Found {
  readonly year: string;
  readonly hash: string;
}

/** A plan that does not count. The reader may count it all the same if `mayCount`. */
export interface Excluded extends LeftOut {
  readonly plan: Candidate;
  /** The plan that counts instead; undefined if none does. */
  readonly other: Candidate | undefined;
  readonly mayCount: boolean;
}

/** Whether two people may have filled in the same plan apart: they can settle on one. */
export function isOfTwo({ why }: Excluded): boolean {
  return why === "twice" || why === "edited";
}

export interface Accepted {
  readonly plans: readonly Candidate[];
  readonly excluded: readonly Excluded[];
}

/** Of the plans that a reader has dropped, in their order, those that count. `counted` are those that she wants to count all the same. */
export function accept(candidates: readonly Candidate[], counted: ReadonlySet<Candidate>): Accepted {
  const plans: Candidate[] = [];
  const excluded: Excluded[] = [];
  const exclude = (plan: Candidate, why: string, about: string, mayCount: boolean, other?: Candidate): void =>
    void excluded.push({ file: plan.file, why, about, plan, other, mayCount });
  for (const plan of byRank(candidates)) {
    const { plan: saved, year, hash } = plan;
    const twin = plans.find((other) => isSamePlan(other.plan, saved));
    const namesake = plans.find((other) => isSamePerson(other.plan, saved));
    if (saved.year !== null && String(saved.year) !== year) exclude(plan, "otheryear", String(saved.year), false);
    else if (twin !== undefined) exclude(plan, isEqual(twin.plan, saved) ? "same" : twin.plan.revision > saved.revision ? "older" : "edited", twin.file, false, twin);
    else if (namesake !== undefined && !counted.has(plan)) exclude(plan, "twice", namesake.file, true, namesake);
    else if (saved.template.hash !== hash && !counted.has(plan)) exclude(plan, "otherversion", "", true);
    else plans.push(plan);
  }
  const place = (plan: Candidate): number => candidates.indexOf(plan);
  return { plans: plans.sort((a, b) => place(a) - place(b)), excluded: excluded.sort((a, b) => place(a.plan) - place(b.plan)) };
}

/** The newest of several states of a plan first: of the highest version, with the most closed quarters, with the most records. */
function byRank(candidates: readonly Candidate[]): Candidate[] {
  const rank = ({ plan: { revision, closed = [], records = [] } }: Candidate): number[] => [revision, closed.length, records.length];
  const newer = (a: Candidate, b: Candidate): number => {
    const [before, after] = [rank(a), rank(b)];
    return before.map((x, i) => (after[i] ?? 0) - x).find((difference) => difference !== 0) ?? 0;
  };
  return [...candidates].sort(newer);
}

/** Whether a plan is an earlier or equal state of one that counts: it has its id, or is the one of which that is the next version. A plan without an id, from a workbook, is another one. */
function isSamePlan({ id, madeFrom, revision, template }: SavedPlan, earlier: SavedPlan): boolean {
  if (earlier.id === "" || template.path !== earlier.template.path) return false;
  return id === earlier.id || (madeFrom?.id === earlier.id && revision > earlier.revision);
}

function isSamePerson(a: SavedPlan, b: SavedPlan): boolean {
  return a.person !== "" && a.person.trim() === b.person.trim() && a.template.path === b.template.path;
}

function isEqual(a: SavedPlan, b: SavedPlan): boolean {
  const text = (plan: SavedPlan): string => JSON.stringify([...contentOf(plan)].sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(a) === text(b);
}
