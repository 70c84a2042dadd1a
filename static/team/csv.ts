// The table of a team as CSV: a row for each person and a total for each group, each with the
// names of its group and unit, so that a spreadsheet can filter and add by them.

import type { Cell } from "../shared/csv";
import { columnsOf } from "./columns";
import { peopleOf } from "./tableView";
import type { Content } from "./workbook";

export function csvOf({ report: { groups, total }, nameOf, word }: Content): Cell[][] {
  const columns = columnsOf(groups.flatMap(({ rows }) => rows), word);
  const [, ...numbers] = columns;
  const body = groups.flatMap((group): Cell[][] => [
    ...group.rows.map((row) => [nameOf(group), group.unit, ...columns.map(({ of }) => of(row))]),
    ...(group.rows.length === 1 ? [] : [[nameOf(group), group.unit, word("total"), ...numbers.map(({ key, total: sum }) => (key === "sheet" ? peopleOf(group.total, word) : sum?.(group.total)))]]),
  ]);
  const people = ["money", "worth"];
  const everybody: Cell[] = ["", "", word("everybody"), ...numbers.map(({ key, total: sum }) => (key === "sheet" ? peopleOf(total, word) : people.includes(key) ? sum?.(total) : undefined))];
  return [[word("group"), word("unit"), ...columns.map(({ heading }) => heading)], ...body, ...(groups.length === 1 ? [] : [everybody])];
}
