// The form of a plan, which the browser keeps and a file *.cairn.json carries: whose plan it
// is, the texts that were typed, by the template's keys, and the inputs that were marked as
// unknown. Every other input shows its example. What the person records through the year is
// beside them: closed quarters, ticks, corrections, and the inputs of earlier versions.
// schema.json beside this file describes the form; a property that this version does not
// know stays in the plan.

import { isListOf, isRecord, isString, isTexts } from "../shared/json";
import type { Difference } from "../storage/schema";
import { inOrder, isCount, lists, setAside, type Year } from "./yearParts";

export type { Closed, Correction, Count, Done, Pin, Rule, Version, Year } from "./yearParts";

/** The version of the form. */
export const version = 2;

/** The plan that another one was copied from. */
export interface Origin {
  readonly id: string;
  readonly revision: number;
}

export interface SavedPlan extends Year {
  readonly kind: "plan";
  readonly version: typeof version;
  /** 32 random hexadecimal digits, which keep two people of one name apart. Empty until a plan of version 1 gets its place. */
  readonly id: string;
  readonly madeFrom: Origin | null;
  /** Empty for a plan without a name. */
  readonly person: string;
  /** The fiscal year; null if the release that kept the plan did not record it. */
  readonly year: number | null;
  /** Counts the person's plans of the year that were made from each other, from 1. */
  readonly revision: number;
  readonly template: {
    /** goals/saas/newcomer */
    readonly path: string;
    /** The hash of the template for which the plan was filled in, "" if it was merged from plans of several. */
    readonly hash: string;
  };
  readonly values: Readonly<Record<string, string>>;
  /** The keys of the inputs that the reader marked as unknown. */
  readonly unknown: readonly string[];
}

/** The properties that this version knows; it keeps others as they are. */
export const properties = [
  ...["kind", "version", "id", "madeFrom", "person", "year", "revision", "template", "values", "unknown"],
  ...["prior", "closing", "closed", "versions", "log", "records", "pins", "rule", "unread"],
];

/** A new plan without a name and without typed texts. */
export function emptyPlan(path: string, hash: string, year: number | null): SavedPlan {
  return { kind: "plan", version, id: randomId(), madeFrom: null, person: "", year, revision: 1, template: { path, hash }, values: {}, unknown: [] };
}

/** A copy of a plan with an id of its own. */
export function copyOf(plan: SavedPlan, revision = plan.revision): SavedPlan {
  return { ...plan, id: randomId(), madeFrom: { id: plan.id, revision: plan.revision }, revision };
}

export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads a saved value: undefined if there is none, "unreadable" if it is not a plan of a known version. What the year has added and cannot be read is set aside. */
export function readPlan(saved: unknown): SavedPlan | undefined | "unreadable" {
  if (saved === undefined) return undefined;
  if (!isRecord(saved)) return "unreadable";
  const plan = setAside(saved["version"] === 1 ? ofFirstVersion(saved) : saved);
  return isPlan(plan) ? plan : "unreadable";
}

/** Version 1 had one plan for each worksheet, without a name and an id, and `template` was the hash. */
function ofFirstVersion({ version: first, template: hash, values, unknown = [], ...others }: Record<string, unknown>): Record<string, unknown> {
  return { ...others, kind: "plan", version, id: "", madeFrom: null, person: "", year: null, revision: 1, template: { path: "", hash }, values, unknown };
}

function isPlan(saved: Record<string, unknown>): saved is Record<string, unknown> & SavedPlan {
  const { kind, version: form, id, madeFrom, person, year, revision, template, values, unknown } = saved;
  if (kind !== "plan" || form !== version || !isId(id) || typeof person !== "string" || !isCount(revision)) return false;
  if (madeFrom !== null && !(isRecord(madeFrom) && isId(madeFrom["id"]) && isCount(madeFrom["revision"]))) return false;
  if (!isRecord(template) || typeof template["path"] !== "string" || typeof template["hash"] !== "string") return false;
  return (year === null || isCount(year)) && isTexts(values) && isListOf(isString)(unknown);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && /^([0-9a-f]{32})?$/.test(value);
}

/** The prefix of the keys of typed texts among the content of a plan. */
const ofInput = "values/";

/**
 * What two plans are compared by: of each input that has an answer, the typed text and whether it is marked as unknown; each
 * element of a list, under closed/2027-Q1; each pin; and the other properties that are not empty. The template is left out:
 * the same answers for another version of it are no difference.
 */
export function contentOf({ kind, version, id, template, values, unknown, ...others }: SavedPlan): Map<string, unknown> {
  const typed = new Map(Object.entries(values));
  const marked = new Set(unknown);
  const answers = [...new Set([...typed.keys(), ...marked])].map((key) => [ofInput + key, [typed.get(key) ?? null, marked.has(key)]] as const);
  const isEmpty = (key: string, value: unknown): boolean => properties.includes(key) && (value === undefined || value === null || value === "");
  const rest = Object.entries(others).filter(([key, value]) => !isEmpty(key, value));
  return new Map<string, unknown>([...rest.flatMap(([name, value]) => partsOf(name, value)), ...answers]);
}

/** The parts by which a property is compared. */
function partsOf(name: string, value: unknown): [string, unknown][] {
  const list = lists.get(name);
  if (list !== undefined && Array.isArray(value)) return value.filter(isRecord).map((element) => [`${name}/${String(element[list.by])}`, element]);
  if (name === "pins" && isRecord(value)) return Object.entries(value).map(([key, pin]) => [`${name}/${key}`, pin]);
  return [[name, value]];
}

/** The properties that have these parts. */
function propertiesOf(content: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const pins: [string, unknown][] = [];
  const elements = new Map<string, Record<string, unknown>[]>();
  for (const [key, value] of content) {
    const [name = "", part = ""] = key.split(/\/(.*)/s);
    if (key.startsWith("pins/")) pins.push([part, value]);
    else if (!key.includes("/") || !isRecord(value) || !lists.has(name)) found.set(key, value);
    else if (elements.get(name)?.push(value) === undefined) elements.set(name, [value]);
  }
  for (const [name, list] of elements) found.set(name, inOrder(list, lists.get(name)?.rank ?? String));
  if (pins.length > 0) found.set("pins", Object.fromEntries(pins));
  return Object.fromEntries(found);
}

/** The plan with the same id that has this content. */
function withContent({ kind, version, id, revision, template }: SavedPlan, content: ReadonlyMap<string, unknown>): SavedPlan {
  const answers = [...content].flatMap(([key, value]) => (key.startsWith(ofInput) && Array.isArray(value) ? [[key.slice(ofInput.length), value] as const] : []));
  return {
    ...{ kind, version, id, madeFrom: null, person: "", year: null, revision, template },
    ...propertiesOf(new Map([...content].filter(([key]) => !key.startsWith(ofInput)))),
    values: Object.fromEntries(answers.flatMap(([key, [text]]) => (typeof text === "string" ? [[key, text] as const] : []))),
    unknown: answers.flatMap(([key, [, isUnknown]]) => (isUnknown === true ? [key] : [])),
  };
}

/** The keys of `second` whose content differs from that of `first`. */
function changedKeys(first: ReadonlyMap<string, unknown>, second: ReadonlyMap<string, unknown>): string[] {
  return [...second.keys()].filter((key) => JSON.stringify(first.get(key)) !== JSON.stringify(second.get(key)));
}

/** Changes a plan as `from` was changed into `to`: what differs between the two becomes as in `to`, and the rest stays. */
export function patchPlan(plan: SavedPlan, from: SavedPlan, to: SavedPlan): SavedPlan {
  const [content, before, after] = [contentOf(plan), contentOf(from), contentOf(to)];
  for (const key of before.keys()) if (!after.has(key)) content.delete(key);
  for (const key of changedKeys(before, after)) content.set(key, after.get(key));
  return { ...withContent(plan, content), template: from.template.hash === to.template.hash ? plan.template : to.template };
}

/**
 * Whether a plan is a later version of another one: it was changed by closing a quarter or by an agreement, and keeps the inputs
 * that the other one still has.
 */
export function succeeds(later: SavedPlan, plan: SavedPlan): boolean {
  const inputs = ({ values, unknown }: Pick<SavedPlan, "values" | "unknown">): string => JSON.stringify([Object.entries(values).sort(), [...unknown].sort()]);
  const version = later.versions?.find(({ revision }) => revision === plan.revision);
  return later.revision > plan.revision && version !== undefined && inputs(version) === inputs(plan);
}

/** What a later version may have dropped on purpose. */
const decided = ["closed", "closing", "prior"];

/** A plan with those parts of an earlier version that were added to that one since. */
function withEarlier(later: SavedPlan, plan: SavedPlan): SavedPlan {
  const content = contentOf(later);
  const more = [...contentOf(plan)].filter(([key]) => !content.has(key) && !key.startsWith(ofInput) && !decided.includes(key.replace(/\/.*/s, "")));
  return more.length === 0 ? later : withContent(later, new Map([...more, ...content]));
}

/**
 * Merges two plans. A later version replaces an earlier one. Otherwise, if the two contradict each other anywhere, the result is
 * the first plan with the second one's records, which are facts: a mixture of the rest would be a plan that nobody made.
 */
export function joinPlans(first: SavedPlan, second: SavedPlan): SavedPlan {
  if (succeeds(second, first)) return withEarlier(second, first);
  if (succeeds(first, second)) return withEarlier(first, second);
  const [content, others] = [contentOf(first), contentOf(second)];
  const more = changedKeys(content, others);
  if (more.length === 0) return first;
  if (more.some((key) => content.has(key))) {
    const records = more.filter((key) => key.startsWith("records/") && !content.has(key)).map((key) => [key, others.get(key)] as const);
    return records.length === 0 ? first : withContent(first, new Map([...content, ...records]));
  }
  const hash = first.template.hash === second.template.hash ? first.template.hash : ""; // matches no template, so the page asks the reader to check the numbers
  return { ...withContent(first, new Map([...others, ...content])), template: { path: first.template.path, hash } };
}

/** Where two plans differ, for the reader who chooses between them. */
export function planDifferences(mine: SavedPlan, theirs: SavedPlan): Difference[] {
  const [here, there] = [contentOf(mine), contentOf(theirs)];
  const keys = [...[...here.keys()].filter((key) => !there.has(key)), ...changedKeys(here, there)];
  return keys.map((key) => {
    const isInput = key.startsWith(ofInput);
    return { name: isInput ? key.slice(ofInput.length) : key, isInput, mine: shown(here.get(key)), theirs: shown(there.get(key)) };
  });
}

/** The text of a part of the content; "?" for an input that is only marked as unknown, undefined for none. */
function shown(part: unknown): string | undefined {
  if (part === undefined) return undefined;
  if (!Array.isArray(part)) return typeof part === "string" ? part : JSON.stringify(part);
  const [text, isUnknown] = part;
  return typeof text === "string" ? text : isUnknown === true ? "?" : JSON.stringify(part);
}

/** 张伟-2027-v1.cairn.json. Characters that some system refuses in a file's name are replaced. */
export function fileName({ person, year, revision }: SavedPlan, unnamed: string, extension: string): string {
  const safe = person.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]/g, "_").trim().replace(/^\.+/, "_");
  return `${[...(safe || unnamed)].slice(0, 60).join("")}-${year ?? ""}-v${revision}${extension}`;
}

export function writePlan(plan: SavedPlan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}
