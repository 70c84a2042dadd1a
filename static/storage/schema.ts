// All that this site keeps in the browser: under which keys, how it is read, and
// how what two browsers keep becomes one.

import { joinAnswers, readAnswers, version as versionOfAnswers, type Answers } from "../assessment/kept";
import { readReader } from "../home/guide";
import { joinSearches, readSearches } from "../search/recent";
import { joinPlans, readKept, saysOf, version as versionOfPlans, type Kept } from "../worksheet/kept";
import { readLeft } from "../reading/lastRead";
import { joinTicks, readTicks, saysOfTicks, version as versionOfTicks, type Ticks } from "../reading/tasks";
import { readTheme } from "../reading/theme";

export interface Kind<T> {
  /** There is one for every page, under the page's path. */
  readonly ofPage: boolean;
  /** The newest version that is read; 0 for what has none. */
  readonly version: number;
  /** What is here gives way if the reader says so; of the others only what cannot be read does. */
  readonly asks: boolean;
  /** Reads what is kept, which is something. */
  read(kept: unknown): T | "unreadable";
  /** Both as one; where they exclude each other it is the first. */
  join(first: T, second: T): T;
  /** What counts when two are compared. */
  says(value: T): unknown;
}

/** What a key is of: plan:goals/saas/newcomer is the plan of a page, theme is of none. */
export interface Key {
  readonly name: string;
  readonly page: string;
}

export function parseKey(key: string): Key {
  const colon = key.indexOf(":");
  return colon < 0 ? { name: key, page: "" } : { name: key.slice(0, colon), page: key.slice(colon + 1) };
}

/** The kind of what is kept under a key; undefined if this site keeps nothing there. */
export function kindOf(key: string): Kind<unknown> | undefined {
  const { name, page } = parseKey(key);
  const kind = kinds.get(name);
  return (kind?.ofPage === true ? page !== "" : key === name) ? kind : undefined;
}

const plan: Kind<Kept> = {
  ofPage: true, version: versionOfPlans, asks: true, read: (kept) => readKept(kept) ?? "unreadable", join: joinPlans, says: saysOf,
};
const answers: Kind<Answers> = { ofPage: true, version: versionOfAnswers, asks: true, read: readAnswers, join: joinAnswers, says: (value) => value };
const ticks: Kind<Ticks> = { ofPage: true, version: versionOfTicks, asks: true, read: readTicks, join: joinTicks, says: saysOfTicks };

/** What there is one of, and nothing to join. */
function single<T>(asks: boolean, read: (kept: unknown) => T | "unreadable"): Kind<T> {
  return { ofPage: false, version: 0, asks, read, join: (first) => first, says: (value) => value };
}

const kinds = new Map<string, Kind<unknown>>([
  ["plan", plan],
  ["assessment", answers],
  ["ticks", ticks],
  ["reader", single(true, readReader)],
  ["left", single(false, readLeft)],
  ["searches", { ...single(false, readSearches), join: joinSearches }],
  ["theme", single(false, readTheme)],
]);
