// The week that the worksheet's card shows.

import type { Week } from "../goal/calendar";
import { knownDay } from "../goal/dates";
import { openDays } from "../goal/split";

/**
 * How the shown week lies to today: it is this week; the last one before it, to which the reader has turned back; the first of the
 * fiscal year, which has not begun; the week from which the sheet counts; or the next one with work, because this week is off or
 * over. There is none after the year, or if the sheet counts from a day after it.
 */
export type Place = "now" | "back" | "first" | "opening" | "off" | "over" | "ended" | "none";

export interface Shown {
  readonly place: Place;
  readonly week: Week | undefined;
}

/** The card's week on a date, of a sheet that counts from the date `opening`; "" counts from the beginning of the year. */
export function cardOf(weeks: readonly Week[], opening: string, today: string): Shown {
  const now = knownDay(today);
  const at = weeks.findIndex(({ from, to }) => from <= now && now < to);
  const week = weeks.find((next) => openDays(next, opening > today ? opening : today) > 0);
  const first = weeks[0];
  if (first === undefined || (at < 0 && today >= first.monday)) return { place: "ended", week: undefined };
  if (week === undefined) return { place: opening > today ? "none" : "ended", week: undefined };
  if (week === weeks[at]) return { place: "now", week };
  if (opening > today && week !== first) return { place: "opening", week };
  if (at < 0) return { place: "first", week };
  return { place: opening > today ? "opening" : weeks[at]?.days.length === 0 ? "off" : "over", week };
}

/** The last week with work that has begun and is not the card's, so that the reader can record what she did in it; undefined if there is none. */
export function weekBefore(weeks: readonly Week[], opening: string, today: string): Week | undefined {
  const { place, week } = cardOf(weeks, opening, today);
  const end = place === "now" && week !== undefined ? week.from : knownDay(today) + 1;
  return weeks.filter((one) => one.from < end && openDays(one, opening) > 0).slice(-1)[0];
}
