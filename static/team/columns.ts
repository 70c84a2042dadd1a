// The columns of a team's table for spreadsheets: numbers where the page shows texts, and the
// wins and trials of which a rate is the quotient.

import { exponentOf, round } from "../formula/formula";
import type { Cell } from "../shared/csv";
import type { Words } from "../shared/words";
import type { Form } from "../workbook/book";
import { moneyUnitIn } from "./money";
import { leftOf, type Total } from "./rollup";
import type { Shown } from "./tableView";
import { doneOf, loadOf, periodText, staysText } from "./texts";

export interface Column {
  readonly key: string;
  readonly heading: string;
  readonly form: Form;
  readonly of: (row: Shown) => Cell;
  /** Of a column that is added up. */
  readonly total?: (total: Total) => Cell;
  /** What computes it from cells of its row, or from the sums of columns; `at` returns them by the keys of their columns. */
  readonly formula?: Formula;
}

/** A formula of Excel. One of sums adds nothing to them: it is a quotient. */
export interface Formula {
  readonly text: (at: (key: string) => string) => string;
  readonly ofSums: boolean;
}

/** The columns of rows that have money in one unit, which is that of the first row with money. */
export function columnsOf(rows: readonly Shown[], word: Words): Column[] {
  const unit = moneyUnitIn(rows);
  return [
    { key: "name", heading: word("name"), form: "text", of: ({ name }) => name },
    { key: "sheet", heading: word("sheet"), form: "text", of: ({ sheet }) => sheet },
    { key: "goal", heading: word("goal"), form: "count", of: ({ results }) => results.goal, total: ({ results }) => results.goal },
    { key: "done", heading: word("done"), form: "count", of: doneOf, total: ({ results }) => results.done },
    { key: "left", heading: word("left"), form: "count", of: leftOf, total: ({ left }) => left, formula: { text: (at) => `MAX(0,ROUND(${at("goal")}-${at("done")},1))`, ofSums: false } },
    { key: "money", heading: unit === "" ? word("money") : word("in_unit", word("money"), unit), form: "tenths", of: (row) => inUnit(row.money.goal, unit), total: (total) => inUnit(total.money.goal, unit) },
    ...rateColumns(word),
    { key: "load", heading: word("load"), form: "share", of: (row) => finite(loadOf(row)) },
    { key: "busiest", heading: word("busiest"), form: "text", of: ({ busiest }) => (busiest === "" ? undefined : periodText(busiest, word)) },
    { key: "odds", heading: word("in_ten"), form: "count", of: ({ odds }) => (odds === undefined ? undefined : Math.round(10 * odds)) },
    { key: "unknown", heading: word("unknowns"), form: "count", of: ({ unknown }) => unknown.length },
    { key: "examples", heading: word("examples"), form: "count", of: ({ examples }) => examples.length },
    { key: "stays", heading: word("stays"), form: "text", of: (row) => staysText(row, word) },
    { key: "worth", heading: word("worth"), form: "tenths", of: ({ worth }) => worth, total: ({ worth }) => worth },
  ];
}

/** Money in 元 as a number of a unit, with all its digits: rows may count in other units. */
export function inUnit(yuan: number | undefined, unit: string): number | undefined {
  return yuan === undefined ? undefined : round(yuan / 10 ** exponentOf(unit), 9);
}

/** A load above a capacity of 0 is no number. */
function finite(x: number | undefined): Cell {
  return x === undefined || Number.isFinite(x) ? x : "!";
}

/** The wins, the trials and the rate that were counted, and those of the plan. */
function rateColumns(word: Words): Column[] {
  const quotient = (above: string, below: string): Formula => ({ text: (at) => `IF(${at(below)}=0,"",${at(above)}/${at(below)})`, ofSums: true });
  const divide = (wins = 0, trials = 0): Cell => (trials === 0 ? undefined : wins / trials);
  return [
    { key: "wins", heading: word("wins"), form: "count", of: ({ rate }) => rate?.wins, total: ({ rate }) => rate?.wins },
    { key: "trials", heading: word("trials"), form: "count", of: ({ rate }) => rate?.trials, total: ({ rate }) => rate?.trials },
    { key: "rate", heading: word("rate"), form: "rate", of: ({ rate }) => divide(rate?.wins, rate?.trials), total: ({ rate }) => divide(rate?.wins, rate?.trials), formula: quotient("wins", "trials") },
    { key: "plannedwins", heading: word("planned_wins"), form: "tenths", of: ({ rate }) => rate?.planned.wins, total: ({ rate }) => rate?.planned.wins },
    { key: "plannedtrials", heading: word("planned_trials"), form: "tenths", of: ({ rate }) => rate?.planned.trials, total: ({ rate }) => rate?.planned.trials },
    { key: "plannedrate", heading: word("planned_rate_of"), form: "rate", of: ({ rate }) => divide(rate?.planned.wins, rate?.planned.trials), total: ({ rate }) => divide(rate?.planned.wins, rate?.planned.trials), formula: quotient("plannedwins", "plannedtrials") },
  ];
}
