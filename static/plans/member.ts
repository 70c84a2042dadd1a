// The plan of one person as her worksheet computes it.

import { Calendar } from "../goal/calendar";
import { type Actuals, type Outlook, outlook, planOf } from "../goal/outlook";
import type { Entries } from "../goal/sheet";
import type { Template } from "../goal/template";
import { judge, type Judgement } from "../goal/verdict";
import { actualsOf } from "../worksheet/actuals";
import { entriesOf } from "../worksheet/entries";
import type { Found } from "./files";

export interface Member extends Found {
  readonly template: Template;
  readonly calendar: Calendar;
  readonly entries: Entries;
  /** Undefined before a quarter is closed. */
  readonly actuals: Actuals | undefined;
  readonly outlook: Outlook;
  readonly judgement: Judgement;
}

/** `calendar` is that of the template's year. */
export function memberOf(found: Found, template: Template, calendar = new Calendar(template.year)): Member {
  const { plan } = found;
  const entries = entriesOf(template, plan.values, plan.unknown);
  const actuals = actualsOf(plan, template);
  const ahead = outlook(planOf(template, calendar, entries, actuals), actuals);
  return { ...found, template, calendar, entries, actuals, outlook: ahead, judgement: judge(ahead.plan) };
}

/** Whether the plan is that of a team, which a manager fills in. */
export function isOfTeam({ template }: Pick<Member, "template">): boolean {
  return template.staff !== null;
}
