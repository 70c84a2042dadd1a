// Fills the sheets of a planning session in with the plans of its people. The page that prints
// worksheets loads this script when the reader brings their files.

import { fillSheet } from "./print/filled";
import type { Filling } from "./print/given";
import { sumRows } from "./print/sums";
import { cellsOf, type Entry, entryOf } from "./print/tally";
import { TeamSheet } from "./print/teamSheet";
import { memberOf } from "./plans/member";
import { PlanFiles } from "./plans/planFiles";
import type { Choice, Worksheets } from "./plans/worksheets";
import { today } from "./shared/today";
import { type Words, wordsOf } from "./shared/words";

declare global {
  interface Window {
    /** `word` has the words of the page that prints worksheets. */
    cairnFilling?: (worksheets: Worksheets, choices: readonly Choice[], sites: readonly string[], word: Words) => Filling;
  }
}

window.cairnFilling = (worksheets, choices, sites, word) => {
  const ofSheet = wordsOf(document.documentElement, "worksheet");
  let sheet: TeamSheet | undefined;
  return {
    files: new PlanFiles(worksheets, choices, sites),
    fill: (paper, sheet) => {
      if (paper.plan === undefined) throw new Error("a sheet is to be filled in without a plan");
      const member = memberOf(paper.plan, worksheets.goal(paper.choice.path));
      const entry = entryOf(member, fillSheet(sheet, member, ofSheet, today()), paper.choice.track, today());
      return { entry, cells: cellsOf(entry, questionText(entry, word)) };
    },
    team: (page, plans, names) => (sheet ??= new TeamSheet(page, worksheets, names)).show(plans),
    sums: (entries, papers, tracks) => sumRows(entries, papers, tracks, word),
  };
};

/** The first number that the person does not know, and how many there are. */
function questionText({ row: { unknown } }: Entry, word: Words): string {
  const [first = ""] = unknown;
  return unknown.length > 1 ? word("questions", first, unknown.length) : first;
}
