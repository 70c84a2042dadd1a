// Writes a calendar file (RFC 5545) of what a plan asks and what is due. An event keeps its UID in each file of the plan, and
// SEQUENCE grows with the clock, so that a second import changes the events of the first instead of adding to them.

import { type Calendar, type Week } from "../goal/calendar";
import { dateText, knownDay } from "../goal/dates";
import type { Sheet } from "../goal/sheet";
import { openDays } from "../goal/split";
import type { Template } from "../goal/template";
import { joined, labelled, type Words } from "../shared/words";
import { dues, mondayOf, standing, type Texts } from "./due";
import type { SavedPlan } from "./saved";

/** What the file is made of. */
export interface Source {
  readonly template: Template;
  readonly calendar: Calendar;
  readonly sheet: Sheet;
  readonly plan: SavedPlan;
  readonly texts: Texts;
  /** The worksheet's title. */
  readonly title: string;
  /** The worksheet's address, or "" for one that nobody else can open. */
  readonly address: string;
  /** 2027-03-01 */
  readonly today: string;
  /** The clock, in milliseconds. */
  readonly now: number;
  readonly word: Words;
  /** The days on which the reader is to answer questions again, which are hers and not the plan's. */
  readonly reviews: readonly Review[];
}

export interface Review {
  /** The same in the files of all plans. */
  readonly id: string;
  readonly date: string;
  readonly text: string;
  /** The address of the questions, or "" for one that nobody else can open. */
  readonly address: string;
}

interface Event {
  readonly id: string;
  readonly address: string;
  readonly date: string;
  /** Whether it takes the first quarter of an hour of the working day, instead of the whole day. */
  readonly isMorning: boolean;
  readonly summary: string;
  readonly description: string;
}

/** The most octets of a line. */
const LINE = 75;

/** The calendar file from the present week on; "" if nothing is left in it. */
export function calendarFile(source: Source): string {
  const from = mondayOf(source.today);
  const events = [...weekly(source, from), ...dated(source, from), ...reviewing(source)];
  if (events.length === 0) return "";
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cairn//Worksheet//EN", "CALSCALE:GREGORIAN", ...events.flatMap((event) => eventLines(source.now, event)), "END:VCALENDAR"];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function reviewing({ reviews }: Source): Event[] {
  return reviews.map(({ id, date, text, address }) => ({ id, address, date, isMorning: false, summary: text, description: "" }));
}

function dated(source: Source, from: string): Event[] {
  const { address, template, calendar, sheet, plan, texts, word } = source;
  return dues(template, calendar, sheet, plan, texts, word)
    .filter(({ date }) => date >= from)
    .map(({ id, date, text }) => ({ id: `${plan.id}-${id}`, address, date, isMorning: false, summary: text, description: ownerOf(source) }));
}

/** What each week asks, on the morning of its first working day. */
function weekly(source: Source, from: string): Event[] {
  const { address, template, calendar, sheet, plan, texts, word } = source;
  const rule = plan.rule === undefined ? [] : [word("rule_sentence", plan.rule.when, plan.rule.then)];
  return calendar.weeks.flatMap((weeks, m) => weeks.flatMap((week): Event[] => {
    if (week.monday < from || openDays(week, sheet.opening) === 0) return [];
    const amounts = (per: string, id: string): string[] => template.process.filter((goal) => goal.per === per).flatMap(({ key }) => amount(source, key, id));
    const asked = [...amounts("week", week.id), ...template.splits.flatMap(({ key }) => amount(source, key, week.id))];
    const later = [...amounts("month", calendar.months[m]?.id ?? ""), ...amounts("quarter", calendar.quarterId(m))];
    if (asked.length + later.length === 0) return [];
    const summary = word("week_asks", joined(asked.length > 0 ? asked : later, "list"));
    const description = [...(asked.length > 0 ? later : []), ...standing(plan, texts), ...rule, ownerOf(source)].join("\n");
    return [{ id: `${plan.id}-week-${week.id}`, address, date: firstDay(week, sheet.opening), isMorning: true, summary, description }];
  }));
}

/** The first working day of a week that is not before the opening. */
function firstDay({ from, days }: Week, opening: string): string {
  const first = opening === "" ? -Infinity : knownDay(opening) - from;
  return dateText(from + (days.find((day) => day >= first) ?? 0));
}

/** 拜访 4.1 次/周; none for 0 and for a blank number. */
function amount({ template, sheet }: Source, key: string, period: string): string[] {
  const text = sheet.shown.get(`${key}@${period}`)?.text ?? "";
  const { label = "", unit = "" } = template.computed.find((computed) => computed.key === key) ?? {};
  return text === "" || text === "0" ? [] : [`${label} ${text} ${unit}`.trim()];
}

/** Whose plan it is, and of which worksheet. */
function ownerOf({ plan, title }: Source): string {
  return plan.person === "" ? title : labelled(plan.person, title);
}

function eventLines(now: number, { id, address, date, isMorning, summary, description }: Event): string[] {
  const day = date.replace(/-/g, "");
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(`${id}@cairn`)}`,
    `DTSTAMP:${new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `SEQUENCE:${Math.max(Math.floor(now / 60_000), 0)}`,
    ...(isMorning ? [`DTSTART:${day}T090000`, "DURATION:PT15M"] : [`DTSTART;VALUE=DATE:${day}`, `DTEND;VALUE=DATE:${dateText(knownDay(date) + 1).replace(/-/g, "")}`]),
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    ...(address === "" ? [] : [`URL:${address.replace(/[^\u0021-\u007e]/g, encodeURIComponent)}`]),
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** A text value. What some programs take for the end of a line becomes a line break of the value; other control characters are removed. */
export function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n|[\n-\r\u0085\u2028\u2029]/g, "\\n")
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, "");
}

/** Folds a line after at most 75 octets; a character stays whole. */
export function folded(line: string): string {
  let text = "";
  let size = 0;
  for (const character of line) {
    const octets = octetsOf(character.codePointAt(0) ?? 0);
    if (size + octets > LINE) {
      text += "\r\n ";
      size = 1;
    }
    text += character;
    size += octets;
  }
  return text;
}

/** The octets of a character in UTF-8. */
function octetsOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}
