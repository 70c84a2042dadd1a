// The types of an evaluated worksheet, which goal/evaluate.ts computes and
// worksheet/paint.ts shows.

import type { Value } from "../formula/formula";
import type { Period } from "./template";

export type Verdict = "" | "below" | "within" | "above";

/**
 * A number as ECMAScript prints it, and with separators for readers; both are "" where it is blank. In that case why is
 * the key of the text that gives the reason, and about the label of the missing or zero value, if it has one.
 */
export interface Shown {
  readonly raw: string;
  readonly text: string;
  readonly why: string;
  readonly about: string;
}

export interface Sheet {
  /** By the names of the outputs, which the Go package sheet specifies: 签约, 签约@2027-Q1, 签约~预算缩减. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Of each process goal, also under each variable, and of each input that has a range. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Process goals in whole numbers: 3–4 for 3.16. */
  readonly whole: ReadonlyMap<string, string>;
  /** Of each stage of the funnel: its slice of the picture. */
  readonly slices: readonly string[];
  /** Of each process goal that has a range or a capacity. */
  readonly meters: ReadonlyMap<string, Meter>;
  /** Of each total that is split: its months as a path. */
  readonly bars: ReadonlyMap<string, string>;
  /** What the checks of the criteria say: yes, no, or "" where something is missing. */
  readonly smart: readonly string[];
  /** Dates of the milestones, "" while the date of joining is not known. */
  readonly milestones: readonly string[];
  /** The first day on which something is done, "" while it is not known. */
  readonly opening: string;
  /** The first day that is worth something in the ramp, "" while it is not known. */
  readonly begins: string;
  /** The names of the outputs whose number is over the capacity of their goal: 周拜访, 周拜访@2027-09. */
  readonly over: ReadonlySet<string>;
  readonly finding: Finding;
  /** After closed quarters, by the key of the step: what is done of it, and what is left. */
  readonly steps: ReadonlyMap<string, Progress>;
  /** After closed quarters: the updated shares, by their keys. */
  readonly rates: ReadonlyMap<string, number>;
}

export interface Progress {
  readonly done: string;
  readonly rest: string;
}

/** Whether the plan fits into the days of the person who fills it in; "" if the template has nothing to judge. */
export type Kind = "" | "missing" | "late" | "over" | "fits";

/** How often a goal is done in a period, beside its limit there. */
export interface Strain {
  /** The label of the goal. */
  readonly about: string;
  /** The goal's tightest period, "" for a goal that has no load: 2027-09. */
  readonly period: string;
  /** The kind of the period; for a goal that has no load, the period in which its number is counted. */
  readonly level: Period;
  readonly rate: string;
  readonly limit: string;
  readonly unit: string;
  /** The rate as a share of the limit, "" above a limit of 0: 104%. */
  readonly load: string;
}

/** The verdict on the whole sheet, with its worst finding. */
export interface Finding {
  readonly kind: Kind;
  /** The label of the missing value, "" if it has none. */
  readonly missing: string;
  /** The goal with the highest load; undefined if no goal has a capacity. */
  readonly strain: Strain | undefined;
  /** The labels of the steps that are out of reach. */
  readonly late: readonly string[];
  /** Of a plan that is out of reach: the last days of the other steps. */
  readonly until: readonly Until[];
  /** Undefined if the target is not the fiscal year's part of a number. */
  readonly part: Part | undefined;
  /** The parts that are left for the next year. */
  readonly next: readonly Next[];
  /** The plan under each cautious market variable. */
  readonly cautious: readonly Cautious[];
}

/** The last day on which a step counts for the fiscal year: the label of the step, and a date. */
export interface Until {
  readonly label: string;
  readonly date: string;
}

/** The fiscal year's part of a number for twelve months, and the number. */
export interface Part {
  readonly label: string;
  readonly text: string;
  readonly source: string;
  readonly unit: string;
}

/** What the days after the last day of a step would give: next year's pipeline. */
export interface Next {
  readonly label: string;
  readonly text: string;
  readonly unit: string;
}

export interface Cautious {
  /** The label of the market variable. */
  readonly label: string;
  /** The stages of the funnel whose shown number is another one under the variable. */
  readonly steps: readonly Step[];
  readonly kind: Kind;
  readonly strain: Strain | undefined;
}

/** A stage of the funnel with its number under a market variable. */
export interface Step {
  readonly label: string;
  readonly text: string;
  readonly unit: string;
}

/** The smallest change of one input with which the plan fits. */
export interface Cure {
  readonly key: string;
  readonly label: string;
  /** The new value as a reader types it. */
  readonly text: string;
  readonly unit: string;
}

/** The largest whole number of the target that is within reach this year. */
export interface Reach {
  readonly label: string;
  readonly text: string;
  /** What is left of the target for the next year; "" if the target is the fiscal year's part already. */
  readonly rest: string;
  readonly unit: string;
}

/** Values of inputs by key; a missing one is blank. */
export type Entries = ReadonlyMap<string, number | string>;

export type Values = ReadonlyMap<string, Value>;

/**
 * The meter of a process goal, 100 wide: the length of its bar, and the positions of its range's ends and its capacity, ""
 * for each that is absent. Load is the share of the capacity that the goal takes: 63%.
 */
export interface Meter {
  readonly value: string;
  readonly low: string;
  readonly high: string;
  readonly capacity: string;
  readonly load: string;
  /** Of a goal with a load: the period in which it has its highest rate, and the one in which it takes the highest share of its capacity. */
  readonly busiest: string;
  readonly tightest: string;
}
