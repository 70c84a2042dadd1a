// Two plans of one worksheet side by side, such as a person's and her manager's for her: where
// their answers differ, and the plan that the two agree on. Inputs are compared by their
// values, so 62.5 and 5/8 are the same share, and an example that one side has confirmed is
// no difference. Closed quarters are compared by their numbers, which are facts: one of the
// two is chosen, never a mean.

import { parseEntry } from "../goal/entry";
import type { Input, Template } from "../goal/template";
import { closedQuarters, priorOf, readCount } from "../worksheet/actuals";
import { correct } from "../worksheet/closing";
import { entryOf, exampleText } from "../worksheet/entries";
import type { Closed, SavedPlan, Version } from "../worksheet/saved";

/** How a plan answers: with a text that is typed, or is an example that nobody has confirmed, or is typed and refused; or not at all. */
export type How = "typed" | "example" | "refused" | "unknown" | "blank";

export interface Answer {
  /** "" for an answer that is unknown or blank. */
  readonly text: string;
  readonly how: How;
}

/**
 * What a row is about: an input, how many trials a planned share counts for, which quarters are closed, or, of a quarter
 * that both have closed, a step's total, its open part, or whether a market variable has come true.
 */
export type Part = "input" | "prior" | "closed" | "done" | "open" | "happened";

/** Answers that differ. */
export interface Row {
  /** Tells rows apart: input 赢单率, done 2027-Q1 线索. */
  readonly id: string;
  readonly part: Part;
  /** Of a closed quarter: 2027-Q1, otherwise "". */
  readonly quarter: string;
  /** The key of the input, step or variable, or "". */
  readonly key: string;
  readonly mine: Answer;
  readonly theirs: Answer;
}

/** Two plans of a template. */
export interface Pair {
  readonly template: Template;
  readonly mine: SavedPlan;
  readonly theirs: SavedPlan;
}

/** The answers that the two have chosen, by the ids of the rows. */
export type Choices = ReadonlyMap<string, Answer>;

/** The text of a market variable that has come true, and of one that has not. */
export const HAPPENED = "1";

/** The rows of a pair, in the order of the template, those of closed quarters last. */
export function rowsOf(pair: Pair): Row[] {
  return [...inputRows(pair), ...priorRow(pair), ...closedRow(pair), ...bothClosed(pair).flatMap(([mine, theirs]) => quarterRows(pair, mine, theirs))];
}

/** The side that knows what the other one does not: it has a typed answer, and the other has an example or none. Undefined if both or neither do. */
export function knowing({ part, mine, theirs }: Row): "mine" | "theirs" | undefined {
  if (part === "happened") return undefined; // that nothing has happened is an answer, too
  const lacks = ({ how }: Answer): boolean => how !== "typed" && how !== "refused";
  if (theirs.how === "typed" && lacks(mine)) return "theirs";
  return mine.how === "typed" && lacks(theirs) ? "mine" : undefined;
}

function rowOf(part: Part, quarter: string, key: string, mine: Answer, theirs: Answer): Row {
  return { id: [part, quarter, key].filter(Boolean).join(" "), part, quarter, key, mine, theirs };
}

function inputRows({ template, mine, theirs }: Pair): Row[] {
  return template.inputs.flatMap((input) => {
    const [here, there] = [inputAnswer(input, mine), inputAnswer(input, theirs)];
    return meaning(input, here) === meaning(input, there) ? [] : [rowOf("input", "", input.key, here, there)];
  });
}

/** How a plan answers an input. */
export function inputAnswer(input: Input, { values, unknown }: SavedPlan): Answer {
  const typed = values[input.key];
  if (typed !== undefined) return typedAnswer(input, typed);
  if (unknown.includes(input.key)) return { text: "", how: "unknown" };
  return input.default === null ? { text: "", how: "blank" } : { text: exampleText(input), how: "example" };
}

/** The answer that a typed text is, blank if it is empty. */
export function typedAnswer(input: Input, text: string): Answer {
  if (text.trim() === "") return { text: "", how: "blank" };
  return { text, how: entryOf(input, text).problem === undefined ? "typed" : "refused" };
}

/** A text that is equal for answers that say the same. */
function meaning(input: Input, { text, how }: Answer): string {
  return how === "typed" || how === "example" ? JSON.stringify(entryOf(input, text).value) : `${how} ${text.trim()}`;
}

function priorRow({ mine, theirs }: Pair): Row[] {
  const answer = ({ prior = "" }: SavedPlan): Answer => countAnswer(prior, (text) => priorOf(text));
  return priorOf(mine.prior) === priorOf(theirs.prior) ? [] : [rowOf("prior", "", "", answer(mine), answer(theirs))];
}

/** The answer of a text for a number; blank if it has none, or if `read` finds none in it. */
function countAnswer(text: string | undefined, read: (text: string) => number | undefined): Answer {
  return text === undefined || text.trim() === "" || read(text) === undefined ? { text: "", how: "blank" } : { text, how: "typed" };
}

/** The ids of the closed quarters: 2027-Q1 2027-Q2. */
function closedText(plan: SavedPlan, template: Template): string {
  return closedQuarters(plan, template).map(({ quarter }) => quarter).join(" ");
}

/** The quarters that are closed. There is one row for all, because a quarter counts only if those before it are closed. */
function closedRow({ template, mine, theirs }: Pair): Row[] {
  const answer = (plan: SavedPlan): Answer => {
    const text = closedText(plan, template);
    return { text, how: text === "" ? "blank" : "typed" };
  };
  const [here, there] = [answer(mine), answer(theirs)];
  return here.text === there.text ? [] : [rowOf("closed", "", "", here, there)];
}

function bothClosed({ template, mine, theirs }: Pair): [Closed, Closed][] {
  const others = closedQuarters(theirs, template);
  return closedQuarters(mine, template).flatMap((one) => others.filter(({ quarter }) => quarter === one.quarter).map((other): [Closed, Closed] => [one, other]));
}

function quarterRows({ template }: Pair, mine: Closed, theirs: Closed): Row[] {
  const { quarter } = mine;
  const counts = (part: "done" | "open"): Row[] =>
    inTemplateOrder(template, [...Object.keys(mine[part]), ...Object.keys(theirs[part])]).flatMap((key) => {
      const read = (text: string): number | undefined => readCount(text, unitOf(template, key));
      const [here, there] = [countAnswer(mine[part][key], read), countAnswer(theirs[part][key], read)];
      return read(here.text) === read(there.text) ? [] : [rowOf(part, quarter, key, here, there)];
    });
  const answer = ({ happened }: Closed, key: string): Answer => (happened.includes(key) ? { text: HAPPENED, how: "typed" } : { text: "", how: "blank" });
  const differs = (key: string): boolean => mine.happened.includes(key) !== theirs.happened.includes(key);
  const happened = template.variables.filter(({ key }) => differs(key)).map(({ key }) => rowOf("happened", quarter, key, answer(mine, key), answer(theirs, key)));
  return [...counts("done"), ...counts("open"), ...happened];
}

/** The keys once each: those of steps in their order, then the others. */
function inTemplateOrder({ splits }: Template, keys: readonly string[]): string[] {
  const steps = splits.map(({ key }) => key).filter((key) => keys.includes(key));
  return [...new Set([...steps, ...keys])];
}

/** The unit in which a total of a closed quarter is counted: that of the step, or the money of the deal size. */
export function unitOf({ inputs, computed }: Template, key: string): string {
  const step = computed.find((c) => c.key === key);
  return step?.unit ?? (inputs.find((input) => input.key === key)?.unit ?? "").replace(/\/.*/, "");
}

/** Why a text cannot be the answer of a row, as the form says it; undefined if it can. */
export function problemOf({ inputs, ...template }: Template, { part, key }: Row, text: string): { readonly problem: string; readonly limit: string } | undefined {
  const input = part === "input" ? inputs.find((one) => one.key === key) : undefined;
  if (input !== undefined) {
    const { problem, limit = "" } = parseEntry(input, text);
    return problem === undefined ? undefined : { problem, limit };
  }
  const x = readCount(text, part === "prior" ? "" : unitOf({ inputs, ...template }, key));
  if (part === "prior" ? x !== undefined && x >= 1 && x <= 1000 : x !== undefined) return undefined;
  return { problem: part === "prior" ? "notprior" : "notcount", limit: "" };
}

/**
 * The plan that the two agree on, of a later version than either. A row without a choice is as in mine. Its inputs are those of
 * the first plan with the chosen answers; an answer that is the same in both is confirmed if either has confirmed it. An
 * example that is chosen is confirmed. Records add up, and what else only one plan has is kept.
 */
export function settle(pair: Pair, rows: readonly Row[], choices: Choices, on: string): SavedPlan {
  const start = withQuarters(pair, union(pair, on), closedText(pair.mine, pair.template));
  const { closing, ...chosen } = rows.reduce((changed, row) => applied(pair, changed, row, choices.get(row.id), on), start);
  const plan = { ...chosen, ...listOf("log", byDay, chosen.log) }; // the corrections have random ids
  const isClosed = closing === undefined || plan.closed?.some(({ quarter }) => quarter === closing.quarter) === true;
  return isClosed ? plan : { ...plan, closing };
}

/** The first plan as the next version, with what only the second plan has. Contradictions are as in the first one. */
function union({ template, mine, theirs }: Pair, on: string): SavedPlan {
  const { revision, values, unknown } = mine;
  const version = { revision, on, quarters: closedQuarters(mine, template).length, hash: mine.template.hash, values, unknown };
  const { prior: _, ...all } = { ...theirs, ...mine };
  return {
    ...all,
    madeFrom: { id: theirs.id, revision: theirs.revision },
    person: mine.person || theirs.person,
    year: mine.year ?? theirs.year,
    revision: Math.max(mine.revision, theirs.revision) + 1,
    template: { path: mine.template.path, hash: mine.template.hash === theirs.template.hash ? mine.template.hash : "" }, // "" makes the page ask to check the numbers
    ...answers({ template, mine, theirs }),
    ...(mine.prior === undefined ? {} : { prior: mine.prior }),
    versions: merged(byRevision, mine.versions, [version], theirs.versions),
    ...listOf("records", byDay, mine.records, theirs.records),
    ...listOf("log", byDay, mine.log, theirs.log),
  };
}

/** A list of facts: an element of either plan is one of the agreed plan. A plan without elements has no list. */
function listOf<T>(name: string, nameOf: (element: T) => string, ...all: readonly (readonly T[] | undefined)[]): Record<string, T[]> {
  const list = merged(nameOf, ...all);
  return list.length > 0 ? { [name]: list } : {};
}

/** The elements of several lists, the first one of each name, in the order of their names. */
function merged<T>(nameOf: (element: T) => string, ...all: readonly (readonly T[] | undefined)[]): T[] {
  const found = new Map<string, T>();
  for (const element of all.flatMap((list) => list ?? [])) if (!found.has(nameOf(element))) found.set(nameOf(element), element);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
}

function byQuarter({ quarter }: Closed): string {
  return quarter;
}

function byDay({ on, id }: { readonly on: string; readonly id: string }): string {
  return `${on} ${id}`;
}

function byRevision({ revision }: Version): string {
  return String(revision).padStart(16, "0");
}

/** The answers of the first plan, and those of the second one where the first has none of its own and they say the same, or where the template has no input. */
function answers({ template, mine, theirs }: Pair): Pick<SavedPlan, "values" | "unknown"> {
  const inputs = new Map(template.inputs.map((input) => [input.key, input]));
  const isTaken = (key: string): boolean => {
    if (mine.values[key] !== undefined || mine.unknown.includes(key)) return false;
    const input = inputs.get(key);
    return input === undefined || meaning(input, inputAnswer(input, mine)) === meaning(input, inputAnswer(input, theirs));
  };
  const more = Object.entries(theirs.values).filter(([key]) => isTaken(key));
  return { values: { ...mine.values, ...Object.fromEntries(more) }, unknown: [...mine.unknown, ...theirs.unknown.filter((key) => isTaken(key) && theirs.values[key] === undefined)] };
}

/** A plan with the chosen answer of a row. */
function applied(pair: Pair, plan: SavedPlan, { part, quarter, key, mine }: Row, choice: Answer | undefined, on: string): SavedPlan {
  if (choice === undefined || (part !== "input" && choice.text === mine.text)) return plan;
  if (part === "input") return withAnswer(plan, key, choice);
  if (part === "prior") return withPrior(plan, choice.text);
  if (part === "closed") return withQuarters(pair, plan, choice.text);
  if (part === "done") return correct(plan, quarter, key, choice.text, on);
  return { ...plan, closed: (plan.closed ?? []).map((one) => (one.quarter !== quarter ? one : part === "open" ? withOpen(one, key, choice.text) : withVariable(one, key, choice.text))) };
}

function withAnswer(plan: SavedPlan, key: string, { text, how }: Answer): SavedPlan {
  const { [key]: _, ...values } = plan.values;
  const unknown = plan.unknown.filter((other) => other !== key);
  return how === "unknown" ? { ...plan, values, unknown: [...unknown, key] } : { ...plan, values: { ...values, [key]: text }, unknown };
}

function withPrior({ prior: _, ...plan }: SavedPlan, prior: string): SavedPlan {
  return prior === "" ? plan : { ...plan, prior };
}

/**
 * The plan with the quarters closed that the text of a row lists: those of the side whose text it is. Of a quarter that both have
 * closed it has the numbers of mine, which other rows change. The quarters of other years add up.
 */
function withQuarters(pair: Pair, { closed: _, ...plan }: SavedPlan, text: string): SavedPlan {
  const { template, mine, theirs } = pair;
  const isOfYear = ({ quarter }: Closed): boolean => quarter.startsWith(`${template.year.id}-Q`);
  const both = bothClosed(pair).map(([one]) => one);
  const side = text === closedText(mine, template) ? mine : theirs;
  const ofYear = merged(byQuarter, both, side.closed).filter(isOfYear);
  const closed = [...ofYear, ...merged(byQuarter, mine.closed, theirs.closed).filter((one) => !isOfYear(one))];
  return closed.length > 0 ? { ...plan, closed: merged(byQuarter, closed) } : plan;
}

function withOpen(one: Closed, key: string, text: string): Closed {
  const { [key]: _, ...open } = one.open;
  return { ...one, open: text === "" ? open : { ...open, [key]: text } };
}

function withVariable(one: Closed, key: string, text: string): Closed {
  const others = one.happened.filter((other) => other !== key);
  return { ...one, happened: text === HAPPENED ? [...others, key] : others };
}
