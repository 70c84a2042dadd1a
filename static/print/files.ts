// The plan files that a reader has brought to the page that prints worksheets, and which of
// their plans count.

import { accept, type Candidate, type Excluded } from "../plans/accept";
import { type Found, type LeftOut, plansIn } from "../plans/files";
import type { Choice, Worksheets } from "../plans/worksheets";
import { maxMegabytes } from "../storage/parseExport";
import type { Placed } from "./plans";

/** What the reader's files come to. */
export interface Given {
  readonly plans: readonly Placed[];
  readonly leftOut: readonly (LeftOut | Excluded)[];
}

export class PlanFiles {
  private found: Found[] = [];
  private leftOut: LeftOut[] = [];
  private readonly candidates = new Map<Found, Candidate>();
  private readonly counted = new Set<Candidate>();

  /** `choices` are all worksheets of the site, `site` its ids. */
  constructor(private readonly worksheets: Worksheets, private readonly choices: readonly Choice[], private readonly sites: readonly string[]) {}

  async add(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const { plans, leftOut } = await this.read(file);
      this.found.push(...plans);
      this.leftOut.push(...leftOut);
    }
  }

  private async read(file: File): Promise<ReturnType<typeof plansIn>> {
    const refuse = (why: string): ReturnType<typeof plansIn> => ({ plans: [], leftOut: [{ file: file.name, why, about: String(maxMegabytes) }] });
    if (file.size > maxMegabytes * 1e6) return refuse("toolarge");
    try {
      return plansIn(file.name, new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()), this.sites);
    } catch {
      return refuse("garbage"); // the file was deleted, or is not UTF-8
    }
  }

  /** Lets a plan count although something speaks against it. */
  count({ plan }: Excluded): void {
    this.counted.add(plan);
  }

  clear(): void {
    this.found = [];
    this.leftOut = [];
  }

  /** Loads the worksheets of the plans, and decides which plans count. */
  async given(): Promise<Given> {
    const leftOut = [...this.leftOut];
    const candidates: Candidate[] = [];
    const known = new Map(this.choices.map((choice) => [choice.path.replace(/\.html$/, ""), choice]));
    const placed = this.found.map((found) => ({ found, choice: known.get(found.plan.template.path) }));
    await this.worksheets.load(new Set(placed.flatMap(({ choice }) => choice ?? [])));
    for (const { found, choice } of placed) {
      if (choice !== undefined && this.worksheets.has(choice.path)) candidates.push(this.candidate(found, choice));
      else leftOut.push({ file: found.file, why: choice === undefined ? "nosheet" : "notloaded", about: choice?.title ?? found.plan.template.path });
    }
    const { plans, excluded } = accept(candidates, this.counted);
    const place = (candidate: Candidate): Placed[] => {
      const choice = known.get(candidate.plan.template.path);
      return choice === undefined ? [] : [{ candidate, choice }];
    };
    return { plans: plans.flatMap(place), leftOut: [...leftOut, ...excluded] };
  }

  private candidate(found: Found, { path }: Choice): Candidate {
    const known = this.candidates.get(found);
    if (known !== undefined) return known;
    const candidate = { ...found, year: this.worksheets.goal(path).year.id, hash: this.worksheets.hash(path) };
    this.candidates.set(found, candidate);
    return candidate;
  }
}
