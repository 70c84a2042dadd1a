// The smallest changes with which a plan reaches its result with good odds. Each is a whole
// action, beside which everything else is done as planned.

import type { Plan } from "../goal/compute";
import type { Span } from "../goal/calendar";
import type { Day } from "../goal/dates";
import type { Period } from "../goal/load";
import type { Entries } from "../goal/sheet";
import { leastSteps } from "../goal/solve";
import type { Process } from "../goal/template";
import { isBlank, round, roundDown, roundUp } from "../formula/formula";
import type { Chances, Stage } from "./chances";
import { beliefOf, oddsOf } from "./odds";

/** The odds that a change has to reach. */
export const GOOD = 0.8;

/** How many changes are shown, and how many more of a step are tried. */
const SHOWN = 3;
const MOST = 1000;

/** A share of the capacity that is still free, and the month that is the fullest after the change. */
export interface Effort {
  /** Infinite if nothing is free. */
  readonly share: number;
  readonly goal: Process;
  readonly period: Period;
  /** How often the goal is done in a week of the period, or in the period, and how often it can be. */
  readonly rate: number;
  readonly limit: number;
}

export interface Change {
  /** More of a step (extra), more percent points of a rate, or fewer results, with the work as planned. */
  readonly kind: "extra" | "rate" | "fewer";
  /** Of the step, of the input of the rate, or of the result. */
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly odds: number;
  /** The last day on which it counts; undefined for a change that has none. */
  readonly latest: Day | undefined;
  /** Undefined if it takes nothing of what the sheet measures. */
  readonly effort: Effort | undefined;
  /** The new value of the input of a rate. */
  readonly value: number | undefined;
}

/** The smallest changes: those that take the least of the free capacity first, fewer results after what fits. None if the odds are good. */
export function changesOf(plan: Plan, entries: Entries, stages: readonly Stage[], chances: Chances, prior: number, today: Day): Change[] {
  const { needed, trials, belief, odds } = chances;
  if (odds >= GOOD) return [];
  const at = (wins: number, more: number): number => oddsOf(wins, trials + more, belief) ?? 0;
  const more = leastSteps(MOST, (n) => at(needed, n) >= GOOD);
  const changes = stages.slice(0, -1).flatMap((_, i) => {
    const found = [raise(plan, entries, stages, i, chances, prior, more)];
    if (more !== undefined) found.push(moreOf(stages, i, more, at(needed, more)));
    return found.flatMap((draft) => (draft === undefined ? [] : finish(plan, draft, today)));
  }).reverse(); // of two that take the same, the one that is nearer to the result is smaller
  const fewer = leastSteps(needed - 1, (n) => at(needed - n, 0) >= GOOD);
  const { key } = chances.result.split;
  if (fewer !== undefined) changes.push({ kind: "fewer", key, label: chances.result.label, count: fewer, odds: at(needed - fewer, 0), latest: undefined, effort: undefined, value: undefined });
  return changes.sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
}

/** Fewer results come after every change that fits, and before those that do not. */
function rank({ kind, effort }: Change): number {
  return kind === "fewer" ? 1 : (effort?.share ?? 0);
}

/** By how many percent points a person can raise a rate within a year: 75% to 99% is no advice. */
const MOST_POINTS = 20;

/** A change, with the numbers of each step that it adds. */
interface Draft extends Omit<Change, "latest" | "effort"> {
  readonly added: ReadonlyMap<string, number>;
  /** The key of the step whose last day is that of the change, "" for none. */
  readonly until: string;
}

/** How many of each step from one on, up to the trials, come out of a number of it. */
function follow(stages: readonly Stage[], from: number, count: number): Map<string, number> {
  const added = new Map<string, number>();
  for (const { split, rate } of stages.slice(from, -1)) {
    added.set(split.key, count);
    count *= rate?.updated ?? 0;
  }
  return added;
}

/** How many trials come out of one of a step. */
function yieldOf(stages: readonly Stage[], from: number): number {
  return follow(stages, from, 1).get(stages[stages.length - 2]?.split.key ?? "") ?? 0;
}

/** As many of a step as give so many trials more. */
function moreOf(stages: readonly Stage[], i: number, more: number, odds: number): Draft | undefined {
  const stage = stages[i];
  const count = roundUp(more / yieldOf(stages, i), 0);
  if (stage === undefined || !Number.isFinite(count)) return undefined;
  const { split: { key }, label } = stage;
  return { kind: "extra", key, label, count, odds, value: undefined, added: follow(stages, i, count), until: key };
}

/** So many percent points more of the rate that leads on from a step, if the author lets the page change its input. */
function raise(plan: Plan, entries: Entries, stages: readonly Stage[], i: number, { needed, trials, belief }: Chances, prior: number, more: number | undefined): Draft | undefined {
  const stage = stages[i];
  const rate = stage?.rate;
  const input = plan.template.inputs.find(({ key, kind, adjust }) => key === rate?.key && kind === "percent" && adjust !== null);
  const present = input && entries.get(input.key);
  if (stage === undefined || rate === undefined || input === undefined || typeof present !== "number") return undefined;
  const draft = (points: number, odds: number, added: ReadonlyMap<string, number>): Draft => ({
    kind: "rate", key: input.key, label: input.label, count: points, odds, value: round(present + points / 100, 4), added, until: stages[i + 1]?.split.key ?? "",
  });
  const most = Math.min(roundDown(100 * ((input.max ?? 1) - present), 0), MOST_POINTS);
  if (i === stages.length - 2) {
    const at = (points: number): number => oddsOf(needed, trials, beliefOf(Math.min(rate.planned + points / 100, 1), prior, rate.wins, rate.trials)) ?? 0;
    const points = leastSteps(most, (n) => at(n) >= GOOD);
    return points === undefined ? undefined : draft(points, at(points), new Map());
  }
  const left = stage.open + stage.rest;
  const points = more === undefined ? Infinity : roundUp((100 * more) / (left * yieldOf(stages, i + 1)), 0);
  if (!(points <= most)) return undefined;
  const added = follow(stages, i + 1, (left * points) / 100);
  const gained = roundDown(added.get(stages[stages.length - 2]?.split.key ?? "") ?? 0, 0);
  return draft(points, oddsOf(needed, trials + gained, belief) ?? 0, added);
}

/** The change with its last day and its effort; undefined if it is too late for it. */
function finish(plan: Plan, { added, until, ...change }: Draft, today: Day): Change[] {
  const timing = plan.timing(until);
  const latest = isBlank(timing) ? undefined : timing.latest;
  if (latest === undefined || latest < Math.max(today, plan.opening)) return [];
  return [{ ...change, latest, effort: effortOf(plan, added, today) }];
}

/**
 * What more of some steps takes of the capacity that is free from today on, of the goal that it takes most of. The months have it in
 * proportion to what is free in each.
 */
function effortOf(plan: Plan, added: ReadonlyMap<string, number>, today: Day): Effort | undefined {
  const efforts = plan.template.process.flatMap((goal): Effort[] => {
    const capacity = plan.number(goal.capacity, NaN);
    const more = isBlank(capacity) || Number.isNaN(capacity) ? 0 : addedLoad(plan, goal, added);
    if (isBlank(capacity) || more === 0) return [];
    const last = Math.max(...[...added.keys()].map((key) => lastDay(plan, key)));
    const months = (plan.loads.get(goal.key)?.periods ?? []).map((period) => {
      const free = Math.max(period.capacity(capacity) - period.load, 0);
      return { period, free: free * partLeft(plan, period, Math.max(today, plan.opening), last) };
    });
    const all = months.reduce((sum, { free }) => sum + free, 0);
    const full = months.filter(({ period, free }) => free > 0 || period.load > period.capacity(capacity)).map(({ period, free }) => {
      const load = period.load + (all > 0 ? (more * free) / all : 0);
      return { share: all > 0 ? more / all : Infinity, goal, period, rate: load / period.usable, limit: period.capacity(capacity) / period.usable };
    });
    return full.sort((a, b) => b.rate / b.limit - a.rate / a.limit).slice(0, 1);
  });
  return efforts.sort((a, b) => b.share - a.share)[0];
}

/** How often a goal is done because of more of some steps. */
function addedLoad(plan: Plan, { key }: Process, added: ReadonlyMap<string, number>): number {
  const load = plan.template.computed.find((computed) => computed.key === key)?.load ?? [];
  return load.reduce((sum, { step, times, every }) => {
    const often = plan.number(times, 0);
    return every !== "" || isBlank(often) ? sum : sum + often * (added.get(step) ?? 0);
  }, 0);
}

function lastDay(plan: Plan, key: string): Day {
  const timing = plan.timing(key);
  return isBlank(timing) ? -Infinity : (timing.latest ?? -Infinity);
}

/** The part of a period's working days between two days, both included. */
function partLeft(plan: Plan, { id }: Period, from: Day, last: Day): number {
  const { calendar } = plan;
  const months = calendar.months.filter((month, m) => m >= plan.past.months && [month.id, calendar.quarterId(m), plan.template.year.id].includes(id));
  const span: Span = { from: Math.max(months[0]?.from ?? 0, plan.opening), to: months[months.length - 1]?.to ?? 0 };
  const days = calendar.count(span);
  return days === 0 ? 0 : calendar.count(span, { from, to: last + 1 }) / days;
}
