// What the end of a quarter does to a plan: it closes the quarter, and corrects a closed one.

import { type Closed, type Count, randomId, type SavedPlan } from "./saved";

/** The card of a quarter that nothing was written on. */
export function emptyCount(quarter: string): Count {
  return { quarter, done: {}, open: {}, happened: [] };
}

/** Closes the quarter of a card on a date. The inputs of the version that ends are kept beside the new one. */
export function closeQuarter({ closing: _, ...plan }: SavedPlan, card: Count, on: string, hash: string): SavedPlan {
  const { closed = [], versions = [], revision, values, unknown } = plan;
  if (closed.some(({ quarter }) => quarter === card.quarter)) return plan; // another tab has closed it
  const version = { revision, on, quarters: closed.length, hash, values, unknown };
  return { ...plan, revision: revision + 1, closed: [...closed, { ...card, on }], versions: [...versions, version] };
}

/** Changes a number of a closed quarter, and logs the change. */
export function correct(plan: SavedPlan, quarter: string, key: string, to: string, on: string): SavedPlan {
  const { closed = [], log = [] } = plan;
  const from = closed.find((one) => one.quarter === quarter)?.done[key] ?? "";
  if (from === to) return plan;
  const corrected = (one: Closed): Closed => {
    const { [key]: _, ...others } = one.done;
    return { ...one, done: to === "" ? others : { ...others, [key]: to } };
  };
  return {
    ...plan,
    closed: closed.map((one) => (one.quarter === quarter ? corrected(one) : one)),
    log: [...log, { id: randomId(), on, quarter, key, from, to }],
  };
}
