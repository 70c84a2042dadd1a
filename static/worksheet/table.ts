// The table of a plan for spreadsheets: a row for each month with the plan of each step, what
// is left of it after the closed quarters, and what was done; then the process goals.

import { Calendar } from "../goal/calendar";
import type { Evaluate } from "../goal/evaluate";
import type { Entries, Sheet } from "../goal/sheet";
import type { Computed, Template } from "../goal/template";
import { shownNumber } from "../goal/text";
import type { Cell } from "../shared/csv";
import type { Words } from "../shared/words";
import { actualsOf } from "./actuals";
import { entriesOf } from "./entries";
import type { SavedPlan } from "./saved";

/** What a plan is after its closed quarters, and by key the totals to date at the end of each of them. */
interface Second {
  readonly sheet: Sheet;
  readonly quarters: readonly ReadonlyMap<string, number>[];
}

/** The table of a plan with these entries. Version 1 has the inputs with which the first quarter was closed; there is no version 2 before. */
export function planTable(template: Template, evaluate: Evaluate, entries: Entries, plan: SavedPlan, word: Words): Cell[][] {
  const [version] = plan.versions ?? [];
  const first = evaluate(version === undefined ? entries : entriesOf(template, version.values, version.unknown));
  const actuals = actualsOf(plan, template);
  const second = actuals && { sheet: evaluate(entries, actuals), quarters: actuals.quarters };
  const computed = new Map(template.computed.map((value) => [value.key, value]));
  const named = (key: string): Computed[] => [computed.get(key) ?? []].flat();
  const steps = template.splits.flatMap(({ key }) => named(key));
  const title = ({ label, unit }: Computed): string => (unit === "" ? label : word("csv_title", label, unit));
  const versions = [word("csv_first"), word("csv_second"), word("csv_done")];
  const months = new Calendar(template.year).months.map(({ id }, m): Cell[] => [
    id,
    ...steps.flatMap((step) => [numberOf(first, step, id), second && numberOf(second.sheet, step, id), second && doneIn(second.quarters, step.key, m)]),
  ]);
  const goals = template.process.flatMap(({ key }) => named(key)).map((goal): Cell[] => [title(goal), numberOf(first, goal), second && numberOf(second.sheet, goal)]);
  return [
    ...(steps.length === 0 ? [] : [[word("csv_month"), ...steps.flatMap((step) => versions.map((name) => `${title(step)} ${name}`))], ...months, []]),
    [word("csv_goal"), ...versions.slice(0, 2)],
    ...goals,
  ];
}

/** The number that the page shows of a value, or of its part in a month; undefined where it is blank. */
function numberOf({ shown }: Sheet, value: Computed, month = ""): number | undefined {
  const raw = shown.get(month === "" ? value.key : `${value.key}@${month}`)?.raw ?? "";
  return raw === "" ? undefined : shownNumber(value, Number(raw));
}

/**
 * What was done of a step in the quarter that a month ends, since the totals are those of quarters. It is negative if the total
 * was corrected downwards.
 */
function doneIn(quarters: Second["quarters"], key: string, month: number): number | undefined {
  const quarter = (month + 1) / 3 - 1;
  const total = quarters[quarter]?.get(key);
  const before = quarters.slice(0, Math.max(quarter, 0)).map((totals) => totals.get(key)).reverse().find((known) => known !== undefined);
  return total === undefined ? undefined : total - (before ?? 0);
}
