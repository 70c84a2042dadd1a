// The rows of the team's table on the facilitator's page: what each plan says, and what the
// plans add up to. Numbers are added within one track, and only those of one unit; a rate is
// never added.

import { display, exponentOf, round } from "../formula/formula";
import type { Sheet } from "../goal/sheet";
import type { Split, Template } from "../goal/template";
import { isOfTeam, type Member } from "../plans/member";
import { sumOf } from "../team/exact";
import { type Placed, totalOf } from "../team/rollup";
import { rowOf } from "../team/row";

/** A number of a step: 48 家 of 方案报价. Undefined if the plan lacks it. */
interface Amount {
  readonly label: string;
  readonly unit: string;
  readonly total: number | undefined;
}

/** A plan in the table. */
export interface Entry {
  readonly row: Placed;
  /** A team's plan has no row: what it brings is what its people bring. */
  readonly isTarget: boolean;
  /** The steps before the result: the last one, and the one before it. */
  readonly steps: readonly [Amount | undefined, Amount | undefined];
  readonly money: Amount;
  /** The goals of a week, with their numbers. */
  readonly weekly: readonly string[];
}

/** The most goals of a week for which a cell has room. */
const GOALS = 2;

export function entryOf(member: Member, sheet: Sheet, track: string, today: string): Entry {
  const { template } = member;
  const row = { ...rowOf(member, today), track };
  const [result] = template.results;
  const last = template.splits.findIndex(({ key }) => key === result?.step);
  const step = (at: number): Amount | undefined => stepAmount(member, template.splits[at]);
  const weekly = template.process.filter(({ per }) => per === "week").slice(0, GOALS);
  return {
    row, isTarget: isOfTeam(member), steps: [step(last - 1), step(last - 2)],
    money: { label: "", unit: unitOf(template, result?.dealsize ?? "").replace(/\/.*/, ""), total: row.money.goal },
    weekly: weekly.map(({ key }) => `${labelOf(template, key)} ${sheet.whole.get(key) || "\u2014"} ${unitOf(template, key)}`),
  };
}

function stepAmount({ template, outlook: { base } }: Member, split: Split | undefined): Amount | undefined {
  if (split === undefined) return undefined;
  const total = base.values.get(split.key);
  return { label: labelOf(template, split.key), unit: unitOf(template, split.key), total: typeof total === "number" ? round(total, 1) : undefined };
}

function labelOf({ computed }: Template, key: string): string {
  return computed.find((value) => value.key === key)?.label ?? key;
}

function unitOf({ inputs, computed }: Template, key: string): string {
  return [...inputs, ...computed].find((value) => value.key === key)?.unit ?? "";
}

/** What the cells say; "" where a pen writes. */
export interface Cells {
  readonly deals: string;
  readonly money: string;
  readonly proposals: string;
  readonly leads: string;
  readonly weekly: string;
  readonly question: string;
}

/** `question` is the text for the questions that are open. */
export function cellsOf({ row, steps: [proposals, leads], money, weekly }: Entry, question: string): Cells {
  return {
    deals: amountText(row.results.goal, row.unit), money: moneyText(money),
    proposals: stepText(proposals), leads: stepText(leads), weekly: weekly.join("\n"), question,
  };
}

/** The sums of one track: of the results by their unit, of the steps by their name and unit. */
export interface Sums extends Pick<Cells, "deals" | "money" | "proposals" | "leads"> {
  readonly track: string;
  readonly people: number;
}

/** The sums of each track, in the order of its first plan. */
export function sumsOf(all: readonly Entry[]): Sums[] {
  const entries = all.filter(({ isTarget }) => !isTarget);
  return [...new Set(entries.map(({ row }) => row.track))].map((track) => {
    const own = entries.filter(({ row }) => row.track === track);
    const results = own.map(({ row }): Amount => ({ label: "", unit: row.unit, total: row.results.goal }));
    const [first] = own;
    return {
      track, people: own.length, deals: sumText(results),
      money: first === undefined ? "" : moneyText({ ...first.money, total: totalOf(own.map(({ row }) => row)).money.goal }),
      proposals: sumText(own.flatMap(({ steps: [step] }) => step ?? [])), leads: sumText(own.flatMap(({ steps: [, step] }) => step ?? [])),
    };
  });
}

/** The amounts added, those of each name and unit on a line of their own. */
function sumText(amounts: readonly Amount[]): string {
  const groups = new Map<string, Amount[]>();
  for (const amount of amounts) {
    const key = JSON.stringify([amount.label, amount.unit]);
    groups.set(key, [...(groups.get(key) ?? []), amount]);
  }
  return [...groups.values()].map((group) => {
    const known = group.flatMap(({ total }) => total ?? []);
    return stepText({ label: group[0]?.label ?? "", unit: group[0]?.unit ?? "", total: known.length === 0 ? undefined : sumOf(known) });
  }).filter(Boolean).join("\n");
}

function stepText(amount: Amount | undefined): string {
  if (amount?.total === undefined) return "";
  return [amountText(amount.total, amount.unit), amount.label].filter(Boolean).join(" ");
}

/** Money in the unit of the worksheet; `total` is in 元. */
function moneyText({ unit, total }: Amount): string {
  return total === undefined ? "" : amountText(total / 10 ** exponentOf(unit), unit);
}

function amountText(x: number | undefined, unit: string): string {
  return x === undefined ? "" : `${display(round(x, 1), -1)} ${unit}`;
}
