// Solves for one input of a plan: the value with which a number of the sheet is as large as
// the reader wants it.

import type { Plan } from "../goal/compute";
import type { Entries } from "../goal/sheet";
import type { Make } from "../goal/solve";
import type { Input } from "../goal/template";

/** The unrounded number of an output: of a key, or of its part in a month or a quarter, 拜访@2027-09; undefined if it is blank or no number. */
export function numberAt(plan: Plan, name: string): number | undefined {
  const [key = "", id] = name.split("@");
  const value = id === undefined ? plan.values.get(key) : partOf(plan, key, id);
  return typeof value === "number" ? value : undefined;
}

function partOf(plan: Plan, key: string, id: string): number | undefined {
  const load = plan.loads.get(key);
  if (load !== undefined) return load.periods.find((period) => period.id === id)?.rate;
  if (!plan.template.splits.some((split) => split.key === key)) return undefined;
  const shares = plan.shares(key);
  if (!Array.isArray(shares)) return undefined;
  const parts = shares.filter((_, m) => plan.calendar.months[m]?.id === id || plan.calendar.quarterId(m) === id);
  return parts.length === 0 ? undefined : parts.reduce((a, b) => a + b);
}

/** What holding a number takes from an input. */
export type Answer =
  /** A value within the limits of the input. */
  | { readonly kind: "value"; readonly value: number }
  /** A value outside of the limits, of which the nearest is given: it is impossible. */
  | { readonly kind: "beyond"; readonly value: number; readonly limit: number }
  /** The number jumps over the one that is wanted; the value is that at which it jumps. */
  | { readonly kind: "jump"; readonly value: number; readonly from: number; readonly to: number }
  /** No value does it: within the limits of the input, the number goes from one to another. */
  | { readonly kind: "never"; readonly from: number; readonly to: number }
  /** The input does not change the number, or the number is blank. */
  | { readonly kind: "unmoved" };

/** The number as a function of the input; undefined where it is blank. */
type Curve = (x: number) => number | undefined;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The value of an input with which a number is as wanted, with the present values of the others. The number need not grow or fall
 * all along: of several values, it is the nearest to the present one.
 */
export function solveFor(make: Make, entries: Entries, input: Input, name: string, wanted: number): Answer {
  const present = entries.get(input.key);
  const curve: Curve = (x) => numberAt(make(new Map(entries).set(input.key, x)), name);
  const start = typeof present === "number" ? present : (input.min ?? input.max ?? 1);
  const from = curve(start);
  if (from !== undefined && isNear(from, wanted)) return { kind: "value", value: start };
  let within: Point[] = [];
  let found: ReturnType<typeof cross>;
  for (const parts of PARTS) {
    within = sampled(curve, samplesWithin(input, start, parts));
    found = cross(curve, within, start, wanted);
    if (found?.kind === "value") return found;
    if (isFlat(within)) break;
  }
  const beyond = beyondLimits(curve, input, start, wanted);
  if (beyond !== undefined) return beyond;
  if (found !== undefined) return found;
  const all = within.map(({ y }) => y);
  return isFlat(within) ? { kind: "unmoved" } : { kind: "never", from: Math.min(...all), to: Math.max(...all) };
}

function isFlat([first, ...others]: readonly Point[]): boolean {
  return first === undefined || others.every(({ y }) => isNear(y, first.y));
}

/** The part of a number, or of 1, by which two numbers differ at most that count as the same. */
const NEAR = 1e-9;

export function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= NEAR * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}

function sampled(curve: Curve, values: readonly number[]): Point[] {
  return values.flatMap((x) => {
    const y = curve(x);
    return y === undefined ? [] : [{ x, y }];
  });
}

/** The number of doublings from a value that are sampled. */
const DOUBLINGS = 24;

/** Into how many equal parts the range of an input is divided; into more if these show no value, since one step of a stair or the bottom of a valley may be narrow. */
const PARTS = [32, 512];

/** The values of an input at which the curve is sampled, in order: doublings and halves of the present one, equal parts of the range, and its ends. */
function samplesWithin({ min, max }: Input, present: number, count: number): number[] {
  const [low, high] = [min ?? -Infinity, max ?? Infinity];
  const scale = present === 0 ? 1 : Math.abs(present);
  const powers = Array.from({ length: 2 * DOUBLINGS + 1 }, (_, i) => scale * 2 ** (i - DOUBLINGS));
  const parts = Number.isFinite(high - low) ? Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count) : [];
  const all = [present, low, high, ...powers, ...powers.map((x) => -x), ...parts].filter((x) => low <= x && x <= high && Number.isFinite(x));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The crossing of the wanted number that is nearest to the present value; a jump only if there is no other. */
function cross(curve: Curve, points: readonly Point[], present: number, wanted: number): Extract<Answer, { kind: "value" | "jump" }> | undefined {
  const crossings = points.flatMap((to, i) => {
    const from = points[i - 1];
    return from !== undefined && (from.y - wanted) * (to.y - wanted) < 0 ? [bisect(curve, from, to, wanted)] : [];
  });
  const exact = points.filter(({ y }) => y === wanted).map(({ x }) => ({ kind: "value", value: x }) as const);
  const order = [...exact, ...crossings.flatMap((crossing) => crossing ?? [])].sort((a, b) =>
    Number(a.kind === "jump") - Number(b.kind === "jump") || Math.abs(a.value - present) - Math.abs(b.value - present));
  return order[0];
}

/** Halves the interval between two points down to neighbouring numbers. Undefined if the curve is blank in between. */
function bisect(curve: Curve, a: Point, b: Point, wanted: number): Extract<Answer, { kind: "value" | "jump" }> | undefined {
  for (;;) {
    const x = a.x + (b.x - a.x) / 2;
    if (x <= a.x || x >= b.x) break;
    const y = curve(x);
    if (y === undefined) return undefined;
    if ((a.y - wanted) * (y - wanted) <= 0) b = { x, y };
    else a = { x, y };
  }
  const best = Math.abs(a.y - wanted) <= Math.abs(b.y - wanted) ? a : b;
  return isNear(best.y, wanted) ? { kind: "value", value: best.x } : { kind: "jump", value: best.x, from: a.y, to: b.y };
}

/** Looks for the nearest value above the limits, and else below them. */
function beyondLimits(curve: Curve, { min, max }: Input, present: number, wanted: number): Answer | undefined {
  const scale = Math.max(Math.abs(max ?? 0), Math.abs(min ?? 0), Math.abs(present), 1);
  const powers = Array.from({ length: 4 * DOUBLINGS + 1 }, (_, i) => 2 ** (i / 2 - DOUBLINGS));
  const above = max === null ? [] : powers.map((x) => max + scale * x);
  const below = min === null ? [] : powers.map((x) => min - scale * x);
  for (const [limit, values] of [[max, above], [min, below]] as const) {
    if (limit === null) continue;
    const found = cross(curve, sampled(curve, [limit, ...values].sort((a, b) => a - b)), limit, wanted);
    if (found?.kind === "value") return { kind: "beyond", value: found.value, limit };
  }
  return undefined;
}

/** What a number becomes if an input is a tenth lower, or a tenth higher. */
export interface Sway {
  readonly input: Input;
  /** Undefined where the number is blank. */
  readonly lower: number | undefined;
  readonly higher: number | undefined;
}

const TENTH = 0.1;

/** The effect of each input on a number, the strongest first: a tornado. An input stays within its limits; one without an effect is left out. */
export function tornado(make: Make, entries: Entries, name: string): Sway[] {
  const present = numberAt(make(entries), name);
  if (present === undefined) return [];
  const sways = make(entries).template.inputs.flatMap((input): Sway[] => {
    const x = entries.get(input.key);
    if (typeof x !== "number") return [];
    const at = (value: number): number | undefined => {
      const within = Math.min(Math.max(value, input.min ?? -Infinity), input.max ?? Infinity);
      return numberAt(make(new Map(entries).set(input.key, within)), name);
    };
    return [{ input, lower: at(x - Math.abs(x) * TENTH), higher: at(x + Math.abs(x) * TENTH) }];
  });
  const size = ({ lower, higher }: Sway): number => Math.max(...[lower, higher].map((y) => (y === undefined ? Infinity : Math.abs(y - present))));
  return sways.filter(({ lower, higher }) => ![lower, higher].every((y) => y !== undefined && isNear(y, present))).sort((a, b) => size(b) - size(a));
}

/** Whether an input can change a number: at its limits, or by as much as it is or 1. */
export function moves(make: Make, entries: Entries, input: Input, name: string): boolean {
  const x = entries.get(input.key);
  const present = numberAt(make(entries), name);
  const { min, max } = input;
  if (typeof x !== "number" || present === undefined) return false;
  return [x + Math.max(Math.abs(x), 1), x / 2, min, max].some((value) => {
    if (value === null || value < (min ?? -Infinity) || value > (max ?? Infinity)) return false;
    const y = numberAt(make(new Map(entries).set(input.key, value)), name);
    return y !== undefined && !isNear(y, present);
  });
}
