// Reads the parts of a plan that grow through the year. A part that cannot be read is set
// aside, so that the page can use the rest and nothing is lost.

import { isListOf, isRecord, isString, isTexts } from "../shared/json";

/** What a person has done from the beginning of the fiscal year to the end of a quarter. Numbers are kept as they were typed. */
export interface Count {
  /** 2027-Q1 */
  readonly quarter: string;
  /** The totals to date, by the key of the step; the amount of money by the key of the template's deal size. */
  readonly done: Readonly<Record<string, string>>;
  /** How many of them have no result yet, where the person says so. */
  readonly open: Readonly<Record<string, string>>;
  /** The keys of the market variables that are true from this quarter on. */
  readonly happened: readonly string[];
}

/** A quarter that is closed. */
export interface Closed extends Count {
  /** The date on which it was closed. */
  readonly on: string;
}

/** The inputs with which a version of the plan was made. */
export interface Version {
  readonly revision: number;
  readonly on: string;
  /** How many quarters were closed. */
  readonly quarters: number;
  readonly hash: string;
  readonly values: Readonly<Record<string, string>>;
  readonly unknown: readonly string[];
}

/** A changed number of a closed quarter. */
export interface Correction {
  readonly id: string;
  readonly on: string;
  readonly quarter: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** Something that was done n times, recorded on a date; a negative n takes a record back. */
export interface Done {
  readonly id: string;
  readonly on: string;
  readonly key: string;
  readonly n: number;
}

/** A number that the reader holds, as typed, and the key of the input that gives way. */
export interface Pin {
  readonly value: string;
  readonly gives: string;
}

/** What the person has decided to do when something happens. */
export interface Rule {
  readonly when: string;
  readonly then: string;
}

/** The properties that a plan gains as the year goes on; a plan that was only filled in has none of them. */
export interface Year {
  /** How many trials a planned rate counts for, as it was typed. */
  readonly prior?: string;
  /** The quarter-end card while it is being filled in. */
  readonly closing?: Count;
  readonly closed?: readonly Closed[];
  readonly versions?: readonly Version[];
  readonly log?: readonly Correction[];
  readonly records?: readonly Done[];
  readonly pins?: Readonly<Record<string, Pin>>;
  readonly rule?: Rule;
  /** Parts of these that this version cannot read. */
  readonly unread?: readonly Unread[];
}

/** A part of a plan, or an element of it, that cannot be read, as it was saved. */
export interface Unread {
  readonly part: string;
  readonly value: unknown;
}

/** The lists of a plan. Two devices' lists merge element by element. */
interface List {
  /** The property that tells elements apart. */
  readonly by: string;
  readonly isElement: (value: unknown) => boolean;
  /** The order in which a list is kept, on whichever device it was merged. */
  readonly rank: (element: Record<string, unknown>) => string;
}

const byDay = ({ on, id }: Record<string, unknown>): string => `${String(on)} ${String(id)}`;

export const lists: ReadonlyMap<string, List> = new Map<string, List>([
  ["closed", { by: "quarter", isElement: isClosed, rank: ({ quarter }) => String(quarter) }],
  ["versions", { by: "revision", isElement: isVersion, rank: ({ revision }) => String(revision).padStart(16, "0") }],
  ["log", { by: "id", isElement: isCorrection, rank: byDay }],
  ["records", { by: "id", isElement: isDone, rank: byDay }],
]);

/** The other parts, but for pins. */
const parts: ReadonlyMap<string, (value: unknown) => boolean> = new Map<string, (value: unknown) => boolean>([
  ["prior", isString],
  ["closing", isCounted],
  ["rule", (value: unknown) => hasTexts(value, "when", "then")],
]);

/** A saved plan with the parts that cannot be read set aside: those of another form, and second elements of a name. */
export function setAside(saved: Record<string, unknown>): Record<string, unknown> {
  const plan = { ...saved };
  const unread: Unread[] = [];
  for (const [part, isRight] of parts) {
    if (plan[part] === undefined || isRight(plan[part])) continue;
    unread.push({ part, value: plan[part] });
    delete plan[part];
  }
  for (const [part, list] of lists) if (plan[part] !== undefined) plan[part] = readList(part, list, plan[part], unread);
  if (plan["pins"] !== undefined) plan["pins"] = readPins(plan["pins"], unread);
  if (plan["unread"] !== undefined && !isListOf(isUnread)(plan["unread"])) unread.push({ part: "unread", value: plan["unread"] });
  else if (unread.length > 0) unread.unshift(...(isListOf(isUnread)(plan["unread"]) ? plan["unread"] : []));
  return unread.length === 0 ? plan : { ...plan, unread };
}

function readList(part: string, { by, isElement, rank }: List, value: unknown, unread: Unread[]): unknown[] {
  const found = new Map<unknown, Record<string, unknown>>();
  for (const element of Array.isArray(value) ? value : []) {
    const first = isRecord(element) ? found.get(element[by]) : undefined;
    if (!isRecord(element) || !isElement(element) || (first !== undefined && JSON.stringify(first) !== JSON.stringify(element))) unread.push({ part, value: element });
    else if (first === undefined) found.set(element[by], element);
  }
  if (!Array.isArray(value)) unread.push({ part, value });
  return inOrder([...found.values()], rank);
}

/** Elements in their order; elements of equal rank stay as they are. */
export function inOrder<T extends Record<string, unknown>>(elements: readonly T[], rank: List["rank"]): T[] {
  const ranked = elements.map((element, i) => [rank(element), i, element] as const);
  return ranked.sort(([a, i], [b, j]) => (a < b ? -1 : a > b ? 1 : i - j)).map(([, , element]) => element);
}

function readPins(value: unknown, unread: Unread[]): Record<string, unknown> {
  if (!isRecord(value)) {
    unread.push({ part: "pins", value });
    return {};
  }
  const isPin = (pin: unknown): boolean => hasTexts(pin, "value", "gives");
  const [right, wrong] = [Object.entries(value).filter(([, pin]) => isPin(pin)), Object.entries(value).filter(([, pin]) => !isPin(pin))];
  if (wrong.length > 0) unread.push({ part: "pins", value: Object.fromEntries(wrong) });
  return Object.fromEntries(right);
}

function isUnread(value: unknown): value is Unread {
  return hasTexts(value, "part") && "value" in value;
}

function isCounted(value: unknown): value is Count {
  return hasTexts(value, "quarter") && isTexts(value["done"]) && isTexts(value["open"]) && isListOf(isString)(value["happened"]);
}

function isClosed(value: unknown): value is Closed {
  return isCounted(value) && hasTexts(value, "on");
}

function isVersion(value: unknown): value is Version {
  return hasTexts(value, "on", "hash") && isCount(value["revision"]) && isWhole(value["quarters"]) && isTexts(value["values"]) && isListOf(isString)(value["unknown"]);
}

function isCorrection(value: unknown): value is Correction {
  return hasTexts(value, "id", "on", "quarter", "key", "from", "to");
}

function isDone(value: unknown): value is Done {
  return hasTexts(value, "id", "on", "key") && Number.isSafeInteger(value["n"]);
}

/** Whether a value is an object in which each of these properties is a text. */
function hasTexts(value: unknown, ...names: readonly string[]): value is Record<string, unknown> {
  return isRecord(value) && names.every((name) => isString(value[name]));
}

/** A whole number from 1 on. */
export function isCount(value: unknown): boolean {
  return isWhole(value) && value !== 0;
}

/** A whole number from 0 on. */
function isWhole(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
