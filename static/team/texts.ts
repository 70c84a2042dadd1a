// The texts of a team's numbers.

import { display, displayPercent, parseNumber, round } from "../formula/formula";
import { monthName, type Words } from "../shared/words";
import { moneyIn } from "./money";
import type { Rate, Row } from "./row";

/** A number with its unit: 41 家. */
export function countText(x: number, unit: string): string {
  return unit === "" ? display(x, -1) : `${display(x, -1)} ${unit}`;
}

/** Money in 元 as a number of a unit: 18.5 of 万元. */
export function moneyText(yuan: number, unit: string): string {
  return display(moneyIn(yuan, unit), -1);
}

/** The rate that was observed as a fraction, 4/7, or else the planned one: 62.5%. */
export function rateText({ wins, trials, planned }: Rate): { readonly text: string; readonly isPlanned: boolean } {
  if (wins !== undefined && trials !== undefined && trials > 0) return { text: `${display(round(wins, 1), -1)}/${display(round(trials, 1), -1)}`, isPlanned: false };
  return { text: planned.trials > 0 ? displayPercent(round(planned.wins / planned.trials, 3), -1) : "", isPlanned: true };
}

/** 9 月 of 2027-09, 第 3 季度 of 2027-Q3. */
export function periodText(id: string, word: Words): string {
  const quarter = /Q(\d)$/.exec(id)?.[1];
  if (quarter !== undefined) return word("quarter", Number(quarter));
  return id.length === 7 ? monthName(Number(id.slice(5))) : word("whole_year");
}

/** Until when a person stays, who leaves after a number of months: 全年, 做到 9 月. */
export function staysText({ stays, member }: Pick<Row, "member"> & { readonly stays: number }, word: Words): string {
  const last = stays > 0 ? member.calendar.months[stays - 1] : undefined;
  return last === undefined || stays === member.calendar.months.length ? word("whole_year") : word("until_month", monthName(Number(last.id.slice(5))));
}

/** The load as the page shows it, as a part of the capacity: one that is over it is never shown as all of it. */
export function loadOf({ load, kind }: Row): number | undefined {
  return load === undefined ? undefined : kind === "over" ? Math.max(round(load, 2), 1.01) : round(load, 2);
}

/** What was done, if something was counted. */
export function doneOf({ results, member }: Row): number | undefined {
  return member.actuals !== undefined || (results.done ?? 0) > 0 ? results.done : undefined;
}

/** The largest target that is read. */
const LARGEST = 1e12;

/** The number that a typed text is in a unit; undefined without one. */
export function targetFrom(text: string, unit: string): number | undefined {
  const x = parseNumber(text.trim(), unit);
  return x !== undefined && x >= 0 && x <= LARGEST ? x : undefined;
}
