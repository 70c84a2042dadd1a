// What the reader has ticked on the card of the week. Each tick is a record with an id of its own, so that
// the records of two devices merge in any order to the same sums.

/** A step or goal was done n times on a day; a negative n takes ticks back. */
export interface Ticked {
  readonly id: string;
  /** 2027-03-08 */
  readonly on: string;
  /** The key of a step or goal of the template. */
  readonly key: string;
  readonly n: number;
}

/** A plan, or any part of it that has the ticks; none in a plan of an earlier release. */
export interface Recording {
  readonly records?: readonly Ticked[];
}

/** How often each key was ticked on the days from a date to another, the latter excluded. Keys without ticks, and those of which all were taken back, are absent. */
export function recorded({ records = [] }: Recording, from: string, to: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { on, key, n } of records) if (from <= on && on < to) sums.set(key, (sums.get(key) ?? 0) + n);
  return new Map([...sums].filter(([, n]) => n > 0));
}
