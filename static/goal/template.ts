// The goal template as the generator writes it into a worksheet's page. The structs of
// the generator's package wire define this form; a test of that package compares these
// types with them, field by field.

import type { Expr } from "../formula/formula";

export interface Template {
  /** The date input with the date of joining, or "". */
  readonly joined: string;
  /** The date input from which the sheet counts, or "". */
  readonly starts: string;
  readonly weeks: Expr | null;
  /** What a newcomer is worth in each month since joining; empty without one. */
  readonly ramp: readonly number[];
  /** The week since joining from which a 0 of the ramp counts; 0 without one. */
  readonly rampfrom: number;
  readonly staff: Expr | null;
  /** Keys of twelve inputs, or none. */
  readonly hires: readonly string[];
  /** The key of the number that the plan is for, or "". */
  readonly target: string;
  /** The key of the money that one unit of the last step brings in, or "". */
  readonly dealsize: string;
  readonly inputs: readonly Input[];
  readonly constants: readonly Constant[];
  /** In the order of evaluation. */
  readonly computed: readonly Computed[];
  /** Keys of computed values, from the first stage to the last. */
  readonly funnel: readonly string[];
  readonly process: readonly Process[];
  readonly splits: readonly Split[];
  readonly year: Year;
  /** Months since the date of joining. */
  readonly milestones: readonly number[];
  readonly smart: readonly Criterion[];
  readonly variables: readonly Variable[];
  /** Keys of the computed values that variables change. */
  readonly compared: readonly string[];
  readonly results: readonly Result[];
}

/** A step whose total is a result of the plan. */
export interface Result {
  /** The key of a split. */
  readonly step: string;
  /** The key of the money that one of them brings in, or "". */
  readonly dealsize: string;
}

export interface Input {
  readonly key: string;
  readonly label: string;
  readonly kind: Kind;
  readonly unit: string;
  readonly default: number | string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly recommend: Range | null;
  /** The step in which the verdict changes it. */
  readonly adjust: number | null;
}

export type Kind = "number" | "money" | "percent" | "date" | "text" | "choice";

/** A recommended range, both ends included; it may have no upper end. */
export type Range = readonly [low: number, high: number | null];

export interface Constant {
  readonly key: string;
  readonly value: number;
}

/** A computed value. It has one of expr, latest, prorate and load. */
export interface Computed {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly decimals: number;
  readonly expr: Expr | null;
  /** The key of the split whose last safe day it is, or "". */
  readonly latest: string;
  readonly prorate: Prorate | null;
  /** Empty without one. */
  readonly load: readonly Load[];
}

/** The fiscal year's part of a number for twelve months. */
export interface Prorate {
  readonly source: string;
  /** The key of a split. */
  readonly over: string;
  /** It is the part of the days after the split's last day. */
  readonly after: boolean;
}

/** How often a process goal is done because of a step. */
export interface Load {
  /** The key of a split, or "". */
  readonly step: string;
  readonly times: Expr;
  readonly every: Every;
}

/** How often a load comes back: "" for once. */
export type Every = "" | "month" | "quarter" | "year";

export interface Process {
  readonly key: string;
  readonly per: Period;
  readonly recommend: Range | null;
  readonly capacity: Expr | null;
  /** The week since joining in which a habit begins. */
  readonly fromweek: number;
  /** The goal of which a habit is a floor, or "". */
  readonly partof: string;
  /** The goal to which a habit is added, or "". */
  readonly addedto: string;
}

export type Period = "week" | "month" | "quarter" | "year";

export interface Split {
  readonly key: string;
  /** Of the twelve months. */
  readonly weights: readonly number[];
  readonly lead: Expr | null;
  /** The key of the split whose step comes before, or "". */
  readonly follows: string;
  /** The key of the share that goes on to the next step, or "". */
  readonly rate: string;
  /** What to do if fewer than planned reach the step. */
  readonly weak: string;
}

/** A fiscal year. Class Calendar computes the dates and ids of its months and weeks. */
export interface Year {
  readonly id: string;
  /** Its first day. */
  readonly first: string;
  /** The first day of its first week. */
  readonly monday: string;
  /** Of each month: the working days of each week, "01234" for Monday to Friday. */
  readonly weeks: readonly (readonly string[])[];
  /** Its working days in weeks of other years. */
  readonly others: readonly string[];
}

export interface Variable {
  readonly key: string;
  readonly label: string;
  /** The page shows its effect below the verdict. */
  readonly cautious: boolean;
  /** Keys of the inputs that it changes. */
  readonly inputs: readonly string[];
  readonly changes: readonly Change[];
  readonly shifts: readonly Shift[];
}

export interface Change {
  readonly input: string;
  readonly how: How;
  readonly by: number;
}

export type How = "to" | "plus" | "times";

export interface Shift {
  readonly from: string;
  readonly to: string;
  readonly share: number;
}

/** A criterion of a good goal. It has a check, or holds something, or both. */
export interface Criterion {
  readonly check: Expr | null;
  readonly holds: Holds;
}

/** A check of the whole sheet: "" for none. */
export type Holds = "" | "capacity" | "dates";
