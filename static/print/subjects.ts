// The papers that are keyed in, in their order on the page, and the plan with which each begins.

import type { Choice, Worksheets } from "../plans/worksheets";
import { copyOf, emptyPlan, type SavedPlan } from "../worksheet/saved";
import type { Paper } from "./assign";
import type { Draft } from "./drafts";

/** A paper that is keyed in. */
export interface Subject {
  readonly place: string;
  readonly choice: Choice;
  /** Undefined for a draft whose paper is no longer on the page. */
  readonly paper: Paper | undefined;
}

/** The papers, and behind them the drafts of papers that are no longer there, if their worksheet is. */
export function subjectsOf(papers: readonly Paper[], drafts: readonly Draft[], choices: readonly Choice[]): Subject[] {
  const counts = new Map<string, number>();
  const subjects = papers.map((paper): Subject => {
    const whose = JSON.stringify([paper.choice.path, paper.person?.name ?? ""]);
    const nth = counts.get(whose) ?? 0;
    counts.set(whose, nth + 1);
    return { place: placeOf(paper, nth), choice: paper.choice, paper };
  });
  const places = new Set(subjects.map(({ place }) => place));
  const others = drafts.filter(({ place }) => !places.has(place)).flatMap(({ place, plan }): Subject[] => {
    const choice = choices.find(({ path }) => path === `${plan.template.path}.html`);
    return choice === undefined ? [] : [{ place, choice, paper: undefined }];
  });
  return [...subjects, ...others];
}

/** What stays the same of a paper when the roster changes around it: its worksheet and its person, and which of several it is. */
function placeOf({ choice, person }: Paper, nth: number): string {
  return JSON.stringify([choice.path, person?.name ?? "", nth]);
}

/** The plan in which the first key of a paper is typed: the next version of the plan that was brought, or else a new one. */
export function beginningOf({ choice, paper }: Subject, worksheets: Worksheets): SavedPlan {
  const goal = worksheets.goal(choice.path);
  const template = { path: choice.path.replace(/\.html$/, ""), hash: worksheets.hash(choice.path) };
  const year = Number(goal.year.id) || null;
  const brought = paper?.plan?.plan;
  if (brought !== undefined) return { ...copyOf(brought, brought.revision + 1), template, year };
  const { name = "", joined = "" } = paper?.person ?? {};
  const isPrinted = goal.joined !== "" && joined !== ""; // the date stands on the paper
  return { ...emptyPlan(template.path, template.hash, year), person: name, values: isPrinted ? { [goal.joined]: joined } : {} };
}
