// Computes the values of a template in the order of evaluation: formulas, loads, the last
// days of steps, and the fiscal year's part of a number. The twin of the generator's
// goal.Plan, except for what was done in closed months, which only the browser knows.

import type { Calendar } from "./calendar";
import { dateText, type Day, dayOf } from "./dates";
import { loadOf, type Load } from "./load";
import { headsOf, Person } from "./person";
import { deadline, type Deadline, firstStep, followingStep, isTotal, type Past, spread, sum, type Timing } from "./schedule";
import type { Computed, Prorate, Split, Template } from "./template";
import { blank, evaluate, type Blank, type Expr, isBlank, numberValue, round, type Value } from "../formula/formula";

/** A plan has parts of deals, and a person has none: she misses a step only if at least half of one is missing. */
const HALF = 0.5;

const NOTHING: Past = { months: 0, done: new Map() };

/** The values of a template for one person, with the schedule from which they are computed. */
export class Plan {
  readonly values: Map<string, Value>;
  /** Of each process goal with a load that is not blank. */
  readonly loads = new Map<string, Load>();
  /** The date of joining; undefined while it is not known. */
  readonly joined: Day | undefined;
  /** The first day on which something can be done. */
  readonly opening: Day;
  private readonly timings = new Map<string, Timing | Blank>();
  private readonly parts = new Map<string, number[] | Blank>();
  private who: Person | undefined;

  /** fixed has values that replace those of inputs and of formulas. */
  constructor(
    readonly template: Template,
    readonly calendar: Calendar,
    entries: ReadonlyMap<string, Value>,
    fixed: ReadonlyMap<string, number> = new Map(),
    readonly past = NOTHING,
  ) {
    this.values = new Map<string, Value>([...entries, ...fixed]);
    for (const constant of template.constants) this.values.set(constant.key, constant.value);
    this.joined = this.date(template.joined);
    this.opening = Math.max(this.joined ?? -Infinity, this.date(template.starts) ?? -Infinity);
    for (const computed of template.computed) this.values.set(computed.key, fixed.get(computed.key) ?? this.compute(computed));
  }

  private compute(computed: Computed): Value {
    if (computed.expr !== null) return this.evaluate(computed.expr);
    if (computed.latest !== "") return this.latest(computed.latest);
    if (computed.prorate !== null) return this.prorate(computed.prorate);
    const load = loadOf(this, computed);
    if (isBlank(load)) return load;
    this.loads.set(computed.key, load);
    return numberValue(load.busiest?.rate ?? 0);
  }

  evaluate(expr: Expr): Value {
    return evaluate(expr, (name) => this.values.get(name));
  }

  /** The number that a formula gives, absent without a formula, or the reason why there is none. */
  number(expr: Expr | null, absent: number): number | Blank {
    return expr === null ? absent : numberOr(this.evaluate(expr));
  }

  /** The number of a key, or the reason why there is none. */
  numberOf(key: string): number | Blank {
    return numberOr(this.values.get(key) ?? blank("missing", key));
  }

  private date(key: string): Day | undefined {
    const value = this.values.get(key);
    return typeof value === "string" ? dayOf(value) : undefined;
  }

  private latest(key: string): Value {
    const due = this.deadline(this.split(key));
    if (isBlank(due)) return due;
    return due === undefined ? blank("late", key) : dateText(due.latest);
  }

  private prorate({ source, over, after }: Prorate): Value {
    const value = this.numberOf(source);
    const first = this.calendar.firstWorkday;
    if (isBlank(value) || (!after && !(this.opening > first))) return value;
    const timing = this.wholeTiming(over);
    if (isBlank(timing)) return timing;
    if (value === 0) return 0;
    const all = sum(this.everyDay(over, first).months);
    if (all === 0) return blank("late", over);
    if (after) return numberValue((value * this.worthAfter(timing)) / all);
    return numberValue(value * Math.min(1, sum(timing.months) / all));
  }

  /** When the step of a split that follows no other would be done by a person who works from the day first on. */
  private everyDay(key: string, first: Day): Timing {
    const { lead, weights } = this.split(key);
    const months = this.number(lead, 0);
    return firstStep(this.personFrom(first, first), weights, deadline(this.calendar, weights, isBlank(months) ? 0 : months));
  }

  /** What the days of the year after the last day of a step are worth; all its days if the step is out of reach. */
  private worthAfter({ latest = -Infinity }: Timing): number {
    return sum(this.calendar.months.map(({ from, to }, m) => this.person.worth({ from: Math.max(from, latest + 1), to }, m)));
  }

  /** The person whose plan it is. Read after the values that her worth depends on. */
  get person(): Person {
    this.who ??= this.personFrom(this.opening, this.joined);
    return this.who;
  }

  private personFrom(opening: Day, joined: Day | undefined): Person {
    const { ramp, rampfrom } = this.template;
    return new Person(this.calendar, opening, joined, { ramp, week: rampfrom || null }, this.heads());
  }

  /** The people of each month. A blank number counts as 0. */
  private heads(): number[] | undefined {
    const { staff, hires, ramp } = this.template;
    const known = (x: number | Blank): number => (isBlank(x) ? 0 : x);
    return staff === null ? undefined : headsOf(known(this.number(staff, 0)), hires.map((key) => known(this.numberOf(key))), ramp);
  }

  /** When the rest of a step is done, which is not in closed months; the reason of a blank value if that is not known. */
  timing(key: string): Timing | Blank {
    const timing = this.wholeTiming(key);
    const { months } = this.past;
    if (isBlank(timing) || months === 0) return timing;
    return {
      ...timing,
      months: timing.months.map((weight, m) => (m < months ? 0 : weight)),
      weeks: timing.weeks.map((weeks, m) => (m < months ? weeks.map(() => 0) : weeks)),
    };
  }

  /** When a step would be done if no month were closed. */
  private wholeTiming(key: string): Timing | Blank {
    const known = this.timings.get(key);
    if (known !== undefined) return known;
    const timing = this.timingOf(this.split(key));
    this.timings.set(key, timing);
    return timing;
  }

  private timingOf(split: Split): Timing | Blank {
    const root = this.rootOf(split);
    const due = this.deadline(split);
    if (isBlank(due)) return due;
    if (root === split) return firstStep(this.person, root.weights, due);
    const first = this.wholeTiming(root.key);
    return isBlank(first) ? first : followingStep(this.person, first, due);
  }

  /** The unrounded parts of a total that is split in the months; the reason of a blank value if they are not known. */
  shares(key: string): readonly number[] | Blank {
    let parts = this.parts.get(key);
    if (parts === undefined) this.parts.set(key, (parts = this.sharesOf(key)));
    return parts;
  }

  private sharesOf(key: string): number[] | Blank {
    const timing = this.timing(key);
    const total = this.numberOf(key);
    if (isBlank(timing)) return timing;
    if (isBlank(total)) return total;
    if (!isTotal(total)) return blank("overflow");
    const done = this.past.done.get(key) ?? [];
    return spread(this.rest(key, total), timing.months).map((share, m) => done[m] ?? share);
  }

  /** What is left of a step's total after the closed months. Rounding errors leave nothing, and nor does less than half of one after the step's last day. */
  rest(key: string, total: number): number {
    const done = this.past.done.get(key);
    if (done === undefined) return total;
    const left = Math.max(round(total - sum(done), 9), 0);
    const timing = this.timing(key);
    return left < HALF && !isBlank(timing) && sum(timing.months) === 0 ? 0 : left;
  }

  /** The last day on which the step of a split counts; undefined if it is out of reach. */
  private deadline(split: Split): Deadline | undefined | Blank {
    const lead = this.number(split.lead, 0);
    if (isBlank(lead)) return lead;
    const due = deadline(this.calendar, this.rootOf(split).weights, lead);
    return due === undefined || due.latest < this.opening ? undefined : due;
  }

  private split(key: string): Split {
    const split = this.template.splits.find((s) => s.key === key);
    if (split === undefined) throw new Error(`goal: the template has no split ${key}`);
    return split;
  }

  private rootOf(split: Split): Split {
    return split.follows === "" ? split : this.rootOf(this.split(split.follows));
  }
}

function numberOr(value: Value): number | Blank {
  return typeof value === "number" ? value : isBlank(value) ? value : blank("mismatch");
}
