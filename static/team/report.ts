// What the page of a team says: its rows in groups, the targets beside what the rows add up
// to, and who can take what is missing.

import { roundUp } from "../formula/formula";
import { sumOf } from "./exact";
import { type Group, groupsOf, type Placed, totalOf, type Total } from "./rollup";
import { type Shared, shareOut } from "./spare";

/** What a team is to bring in: results in a unit, or money in 元; undefined where nothing was set. */
export interface Target {
  /** The id of a track, "" for worksheets without one. */
  readonly track: string;
  readonly unit: string;
  readonly results: number | undefined;
  readonly money: number | undefined;
}

/** A target beside what the rows of its track have, in its unit. */
export interface Gap<R extends Placed = Placed> {
  readonly target: Target;
  readonly rows: readonly R[];
  readonly total: Total;
  /** What is missing to the targets; negative is beyond them, undefined without a target or without a goal. */
  readonly results: number | undefined;
  readonly money: number | undefined;
  /** The whole results that are missing: to the target of results, or else to that of money at the average deal size of the rows; 0 if nothing is. */
  readonly missing: number;
}

export interface Report<R extends Placed = Placed> {
  readonly groups: readonly Group<R>[];
  readonly gaps: readonly Gap<R>[];
  /** Of all rows: money and people; results of several units are not added. */
  readonly total: Total;
}

export function reportOf<R extends Placed>(rows: readonly R[], targets: readonly Target[]): Report<R> {
  return { groups: groupsOf(rows), gaps: targets.map((target) => gapOf(rows, target)), total: totalOf(rows) };
}

function gapOf<R extends Placed>(all: readonly R[], target: Target): Gap<R> {
  const rows = all.filter(({ track, unit }) => track === target.track && unit === target.unit);
  const total = totalOf(rows);
  const missing = (wanted: number | undefined, goal: number | undefined): number | undefined =>
    wanted === undefined || goal === undefined ? undefined : sumOf([wanted, -goal]);
  const results = missing(target.results, total.results.goal);
  const money = missing(target.money, total.money.goal);
  return { target, rows, total, results, money, missing: Math.max(wholeOf(rows, results, money), 0) };
}

/** The average deal size is that of the rows that have one: results without it would make every deal smaller. */
function wholeOf<R extends Placed>(rows: readonly R[], results: number | undefined, money: number | undefined): number {
  if (results !== undefined) return roundUp(results, 0);
  const sized = totalOf(rows.filter((row) => row.results.goal !== undefined && row.money.goal !== undefined));
  const [goal, brought] = [sized.results.goal ?? 0, sized.money.goal ?? 0];
  return money === undefined || !(brought > 0 && goal > 0) ? 0 : roundUp((money * goal) / brought, 0);
}

/** Shares out the results that are missing; `spareOf` says how many more a person can take. */
export function shareOf<R extends Placed>({ rows, missing }: Gap<R>, spareOf: (row: R) => number): Shared {
  return shareOut(missing, rows.map(spareOf));
}
