// Dates as texts, 2027-02-01, and as day numbers: the days since 1970-01-01. Day
// numbers are counted in UTC, in which every day has 24 hours.

const DATE = /^\d{4}-\d\d-\d\d$/;
const MILLISECONDS = 86_400_000;

/** The number of a day, the days since 1970-01-01. */
export type Day = number;

function dayAt(year: number, month: number, day: number): Day {
  return Date.UTC(year, month, day) / MILLISECONDS;
}

/** The number of a date's day; undefined if the text is no date of the calendar. */
export function dayOf(text: string): Day | undefined {
  if (!DATE.test(text)) return undefined;
  const day = knownDay(text);
  return dateText(day) === text ? day : undefined;
}

/** The number of the day of a date that the generator wrote. */
export function knownDay(date: string): Day {
  return dayAt(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)));
}

export function dateText(day: Day): string {
  return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
}

/** Whether a text is a date of the calendar. */
export function isDate(text: string): boolean {
  return dayOf(text) !== undefined;
}

/** The months from the year 0 to the month of a day. */
export function monthOf(day: Day): number {
  const date = new Date(day * MILLISECONDS);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** The first day of a month that monthOf counts. */
export function firstDay(month: number): Day {
  return dayAt(Math.floor(month / 12), month % 12, 1);
}

/** The same day a number of months later; the last day of the month if the month is too short. */
export function addMonths(day: Day, months: number): Day {
  const month = monthOf(day) + months;
  const offset = day - firstDay(monthOf(day));
  return Math.min(firstDay(month) + offset, firstDay(month + 1) - 1);
}

/** The date a number of months after another, "" for a text that is no date. */
export function after(date: string, months: number): string {
  const day = dayOf(date);
  return day === undefined ? "" : dateText(addMonths(day, months));
}
