// What the page of a team shows of one person's plan, and what it adds up.

import { exponentOf, isBlank, round } from "../formula/formula";
import { dateText, knownDay } from "../goal/dates";
import { parseEntry } from "../goal/entry";
import { fits, highest } from "../goal/load";
import { PRIOR } from "../goal/outlook";
import { sum } from "../goal/schedule";
import type { Kind } from "../goal/sheet";
import { labelOf } from "../goal/text";
import type { Result, Template } from "../goal/template";
import type { Judged } from "../goal/verdict";
import { nameOf } from "../plans/files";
import type { Member } from "../plans/member";
import { closedQuarters, readCount } from "../worksheet/actuals";
import { recorded } from "../worksheet/records";
import { chancesOf, type Stage, stagesOf } from "../year/chances";
import { chainOf } from "../year/shortfall";
import { moneyUnitOf } from "./money";

/** A number of results, or of money in the smallest unit that is counted, 元. Undefined where the plan has none. */
export interface Amounts {
  /** Of the fiscal year, in tenths at the finest: the numbers of rows add up exactly. */
  readonly goal: number | undefined;
  /** To date: what was done in closed quarters, and what was ticked since. */
  readonly done: number | undefined;
}

/** How many of the trials that have a result succeeded, in tenths, and the plan's numbers of both. */
export interface Rate {
  readonly wins: number | undefined;
  readonly trials: number | undefined;
  readonly planned: { readonly wins: number; readonly trials: number };
}

/** A goal that is over its capacity: the periods in which it is. */
export interface Overload {
  readonly label: string;
  readonly unit: string;
  readonly periods: readonly string[];
  /** The rate in the tightest of them, and the highest one that fits. */
  readonly rate: number;
  readonly limit: number;
}

export interface Row {
  readonly member: Member;
  readonly name: string;
  /** The unit of the results, and the key of the step before them, "" without one: rates of other steps are not added. */
  readonly unit: string;
  readonly trial: string;
  readonly results: Amounts;
  /** In 元, in tenths of the unit in which the plan counts money. */
  readonly money: Amounts;
  /** Undefined if no step leads to the result. */
  readonly rate: Rate | undefined;
  /** The load of the tightest period as a part of its capacity; undefined without one. */
  readonly load: number | undefined;
  /** The tightest period: 2027-09, or "". */
  readonly busiest: string;
  readonly over: readonly Overload[];
  readonly kind: Kind;
  /** The label of the missing value, or those of the steps that are out of reach. */
  readonly about: readonly string[];
  /** Between 0 and 1; undefined without a chain of steps. */
  readonly odds: number | undefined;
  /** The labels of the inputs that she does not know, of examples that she has not confirmed, and of texts that are refused. */
  readonly unknown: readonly string[];
  readonly examples: readonly string[];
  readonly refused: readonly string[];
  /** How much of a person at full worth she is in the whole year, between 0 and 1. */
  readonly worth: number;
}

/** `leaves` is the number of months of the year after which she leaves the team; 12 if she stays. `today` is the last day whose ticks count. */
export function rowOf(member: Member, today: string, leaves = 12): Row {
  const { template, outlook: { base, plan, steps }, judgement } = member;
  const [first] = template.results;
  const stages = stagesOf(plan, steps);
  const chain = chainOf(template.splits);
  const tightest = highest(judgement.goals, ({ ratio }) => ratio);
  return {
    member,
    name: nameOf(member),
    unit: unitOf(template, first?.step ?? ""),
    trial: chain[chain.length - 2]?.key ?? "",
    ...amountsOf(member, today, leaves),
    rate: rateOf(member, stages),
    load: tightest?.ratio,
    busiest: tightest?.tightest?.id ?? "",
    over: judgement.goals.filter((goal) => !goal.fits).map((goal) => overload(member, goal)),
    kind: judgement.kind,
    about: judgement.missing !== undefined ? [labelOf(template, judgement.missing)] : judgement.late.map((key) => labelOf(template, key)),
    odds: chancesOf(stages, member.actuals?.prior ?? PRIOR)?.odds,
    ...answersOf(member),
    worth: worthOf(member, leaves),
  };
}

/** A number in tenths of a unit of 10^exponent, so that the sum of what rows show is what a total shows. */
function tenths(x: number | undefined, exponent = 0): number | undefined {
  return x === undefined ? undefined : round(x, 1 - exponent);
}

/** A count as people count: how many trials have a result is an estimate where nobody says it. */
function whole(x: number | undefined): number | undefined {
  return x === undefined ? undefined : round(x, 0);
}

/** The results of the whole plan and their money. What is not known of one result is not known of their sum. */
function amountsOf(member: Member, today: string, leaves: number): Pick<Row, "results" | "money"> {
  const { results } = member.template;
  const parts = results.map((result) => resultOf(member, result, today, leaves));
  const total = (of: (part: Part) => number | undefined): number | undefined => {
    const numbers = parts.map(of);
    return numbers.length === 0 || numbers.includes(undefined) ? undefined : round(sum(numbers.map((x) => x ?? 0)), 4);
  };
  const exponent = exponentOf(moneyUnitOf(member.template));
  const planned = total(({ goal, size }) => (goal !== undefined && size !== undefined ? goal * size : undefined));
  return {
    results: { goal: tenths(total(({ goal }) => goal)), done: tenths(total(({ done }) => done)) },
    money: { goal: tenths(planned, exponent), done: tenths(total(({ brought }) => brought), exponent) },
  };
}

/** One result: its numbers, the money of one in 元, and the money that was brought in to date. */
interface Part extends Amounts {
  readonly size: number | undefined;
  readonly brought: number | undefined;
}

function resultOf(member: Member, { step, dealsize }: Result, today: string, leaves: number): Part {
  const { template, plan, outlook: { base, steps } } = member;
  const shares = base.shares(step);
  const total = base.values.get(step);
  const months = isBlank(shares) ? [] : shares.slice(0, leaves);
  const goal = typeof total !== "number" ? undefined : leaves >= MONTHS ? total : sum(months);
  const open = member.calendar.months[QUARTER * (member.actuals?.quarters.length ?? 0)];
  const ticked = open === undefined ? 0 : (recorded(plan, dateText(open.from), dateText(knownDay(today) + 1)).get(step) ?? 0);
  const done = (steps.find(({ split }) => split.key === step)?.done ?? lastCount(member, step)) + ticked;
  const amount = base.values.get(dealsize);
  const unit = unitOf(template, dealsize);
  const size = typeof amount === "number" ? amount * 10 ** exponentOf(unit) : undefined;
  const counted = countedMoney(member, step, unit);
  const brought = size === undefined ? undefined : counted === undefined ? done * size : counted + ticked * size;
  return { goal, done, size, brought };
}

/** The last total to date of a step, which counts also where the plan has none of it; 0 without one. */
function lastCount({ actuals }: Member, step: string): number {
  return (actuals?.quarters ?? []).reduce((last, totals) => totals.get(step) ?? last, 0);
}

/** The money of a step as it was counted when the last quarter was closed; undefined if it was not: the quarter's card asks for that of the chain. */
function countedMoney({ template, plan }: Member, step: string, unit: string): number | undefined {
  const closed = closedQuarters(plan, template);
  const chain = chainOf(template.splits);
  if (chain[chain.length - 1]?.key !== step) return undefined;
  const x = readCount(closed[closed.length - 1]?.done[template.dealsize] ?? "", unit.replace(/\/.*/, ""));
  return x === undefined ? undefined : x * 10 ** exponentOf(unit);
}

function unitOf({ inputs, computed }: Template, key: string): string {
  return [...inputs, ...computed].find((value) => value.key === key)?.unit ?? "";
}

function rateOf({ outlook: { base } }: Member, stages: readonly Stage[]): Rate | undefined {
  const [trial, result] = stages.slice(-2);
  if (trial?.rate === undefined || result === undefined) return undefined;
  const planned = ({ split }: Stage): number => {
    const total = base.values.get(split.key);
    return typeof total === "number" ? total : 0;
  };
  const { wins, trials } = trial.rate;
  return { wins: whole(wins), trials: whole(trials), planned: { wins: planned(result), trials: planned(trial) } };
}

function overload({ template, outlook: { plan } }: Member, { process, rate, limit }: Judged): Overload {
  const computed = template.computed.find(({ key }) => key === process.key);
  const capacity = process.capacity === null ? 0 : plan.number(process.capacity, 0);
  const periods = plan.loads.get(process.key)?.periods.filter((period) => !isBlank(capacity) && !fits(period, capacity)) ?? [];
  return { label: computed?.label ?? "", unit: computed?.unit ?? "", periods: periods.map(({ id }) => id), rate, limit };
}

/** The answers that are missing, by the labels of their inputs. */
function answersOf({ template: { inputs }, plan: { values, unknown } }: Member): Pick<Row, "unknown" | "examples" | "refused"> {
  const labels = (isOne: (key: string, i: number) => boolean): string[] => inputs.filter(({ key }, i) => isOne(key, i)).map(({ label }) => label);
  const isTyped = (key: string): boolean => values[key] !== undefined;
  return {
    unknown: labels((key) => unknown.includes(key) && !isTyped(key)),
    examples: labels((key, i) => inputs[i]?.default !== null && !isTyped(key) && !unknown.includes(key)),
    refused: inputs.filter((input) => parseEntry(input, values[input.key] ?? "").problem !== undefined).map(({ label }) => label),
  };
}

/** The open days until she leaves, by their worth, as a part of the year's working days. */
function worthOf({ calendar, outlook: { base } }: Member, leaves: number): number {
  const all = calendar.count(calendar.year);
  return all === 0 ? 0 : sum(base.person.months.worth.slice(0, leaves)) / all;
}

const MONTHS = 12;
const QUARTER = 3;
