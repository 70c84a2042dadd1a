// What is due on which day: milestones, the review of each quarter, the last days of steps, what is left of a goal per
// quarter, and what the template reminds of after a step is done. The card of the week shows the next days of it, and a
// calendar file the whole year.

import type { Calendar } from "../goal/calendar";
import { after, dateText, type Day, knownDay } from "../goal/dates";
import type { Sheet } from "../goal/sheet";
import type { Template } from "../goal/template";
import { labelOf } from "../goal/text";
import { display, round } from "../formula/formula";
import { labelled, localeOfPage, type Words } from "../shared/words";
import { daysOf, recorded } from "./records";
import type { SavedPlan } from "./saved";

export interface Due {
  /** The same in each evaluation of the plan, and different for each thing that is due. */
  readonly id: string;
  readonly date: string;
  readonly text: string;
}

/** A reminder of the template: due a number of months after each day on which a step was done or, without months, in every week from the first one on. */
export interface Reminder {
  readonly label: string;
  readonly text: string;
  readonly step: string;
  readonly months: number;
}

/** The texts that the page has and the template in the browser lacks. */
export interface Texts {
  /** The titles of the milestones. */
  readonly milestones: readonly string[];
  readonly reminders: readonly Reminder[];
}

/** How many working days ahead the card looks. */
const HORIZON = 10;

/** The most days that these are, where the calendar knows of no working days. */
const LONGEST = 21;

/** The last of the next ten working days, of which today may be one. */
export function horizon(calendar: Calendar, today: string): string {
  const from = knownDay(today);
  let last: Day = from;
  while (last < from + LONGEST && calendar.count({ from, to: last + 2 }) <= HORIZON) last++;
  return dateText(last);
}

/** The Monday of the week of a day. */
export function mondayOf(today: string): string {
  const day = knownDay(today);
  return dateText(day - ((day + 3) % 7));
}

/** All that is due with a date, in the order of the dates. */
export function dues(template: Template, calendar: Calendar, sheet: Sheet, plan: SavedPlan, texts: Texts, word: Words): Due[] {
  const all = [
    ...sheet.milestones.map((date, i) => ({ id: `milestone-${template.milestones[i] ?? 0}`, date, text: labelled(word("due_milestone", template.milestones[i] ?? 0), texts.milestones[i] ?? "") })),
    ...quarters(template, calendar, sheet, plan, word),
    ...template.computed.filter(({ latest }) => latest !== "").map(({ key, latest }) => ({ id: `latest-${key}`, date: sheet.shown.get(key)?.text ?? "", text: word("due_latest", labelOf(template, latest)) })),
    ...texts.reminders.filter(({ months }) => months > 0).flatMap((reminder) => remind(template, plan, reminder)),
  ];
  return all.filter(({ date }) => date !== "").sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** The lines of the reminders that are there in every week. */
export function standing(plan: SavedPlan, { reminders }: Texts): string[] {
  return reminders.filter(({ months, step }) => months === 0 && (step === "" || daysOf(plan, step).length > 0)).map(({ label, text }) => labelled(label, text));
}

/** The review on the last working day of each quarter that is not closed, and what is left of the goals per quarter. */
function quarters(template: Template, calendar: Calendar, sheet: Sheet, plan: SavedPlan, word: Words): Due[] {
  if (template.splits.length === 0) return [];
  return [0, 3, 6, 9].flatMap((m): Due[] => {
    const id = calendar.quarterId(m);
    const { from = 0 } = calendar.months[m] ?? {};
    const last = calendar.lastWorkday((calendar.months[m + 2]?.to ?? 0) - 1);
    if (last === undefined || last < from || dateText(last) < sheet.opening || (plan.closed ?? []).some(({ quarter }) => quarter === id)) return [];
    const date = dateText(last);
    return [{ id: `review-${id}`, date, text: word("due_review", m / 3 + 1) }, ...goals(template, calendar, sheet, plan, word, m, date)];
  });
}

/** What is left of the goals per quarter in the quarter that begins with a month. */
function goals(template: Template, calendar: Calendar, sheet: Sheet, plan: SavedPlan, word: Words, month: number, date: string): Due[] {
  const weeks = calendar.weeks.slice(month, month + 3).flat();
  const last = weeks[weeks.length - 1];
  const done = recorded(plan, weeks[0]?.monday ?? "", last === undefined ? "" : dateText(last.to));
  return template.process.filter(({ per }) => per === "quarter").flatMap(({ key }): Due[] => {
    const id = `${key}@${calendar.quarterId(month)}`;
    const rest = Math.ceil(round(Number(sheet.shown.get(id)?.raw ?? 0) - (done.get(key) ?? 0), 1));
    const unit = (template.computed.find((computed) => computed.key === key)?.unit ?? "").replace(/\/.*/, "");
    return rest > 0 ? [{ id: `goal-${id}`, date, text: word("due_goal", labelOf(template, key), `${display(rest, 0)} ${unit}`.trim()) }] : [];
  });
}

function remind(template: Template, plan: SavedPlan, { label, text, step, months }: Reminder): Due[] {
  const unit = template.computed.find(({ key }) => key === step)?.unit ?? "";
  const [open, close] = [localeOfPage()("open"), localeOfPage()("close")];
  return daysOf(plan, step).map(([on, n]) => ({ id: `after-${step}-${months}-${on}`, date: after(on, months), text: labelled(`${label}${open}${n} ${unit}${close}`, text) }));
}

/** The titles of the milestones and the template's reminders, which only the page has. */
export function textsOf(page: HTMLElement): Texts {
  const all = (selector: string): HTMLElement[] => [...page.querySelectorAll<HTMLElement>(selector)];
  return {
    milestones: all("[data-milestone]").map((time) => time.parentElement?.querySelector("strong")?.textContent ?? ""),
    reminders: all("[data-reminder]").map(({ dataset, textContent }) => ({ label: dataset["reminder"] ?? "", text: textContent ?? "", step: dataset["step"] ?? "", months: Number(dataset["months"] ?? 0) })),
  };
}
