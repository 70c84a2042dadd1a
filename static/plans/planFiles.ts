// The files that a reader has brought to a page for teams: reads their plans, loads the
// worksheets that these belong to, and decides which plans count.

import { accept, type Candidate, type Excluded } from "./accept";
import { type LeftOut, readPlans } from "./files";
import type { Choice, Worksheets } from "./worksheets";
import type { SavedPlan } from "../worksheet/saved";

/** A plan that counts, and its worksheet. */
export interface Placed {
  readonly candidate: Candidate;
  readonly choice: Choice;
}

export interface Given {
  readonly plans: readonly Placed[];
  /** Files, and plans in them, that cannot count. */
  readonly leftOut: readonly LeftOut[];
  /** Plans that could count, but for others or for what they say. */
  readonly excluded: readonly Excluded[];
}

export class PlanFiles {
  private candidates: readonly Candidate[] = [];
  private leftOut: readonly LeftOut[] = [];
  /** What the reader wants to count although the page would leave it out. */
  private readonly counted = new Set<Candidate>();

  /** `choices` are all worksheets of the site; `sites` its id and its former ones. */
  constructor(private readonly worksheets: Worksheets, private readonly choices: readonly Choice[], private readonly sites: readonly string[]) {}

  async add(files: readonly File[]): Promise<void> {
    const contents = await Promise.all(files.map((file) => readPlans(file, this.sites)));
    const found = contents.flatMap(({ plans }) => plans);
    const missing = new Set(await this.worksheets.load(new Set(found.flatMap(({ plan }) => this.choiceOf(plan.template.path) ?? []))));
    const leftOut = contents.flatMap((content) => content.leftOut);
    const candidates = found.flatMap((plan): Candidate[] => {
      const { path } = plan.plan.template;
      const choice = this.choiceOf(path);
      if (choice !== undefined && !missing.has(choice)) return [{ ...plan, year: this.worksheets.goal(choice.path).year.id, hash: this.worksheets.hash(choice.path) }];
      leftOut.push({ file: plan.file, why: choice === undefined ? "nosheet" : "notloaded", about: choice?.title ?? path });
      return [];
    });
    this.candidates = [...this.candidates, ...candidates];
    this.leftOut = [...this.leftOut, ...leftOut];
  }

  /** Counts a plan that was left out. */
  count(candidate: Candidate): void {
    this.counted.add(candidate);
  }

  /** Adds the plan that two people have settled on: the next version of one that is here. */
  settle(plan: SavedPlan, { year, hash }: Candidate, file: string): void {
    this.candidates = [...this.candidates, { file, plan, year, hash }];
  }

  clear(): void {
    this.candidates = [];
    this.leftOut = [];
    this.counted.clear();
  }

  get given(): Given {
    const { plans, excluded } = accept(this.candidates, this.counted);
    const placed = plans.flatMap((candidate): Placed[] => {
      const choice = this.choiceOf(candidate.plan.template.path);
      return choice === undefined ? [] : [{ candidate, choice }];
    });
    return { plans: placed, leftOut: this.leftOut, excluded };
  }

  /** The worksheet of a plan; undefined if the site has none of that path. */
  private choiceOf(path: string): Choice | undefined {
    return this.choices.find((choice) => choice.path === `${path}.html`);
  }
}
