// Dates as texts: 2027-02-01.

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a text is a date of the calendar. */
export function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return day.toISOString().slice(0, 10) === text;
}

/** The date a number of months after another; the last day of the month if the month is too short. */
export function after(date: string, months: number): string {
  const parts = DATE.exec(date);
  if (parts === null) return "";
  const month = Number(parts[2]) - 1 + months;
  const last = new Date(Date.UTC(Number(parts[1]), month + 1, 0)).getUTCDate();
  const day = new Date(Date.UTC(Number(parts[1]), month, Math.min(Number(parts[3]), last)));
  return day.toISOString().slice(0, 10);
}
