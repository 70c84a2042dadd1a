// What the reader has ticked on the card of the week. Each tick is a record with an id of its own, so that
// the records of two devices merge in any order to the same sums.

import { isDate } from "../goal/dates";
import type { Done } from "./saved";

/** A plan, or any part of it that has the ticks; none in a plan of an earlier release. */
export interface Recording {
  readonly records?: readonly Done[];
}

/** How often each key was ticked on the days from a date to another, the latter excluded. Keys without ticks, and those of which all were taken back, are absent. */
export function recorded({ records = [] }: Recording, from: string, to: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { on, key, n } of records) if (from <= on && on < to) sums.set(key, (sums.get(key) ?? 0) + n);
  return new Map([...sums].filter(([, n]) => n > 0));
}

/** The days on which a key was ticked, in their order, each with the number of its ticks. What is taken back is taken from the last ticks before it, or else from the first after it. */
export function daysOf({ records = [] }: Recording, key: string): [on: string, n: number][] {
  const sums = new Map<string, number>();
  for (const record of records) if (record.key === key) sums.set(record.on, (sums.get(record.on) ?? 0) + record.n);
  const days = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  days.forEach((day, i) => {
    for (const other of [...days.slice(0, i).reverse(), ...days.slice(i + 1)]) {
      const taken = Math.min(Math.max(other[1], 0), Math.max(-day[1], 0));
      other[1] -= taken;
      day[1] += taken;
    }
  });
  return days.filter(([, n]) => n > 0);
}

/** The ticks of days after today, which the reader has from a device whose clock is ahead, or from before this one's was set back: their number and the last of their days. */
export function ahead({ records = [] }: Recording, today: string): { readonly n: number; readonly last: string } {
  const later = records.filter(({ on }) => on > today && isDate(on));
  return { n: later.reduce((sum, { n }) => sum + n, 0), last: later.reduce((last, { on }) => (on > last ? on : last), "") };
}
