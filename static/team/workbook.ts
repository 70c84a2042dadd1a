// The workbook of a team: the table with formulas that add it up, so that a manager can change a
// number, and the lines that she acts on.

import type { Cell } from "../shared/csv";
import type { Words } from "../shared/words";
import { type BookCell, type BookSheet, cellName, type Look, widthOf, writeBook } from "../workbook/book";
import { type Column, columnsOf, inUnit } from "./columns";
import { sumOf } from "./exact";
import type { Section } from "./linesView";
import { moneyUnitIn } from "./money";
import type { Gap, Report } from "./report";
import type { Group } from "./rollup";
import { peopleOf, type Shown } from "./tableView";

/** What the workbook shows. `nameOf` names a group, "" for the only one; `targetName` names a target. */
export interface Content {
  readonly title: string;
  readonly report: Report<Shown>;
  readonly sections: readonly Section[];
  readonly nameOf: (group: Group<Shown>) => string;
  readonly targetName: (gap: Gap<Shown>) => string;
  readonly word: Words;
}

export function workbookOf(content: Content): Uint8Array<ArrayBuffer> {
  return writeBook([new TableSheet(content).sheet(), linesSheet(content)]);
}

/** The row of the headings, below the title. */
const HEAD = 1;

/** The rows of a target: it, the sum, and what is missing. */
const OF_TARGET = 3;

const WIDEST = 30;

class TableSheet {
  private readonly columns: readonly Column[];
  private readonly rows: BookCell[][] = [];
  /** By group, its first row and the one after its last. */
  private readonly ranges = new Map<Group<Shown>, readonly [from: number, to: number]>();
  private readonly unit: string;

  constructor(private readonly content: Content) {
    const all = content.report.groups.flatMap(({ rows }) => rows);
    this.columns = columnsOf(all, content.word);
    this.unit = moneyUnitIn(all);
  }

  sheet(): BookSheet {
    const { content: { title, report, word }, columns, rows } = this;
    this.place();
    rows.push([{ value: title, look: "title" }], columns.map(({ heading }) => ({ value: heading, look: "head" })));
    for (const gap of report.gaps) rows.push(...this.targetRows(gap));
    for (const group of report.groups) rows.push(...this.groupRows(group));
    if (report.groups.length > 1) rows.push([], this.totalRow(word("everybody"), peopleOf(report.total, word), report.groups, ["money", "worth"], ({ total }) => total?.(report.total)));
    return { name: word("book_table"), rows, widths: this.widths(), head: HEAD + 1 };
  }

  /** Says where the rows of each group will be. */
  private place(): void {
    const { groups, gaps } = this.content.report;
    let at = HEAD + 1 + OF_TARGET * gaps.length;
    for (const group of groups) {
      const from = at + 2; // after an empty row and the name
      at = from + group.rows.length + (group.rows.length > 1 ? 1 : 0);
      this.ranges.set(group, [from, from + group.rows.length]);
    }
  }

  /** The sums of a column in the rows of groups: SUM(C8:C12,C16:C20). */
  private sumOf(key: string, groups: readonly Group<Shown>[]): string {
    const column = this.columnOf(key);
    const ranges = groups.map((group) => this.ranges.get(group) ?? [0, 0]).map(([from, to]) => `${cellName(column, from)}:${cellName(column, to - 1)}`);
    return ranges.length === 0 ? "0" : `SUM(${ranges.join(",")})`;
  }

  private columnOf(key: string): number {
    return this.columns.findIndex((column) => column.key === key);
  }

  private groupRows(group: Group<Shown>): BookCell[][] {
    const { nameOf, word } = this.content;
    const name = nameOf(group);
    const [from = 0] = this.ranges.get(group) ?? [];
    const title: BookCell = { value: [name, word("in_unit", word("goal"), group.unit)].filter(Boolean).join(" · "), look: "total" };
    return [
      [],
      this.columns.map((_, i): BookCell => (i === 0 ? title : { value: null, look: "total" })),
      ...group.rows.map((row, i) => this.columns.map((column) => this.personCell(column, row, from + i))),
      ...(group.rows.length === 1 ? [] : [this.totalRow(name === "" ? word("total") : word("total_of", name), peopleOf(group.total, word), [group], undefined, ({ total }) => total?.(group.total))]),
    ];
  }

  /** A cell of a person; one that is blank on the page has no formula, so that it stays blank. */
  private personCell({ of, form, formula }: Column, row: Shown, at: number): BookCell {
    const value = scalar(of(row));
    if (value === null || formula === undefined) return { value, form };
    return { value, form, formula: formula.text((key) => cellName(this.columnOf(key), at)) };
  }

  /** A row that adds the rows of groups up; of the columns that have a total, those with these keys. */
  private totalRow(name: string, people: string, groups: readonly Group<Shown>[], keys: readonly string[] | undefined, valueOf: (column: Column) => Cell): BookCell[] {
    return this.columns.map((column): BookCell => {
      const { key, form, formula, total } = column;
      const cell = { form, look: "total" as const };
      if (key === "name" || key === "sheet") return { ...cell, value: key === "name" ? name : people };
      if (total === undefined || keys?.includes(key) === false) return { ...cell, value: null };
      const text = formula?.ofSums === true ? formula.text((other) => this.sumOf(other, groups)) : this.sumOf(key, groups);
      return { ...cell, formula: text, value: scalar(valueOf(column)) ?? (formula?.ofSums === true ? "" : 0) };
    });
  }

  /** The target, what the rows of its track and unit add up to, and what is missing to it; the manager may fill in a target that she has not set. */
  private targetRows(gap: Gap<Shown>): BookCell[][] {
    const { content: { report, targetName, word }, rows } = this;
    const { target, total } = gap;
    const groups = report.groups.filter(({ track, unit }) => track === target.track && unit === target.unit);
    const at = rows.length;
    const [wanted, sum] = [{ goal: target.results, money: inUnit(target.money, this.unit) }, { goal: total.results.goal, money: inUnit(total.money.goal, this.unit), done: total.results.done, left: total.left }];
    const sums = (["goal", "done", "left", "money"] as const).map((key) => [key, { value: sum[key] ?? 0, formula: this.sumOf(key, groups) }] as const);
    const row = (name: string, look: Look, cells: Readonly<Record<string, BookCell>>): BookCell[] =>
      this.columns.map(({ key, form }): BookCell => ({ form, look, ...(key === "name" ? { value: name } : key === "sheet" ? { value: target.unit } : (cells[key] ?? { value: null })) }));
    return [
      row(targetName(gap), "total", { goal: { value: wanted.goal ?? null }, money: { value: wanted.money ?? null } }),
      row(word("sum"), "plain", Object.fromEntries(sums)),
      row(word("book_missing"), "plain", { goal: this.missing("goal", at, wanted.goal, sum.goal), money: this.missing("money", at, wanted.money, sum.money) }),
    ];
  }

  /** What is missing of the sum below a target; nothing without a target. */
  private missing(key: string, row: number, wanted: number | undefined, sum = 0): BookCell {
    const [target, below] = [cellName(this.columnOf(key), row), cellName(this.columnOf(key), row + 1)];
    return { value: wanted === undefined ? "" : sumOf([wanted, -sum]), formula: `IF(${target}="","",ROUND(${target}-${below},9))` };
  }

  /** The columns are as wide as the longest of their texts, up to a limit; numbers and headings are broken over lines. */
  private widths(): number[] {
    return this.columns.map(({ form }, i) => {
      const texts = form === "text" ? this.rows.slice(HEAD).map((row) => row[i]?.value) : [];
      return Math.min(WIDEST, texts.reduce<number>((most, text) => Math.max(most, typeof text === "string" ? widthOf(text) : 0), 8));
    });
  }
}

function scalar(cell: Cell): string | number | null {
  return cell ?? null;
}

/** The lines to act on, below their headings. */
function linesSheet({ sections, word }: Content): BookSheet {
  const rows = sections.flatMap(({ heading, lines }): BookCell[][] => [[{ value: heading, look: "total" }], ...lines.map((value) => [{ value }]), []]);
  return { name: word("book_lines"), rows, widths: [100], head: 0 };
}
