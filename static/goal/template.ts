// The goal template as the generator writes it into a worksheet's page. The structs of
// the generator's package wire define this form; a test of that package compares these
// types with them, field by field.

import type { Expr } from "../formula/formula";

export interface Template {
  /** The date input that milestones count from, or "". */
  readonly joined: string;
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
  /** The checks of the criteria. */
  readonly smart: readonly Expr[];
  readonly variables: readonly Variable[];
  /** Keys of the computed values that variables change. */
  readonly compared: readonly string[];
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
}

export type Kind = "number" | "money" | "percent" | "date" | "text" | "choice";

/** A recommended range, both ends included; it may have no upper end. */
export type Range = readonly [low: number, high: number | null];

export interface Constant {
  readonly key: string;
  readonly value: number;
}

export interface Computed {
  readonly key: string;
  readonly label: string;
  readonly percent: boolean;
  readonly decimals: number;
  readonly expr: Expr;
}

export interface Process {
  readonly key: string;
  readonly per: Period;
  readonly recommend: Range | null;
  readonly capacity: Expr | null;
}

export type Period = "week" | "month" | "quarter" | "year";

export interface Split {
  readonly key: string;
  /** Of the twelve months. */
  readonly weights: readonly number[];
  readonly after: Expr | null;
  readonly lead: Expr | null;
}

export interface Year {
  readonly id: string;
  readonly months: readonly Month[];
}

export interface Month {
  readonly id: string;
  readonly weeks: readonly Week[];
}

export interface Week {
  readonly id: string;
  readonly monday: string;
  /** The dates of the working days. */
  readonly days: readonly string[];
}

export interface Variable {
  readonly key: string;
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
