// Adds the rows of a team up. Results of one unit are added, and so is money; a rate is the
// sum of the wins by the sum of the trials, of one track and one kind of trial.

import type { Amounts, Rate, Row } from "./row";
import { sumOf } from "./exact";

/** A row, and the id of the track of its worksheet, "" without one. */
export interface Placed extends Row {
  readonly track: string;
}

/** What the rows have in sum. A number is undefined if no row has it. */
export interface Total {
  readonly people: number;
  /** People at full worth in the whole year. */
  readonly worth: number;
  readonly results: Amounts;
  readonly money: Amounts;
  /** What is left of the goals, of each person at least 0: what one has done beyond her goal is nobody else's. */
  readonly left: number | undefined;
  readonly rate: Rate | undefined;
  /** How many rows have no goal, which the totals leave out. */
  readonly blank: number;
}

/** The rows whose results and rates can be added. */
export interface Group<R extends Placed = Placed> {
  readonly track: string;
  readonly unit: string;
  readonly trial: string;
  readonly rows: readonly R[];
  readonly total: Total;
}

/** The groups in the order of their first rows, those of one track beside each other. */
export function groupsOf<R extends Placed>(rows: readonly R[]): Group<R>[] {
  const tracks = [...new Set(rows.map(({ track }) => track))];
  return tracks.flatMap((track) => {
    const groups = new Map<string, R[]>();
    for (const row of rows) if (row.track === track) add(groups, JSON.stringify([row.unit, row.trial]), row);
    return [...groups.values()].flatMap((rows): Group<R>[] => {
      const [first] = rows;
      return first === undefined ? [] : [{ track, unit: first.unit, trial: first.trial, rows, total: totalOf(rows) }];
    });
  });
}

function add<R>(groups: Map<string, R[]>, key: string, row: R): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [row]);
  else group.push(row);
}

export function totalOf(rows: readonly Row[]): Total {
  const total = (of: (row: Row) => number | undefined): number | undefined => {
    const numbers = rows.map(of).filter((x): x is number => x !== undefined);
    return numbers.length === 0 ? undefined : sumOf(numbers);
  };
  const amounts = (of: (row: Row) => Amounts): Amounts => ({ goal: total((row) => of(row).goal), done: total((row) => of(row).done) });
  return {
    people: rows.length,
    worth: sumOf(rows.map(({ worth }) => worth)),
    results: amounts(({ results }) => results),
    money: amounts(({ money }) => money),
    left: total(leftOf),
    rate: rateOf(rows),
    blank: rows.filter(({ results }) => results.goal === undefined).length,
  };
}

/** What is left of a person's goal; undefined without one. */
export function leftOf({ results: { goal, done } }: Row): number | undefined {
  return goal === undefined ? undefined : Math.max(sumOf([goal, -(done ?? 0)]), 0);
}

/** The rates of rows with the same kind of trial: wins by trials, of the people whose trials were counted; undefined if no row has a rate. */
function rateOf(rows: readonly Row[]): Rate | undefined {
  const rates = rows.flatMap(({ rate }) => rate ?? []);
  const counted = rates.filter(({ trials }) => trials !== undefined);
  if (rates.length === 0) return undefined;
  const sum = (list: readonly Rate[], of: (rate: Rate) => number | undefined): number => sumOf(list.map((rate) => of(rate) ?? 0));
  return {
    wins: counted.length === 0 ? undefined : sum(counted, ({ wins }) => wins),
    trials: counted.length === 0 ? undefined : sum(counted, ({ trials }) => trials),
    planned: { wins: sum(rates, ({ planned }) => planned.wins), trials: sum(rates, ({ planned }) => planned.trials) },
  };
}
