// What a manager has decided about the plans of her team, and what they add up to with that.

import { exponentOf } from "../formula/formula";
import { Calendar } from "../goal/calendar";
import type { Template } from "../goal/template";
import type { Candidate } from "../plans/accept";
import { isOfTeam, type Member, memberOf } from "../plans/member";
import type { Placed } from "../plans/planFiles";
import type { Choice } from "../plans/worksheets";
import { moneyUnitIn } from "./money";
import { type Report, reportOf, type Target } from "./report";
import { rowOf } from "./row";
import { sumOf } from "./exact";
import { spareOf } from "./spare";
import type { Shown } from "./tableView";
import { targetFrom } from "./texts";

/** What the manager has typed for a target; undefined where the number of her plan stands. */
export interface Typed {
  readonly results?: string;
  readonly money?: string;
}

/** The plans that count, and what they add up to. */
export interface Overview {
  readonly rows: readonly Shown[];
  readonly report: Report<Shown>;
  /** The plans of managers, whose results are targets. */
  readonly teams: readonly Member[];
}

const MONTHS = 12;

export class TeamState {
  /** By plan, the number of months after which a person leaves. */
  private readonly leaves = new Map<Candidate, number>();
  private readonly targets = new Map<string, Typed>();
  private readonly members = new Map<Candidate, Member>();
  private readonly calendars = new Map<Template, Calendar>();
  private readonly spares = new Map<Member, number>();

  /** `templateOf` is the template of a worksheet, which is loaded, and `nameOf` what the table calls it. */
  constructor(private readonly templateOf: (choice: Choice) => Template, private readonly nameOf: (choice: Choice) => string, private readonly today: () => string) {}

  clear(): void {
    for (const kept of [this.leaves, this.targets, this.members, this.spares]) kept.clear();
  }

  /** A person leaves after a number of months; 12 if she stays. */
  leave({ member }: Shown, months: number): void {
    for (const [candidate, other] of this.members) if (other === member) this.leaves.set(candidate, months);
  }

  typed(key: string): Typed {
    return this.targets.get(key) ?? {};
  }

  type(key: string, what: keyof Typed, text: string): void {
    this.targets.set(key, { ...this.typed(key), [what]: text });
  }

  overview(plans: readonly Placed[]): Overview {
    const all = plans.map((placed) => ({ placed, member: this.memberOf(placed) }));
    const rows = all.filter(({ member }) => !isOfTeam(member)).map(({ placed, member }) => this.rowOf(placed, member));
    const teams = all.filter(({ member }) => isOfTeam(member)).map(({ placed, member }) => this.rowOf(placed, member));
    return { rows, report: reportOf(rows, this.targetsOf(rows, teams)), teams: teams.map(({ member }) => member) };
  }

  /** How many more results a person can take; computed once for each plan. */
  spareOf({ member, stays }: Shown): number {
    if (stays < MONTHS) return 0;
    const spare = this.spares.get(member) ?? spareOf(member);
    this.spares.set(member, spare);
    return spare;
  }

  private memberOf({ candidate, choice }: Placed): Member {
    const known = this.members.get(candidate);
    if (known !== undefined) return known;
    const template = this.templateOf(choice);
    const calendar = this.calendars.get(template) ?? new Calendar(template.year);
    this.calendars.set(template, calendar);
    const member = memberOf(candidate, template, calendar);
    this.members.set(candidate, member);
    return member;
  }

  private rowOf({ candidate, choice }: Placed, member: Member): Shown {
    const stays = this.leaves.get(candidate) ?? MONTHS;
    return { ...rowOf(member, this.today(), stays), track: choice.track, stage: choice.stage, sheet: this.nameOf(choice), stays };
  }

  /** A target for each track and unit: as it was typed, or else the sum of the managers' plans. */
  private targetsOf(rows: readonly Shown[], teams: readonly Shown[]): Target[] {
    const keys = new Map([...teams, ...rows].map(({ track, unit }) => [keyOf({ track, unit }), { track, unit }]));
    return [...keys].map(([key, { track, unit }]): Target => {
      const own = teams.filter((row) => keyOf(row) === key);
      const sum = (of: (row: Shown) => number | undefined): number | undefined => {
        const numbers = own.flatMap((row) => of(row) ?? []);
        return numbers.length === 0 ? undefined : sumOf(numbers);
      };
      const { results, money } = this.typed(key);
      const yuan = moneyUnitIn([...own, ...rows.filter((row) => keyOf(row) === key)]);
      return {
        track, unit,
        results: results === undefined ? sum((row) => row.results.goal) : targetFrom(results, unit),
        money: money === undefined ? sum((row) => row.money.goal) : inYuan(targetFrom(money, yuan), yuan),
      };
    });
  }
}

/** The key under which a target is typed. */
export function keyOf({ track, unit }: Pick<Target, "track" | "unit">): string {
  return JSON.stringify([track, unit]);
}

function inYuan(x: number | undefined, unit: string): number | undefined {
  return x === undefined ? undefined : x * 10 ** exponentOf(unit);
}
