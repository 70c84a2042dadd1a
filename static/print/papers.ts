// The sheets on the page that prints worksheets, and their rows in the team's table.
// A change of the form creates, fills in or moves only the sheets that differ.

import { element, setText } from "../shared/dom";
import { penOf } from "../goal/pen";
import type { Template } from "../goal/template";
import { entriesOf } from "../worksheet/entries";
import { showPen } from "../worksheet/pen";
import type { Worksheets } from "../plans/worksheets";
import type { Paper } from "./assign";
import type { Cells, Entry } from "./tally";

/**
 * Finds for each new paper the old one to reuse, by its index: one with the same content if there is any, else one of
 * the same worksheet, whose lines are filled in again; -1 if a new one is needed. No old paper is used twice, and none that is
 * filled in is used for another plan.
 */
export function reuse(old: readonly Paper[], next: readonly Paper[]): number[] {
  const byContent = pool([...old.entries()], contentOf);
  const found = next.map((paper) => byContent.get(contentOf(paper))?.shift() ?? -1);
  const used = new Set(found);
  const byPath = pool([...old.entries()].filter(([i, paper]) => !used.has(i) && !isFilled(paper)), ({ choice }) => choice.path);
  return found.map((same, i) => {
    const paper = next[i];
    return same !== -1 || paper === undefined || isFilled(paper) ? same : (byPath.get(paper.choice.path)?.shift() ?? -1);
  });
}

/** The indices of a longest increasing subsequence of the numbers from 0 on; -1 is skipped. */
export function increasing(list: readonly number[]): number[] {
  const before: number[] = []; // for each index, the index before it in its subsequence
  const ends: number[] = []; // for each length, the index at which a subsequence of that length ends with the smallest number
  list.forEach((x, i) => {
    if (x < 0) return;
    let length = ends.length;
    while (length > 0 && (list[ends[length - 1] ?? -1] ?? -1) > x) length--;
    before[i] = ends[length - 1] ?? -1;
    ends[length] = i;
  });
  const found: number[] = [];
  for (let i = ends[ends.length - 1] ?? -1; i >= 0; i = before[i] ?? -1) found.unshift(i);
  return found;
}

/** Groups the indices of papers, in their order. */
function pool(papers: readonly (readonly [i: number, paper: Paper])[], by: (paper: Paper) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [i, paper] of papers) {
    const key = by(paper);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i]);
    else group.push(i);
  }
  return groups;
}

/** Everything that a paper shows; its line in the roster is not shown. */
function contentOf({ choice, person, plan, isBlank }: Paper): string {
  return JSON.stringify([choice.path, person && [person.name, person.joined, person.territory], plan && [plan.file, plan.plan, isBlank === true]]);
}

/** Whether a paper has the numbers of a plan. */
export function isFilled({ plan, isBlank }: Paper): boolean {
  return plan !== undefined && isBlank !== true;
}

/** What a plan says in the team's table. */
export interface Filled {
  readonly entry: Entry;
  readonly cells: Cells;
}

/** Fills a sheet in with the plan of its paper. */
export type Fill = (paper: Paper, sheet: HTMLElement) => Filled;

interface Laid {
  readonly paper: Paper;
  readonly sheet: HTMLElement;
  readonly row: HTMLElement;
  /** Undefined for a blank sheet. */
  readonly filled: Filled | undefined;
}

export class Papers {
  private laid: readonly Laid[] = [];

  /** `rows` takes a copy of `emptyRow` for each sheet. */
  constructor(private readonly sheets: Worksheets, private readonly papers: HTMLElement, private readonly rows: HTMLElement, private readonly emptyRow: HTMLElement) {}

  /** Shows papers in their order, each with the cards that `cards` makes for it. Without `fill` all are blank. */
  show(papers: readonly Paper[], fill: Fill | undefined, cards?: (paper: Paper, goal: Template) => HTMLElement | undefined): void {
    const old = this.laid;
    const from = reuse(old.map(({ paper }) => paper), papers);
    this.laid = papers.map((paper, i) => {
      const before = old[from[i] ?? -1];
      if (before !== undefined && contentOf(before.paper) === contentOf(paper)) return before;
      const { sheet, row } = before ?? { sheet: this.sheets.copy(paper.choice.path), row: document.importNode(this.emptyRow, true) };
      write(sheet, row, paper, this.sheets.goal(paper.choice.path));
      const filled = isFilled(paper) ? fill?.(paper, sheet) : undefined;
      if (filled !== undefined) writeCells(row, filled.cells);
      return { paper, sheet, row, filled };
    });
    for (const { paper, sheet } of this.laid) showCards(sheet, cards && (() => cards(paper, this.sheets.goal(paper.choice.path))));
    const staying = increasing(from).flatMap((i) => this.laid[i] ?? []);
    arrange(this.papers, this.laid.map(({ sheet }) => sheet), staying.map(({ sheet }) => sheet));
    const rows = this.laid.filter(({ filled }) => filled?.entry.isTarget !== true);
    arrange(this.rows, rows.map(({ row }) => row), staying.filter((laid) => rows.includes(laid)).map(({ row }) => row));
  }

  /** What the plans on the page say in the team's table. */
  get entries(): Entry[] {
    return this.laid.flatMap(({ filled }) => filled?.entry ?? []);
  }
}

/** Adds cards behind a sheet that has none, or removes them. */
function showCards(sheet: HTMLElement, make: (() => HTMLElement | undefined) | undefined): void {
  const old = sheet.querySelector(".quarters");
  if (make === undefined) old?.remove();
  else if (old === null) sheet.querySelector(".worksheet")?.append(make() ?? "");
}

/** Gives an element these children in this order; the staying children are already in order and are not moved. */
function arrange(parent: HTMLElement, children: readonly HTMLElement[], staying: readonly HTMLElement[]): void {
  const stays = new Set<Element>(staying);
  for (const child of [...parent.children]) if (!stays.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

/**
 * Writes what the roster says of a person, and what follows from her date of joining. A worksheet that counts from another
 * day (`starts` in its template) has no field for that date.
 */
function write(sheet: HTMLElement, row: HTMLElement, paper: Paper, goal: Template): void {
  const { choice, person, plan } = paper;
  const { name = "", territory = "", joined = "" } = person ?? {};
  sheet.dataset["print"] = isFilled(paper) ? "filled" : "blank";
  const lines = new Map([["name", name], ["territory", territory]]);
  for (const line of sheet.querySelectorAll<HTMLElement>("[data-line]")) setText(line, lines.get(line.dataset["line"] ?? "") ?? "");
  sheet.querySelector(".quarters")?.remove(); // they have another name
  if (!isFilled(paper)) showPen(sheet, penOf(goal, plan === undefined ? entries(goal, joined) : entriesOf(goal, plan.plan.values, plan.plan.unknown)));
  setText(row.children[0] ?? null, name);
  setText(row.children[1] ?? null, choice.title);
}

/** Writes what a plan says into the row of the team's table, whose first cells have the person and the worksheet. */
function writeCells(row: HTMLElement, { deals, money, proposals, leads, weekly, question }: Cells): void {
  [deals, money, proposals, leads, weekly, question].forEach((text, i) => setText(row.children[2 + i] ?? null, text));
}

/** The examples of a template, with the date of joining if it is known. */
function entries({ inputs, joined }: Template, date: string): Map<string, number | string> {
  const values = new Map<string, number | string>();
  for (const input of inputs) if (input.default !== null) values.set(input.key, input.default);
  if (joined !== "" && date !== "") values.set(joined, date);
  return values;
}
