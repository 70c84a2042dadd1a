// The texts of a team's numbers.

import { display, displayPercent, exponentOf, parseNumber, round } from "../formula/formula";
import type { Template } from "../goal/template";
import { monthName, type Words } from "../shared/words";
import type { Rate } from "./row";

/** A number with its unit: 41 家. */
export function countText(x: number, unit: string): string {
  return unit === "" ? display(x, -1) : `${display(x, -1)} ${unit}`;
}

/** Money in 元 as a number of a unit: 18.5 of 万元. */
export function moneyText(yuan: number, unit: string): string {
  return display(moneyIn(yuan, unit), -1);
}

export function moneyIn(yuan: number, unit: string): number {
  return round(yuan / 10 ** exponentOf(unit), 1);
}

/** The unit in which a template counts money: 万元 for one of 万元/家; "" without a deal size. */
export function moneyUnitOf({ results, inputs, computed }: Template): string {
  const size = results.find(({ dealsize }) => dealsize !== "")?.dealsize;
  const found = [...inputs, ...computed].find(({ key }) => key === size);
  return found?.unit.replace(/\/.*/, "") ?? "";
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

/** The largest target that is read. */
const LARGEST = 1e12;

/** The number that a typed text is in a unit; undefined without one. */
export function targetFrom(text: string, unit: string): number | undefined {
  const x = parseNumber(text.trim(), unit);
  return x !== undefined && x >= 0 && x <= LARGEST ? x : undefined;
}
