// Shows at the end of the team's table what the plans add up to.

import type { Named } from "../plans/names";
import type { Paper } from "./assign";
import { isFilled } from "./papers";
import { cellsOf, type Entry, type Sums, sumsOf } from "./tally";
import { element } from "../shared/dom";
import { labelled, type Words } from "../shared/words";

/** The rows of sums: one for each track of the papers, and one for the plan of each team. */
export function sumRows(entries: readonly Entry[], papers: readonly Paper[], tracks: readonly Named[], word: Words): HTMLElement[] {
  const sums = sumsOf(entries);
  const all = [...new Set(papers.map(({ choice }) => choice.track))];
  const blank = (track: string): number => papers.filter((paper) => paper.choice.track === track && !isFilled(paper)).length;
  const nameOf = (id: string): string => tracks.find((track) => track.id === id)?.name ?? "";
  const targets = entries.filter(({ isTarget }) => isTarget);
  return [
    ...all.filter((track) => blank(track) > 0 || sums.some((sum) => sum.track === track)).map((track) => sumRow(sums.find((sum) => sum.track === track), all.length > 1 ? nameOf(track) : "", blank(track), word)),
    ...targets.map((entry) => tableRow(labelled(word("target"), entry.row.name), cellsOf(entry, ""))),
  ];
}

function sumRow(sum: Sums | undefined, track: string, blank: number, word: Words): HTMLElement {
  const name = track === "" ? word("total") : labelled(word("total"), track);
  const note = blank > 0 && sum !== undefined ? [element("br"), element("small", {}, word("blank_rows", blank))] : [];
  return tableRow(name, sum ?? { deals: "", money: "", proposals: "", leads: "" }, ...note);
}

/** The table's columns are the person, the worksheet, four numbers that are added, and three that are not. */
function tableRow(name: string, { deals, money, proposals, leads }: Pick<Sums, "deals" | "money" | "proposals" | "leads">, ...note: readonly Node[]): HTMLElement {
  const cells = [deals, money, proposals, leads].map((text) => element("td", {}, text));
  return element("tr", {}, element("th", { scope: "row", colspan: "2" }, name, ...note), ...cells, element("td", {}, "\u2014"), element("td"), element("td"));
}
