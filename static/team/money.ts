// The units in which a team's money is shown. It is added in 元.

import { exponentOf, round } from "../formula/formula";
import type { Template } from "../goal/template";
import type { Member } from "../plans/member";

/** Money in 元 as a number of a unit, with at most one decimal. */
export function moneyIn(yuan: number, unit: string): number {
  return round(yuan / 10 ** exponentOf(unit), 1);
}

/** The unit in which a template counts money: 万元 for one of 万元/家; "" without a deal size. */
export function moneyUnitOf({ results, inputs, computed }: Template): string {
  const size = results.find(({ dealsize }) => dealsize !== "")?.dealsize;
  const found = [...inputs, ...computed].find(({ key }) => key === size);
  return found?.unit.replace(/\/.*/, "") ?? "";
}

/** The money unit of the first row that has one. */
export function moneyUnitIn(rows: readonly { readonly member: Pick<Member, "template"> }[]): string {
  return rows.map(({ member }) => moneyUnitOf(member.template)).find((unit) => unit !== "") ?? "";
}
