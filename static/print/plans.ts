// Brings the plans that a reader has dropped to the sheets of the people on her roster.

import type { Candidate } from "../plans/accept";
import type { Placed } from "../plans/planFiles";
import type { Paper } from "./assign";

/**
 * Gives each sheet the plan of its person for its worksheet, once. A plan that finds no sheet gets one of its own: behind the
 * other sheets of its person, or else at the end.
 */
export function withPlans(papers: readonly Paper[], plans: readonly Placed[]): Paper[] {
  const left = new Set(plans);
  const take = (paper: Paper): Paper => {
    const own = [...left].find((plan) => isOf(plan, paper));
    if (own === undefined) return paper;
    left.delete(own);
    return { ...paper, plan: own.candidate };
  };
  const joined = papers.map(take);
  for (const { candidate, choice } of left) {
    const name = nameIn(candidate);
    const at = name === "" ? -1 : lastOf(joined, name);
    const person = joined[at]?.person ?? { line: 0, name, joined: "", territory: "", track: "", stage: "" };
    joined.splice(at < 0 ? joined.length : at + 1, 0, { choice, person, plan: candidate });
  }
  return joined;
}

function isOf({ candidate, choice }: Placed, { choice: sheet, person }: Paper): boolean {
  return choice.path === sheet.path && person !== undefined && person.name === nameIn(candidate);
}

function nameIn({ plan }: Candidate): string {
  return plan.person.trim();
}

/** The index of the last sheet of a person, -1 without one. */
function lastOf(papers: readonly Paper[], name: string): number {
  return papers.reduce((last, { person }, i) => (person?.name === name ? i : last), -1);
}
