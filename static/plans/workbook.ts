// A plan goes out as a workbook, and comes back from it. The workbook carries the plan that it
// was made with in a hidden table, and beside each entry what its cell contained then. Who reads
// it back takes from the cells what has changed since, whichever program has saved it; so what
// nobody has changed is the same plan, as it was typed. A workbook has no history: earlier
// versions, corrections and weekly records stay in the browser.

import { compare, display, formatNumber } from "../formula/formula";
import { dateText, dayOf } from "../goal/dates";
import type { Entries } from "../goal/sheet";
import type { Template } from "../goal/template";
import { parseSafely } from "../storage/parseExport";
import { fillWorkbook } from "../workbook/fill";
import { type Entry, type Form, NoForm, readForm } from "../workbook/form";
import { Workbook } from "../workbook/open";
import { dayAt, Failure, type Scalar, serialOf, to15Digits } from "../workbook/value";
import { Unreadable } from "../workbook/zip";
import { closedQuarters, readCount } from "../worksheet/actuals";
import { closeQuarter, emptyCount } from "../worksheet/closing";
import { type Count, readPlan, type SavedPlan, version } from "../worksheet/saved";

/** The characters that a cell holds; Excel refuses a file with more. */
const MAX_TEXT = 32_767;

/** The bytes that the parts of a workbook may unpack to, some thirty times what those with entries have: a bomb of a small file unpacks to gigabytes. */
const MAX_UNPACKED = 8e6;

/** Days from 1904-01-01 on have numbers that are smaller by so many. */
const OFFSET_1904 = 1462;

/** A plan as a workbook brings it. */
export interface BookPlan {
  /** The id of the site whose workbook it is. */
  readonly site: string;
  readonly plan: SavedPlan;
  /** The plan with which the workbook was filled: without any answer if it was filled by hand only. */
  readonly before: SavedPlan;
}

/** Why a workbook brings no plan: the key of a word. `of` names the entries whose cells were deleted. */
export interface BookRefusal {
  readonly refused: "notbook" | "cut" | "locked" | "toolarge" | "damaged" | "foreign" | "newer" | "nocells";
  readonly of: readonly string[];
}

/** Fills the workbook of a template with a plan and the values of its inputs. */
export function planOut(workbook: Uint8Array, template: Template, entries: Entries, plan: SavedPlan): Uint8Array<ArrayBuffer> {
  return fillWorkbook(workbook, (form) => {
    const closed = closedQuarters(plan, template);
    const cells = form.entries.flatMap((entry): [string, Scalar][] => {
      const value = valueOf(entry, entries, plan, closed);
      return value === undefined || entry.cell === undefined ? [] : [[entry.cell, value], [entry.filled, value]];
    });
    const pieces = inPieces(JSON.stringify(kept(plan)));
    if (pieces.length > form.plan.length) throw new Error("the plan is too large for a workbook");
    return new Map([...cells, ...pieces.map((piece, i) => [form.plan[i] ?? "", piece] as const)]);
  });
}

/** What a workbook carries of a plan: what it shows, and which plan it is. */
function kept({ kind, version, id, madeFrom, person, year, revision, template, values, unknown, prior, closed }: SavedPlan): SavedPlan {
  const plan = { kind, version, id, madeFrom, person, year, revision, template, values, unknown };
  return { ...plan, ...(prior === undefined ? {} : { prior }), ...(closed === undefined ? {} : { closed }) };
}

function inPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + MAX_TEXT - 1;
    const isPair = /[\ud800-\udbff]/.test(text[end - 1] ?? ""); // half of a character
    pieces.push(text.slice(at, isPair ? end - 1 : end));
    at = isPair ? end - 1 : end;
  }
  return pieces;
}

/** The value of an entry's cell, null for an empty one; undefined where the plan says nothing and the cell stays as it is. */
function valueOf({ kind, key, quarter, detail }: Entry, entries: Entries, plan: SavedPlan, closed: readonly Count[]): Scalar | undefined {
  const count = closed.find((one) => one.quarter === quarter);
  const number = (text: string | undefined): Scalar | undefined => (text === undefined ? undefined : readCount(text, detail) ?? text.slice(0, MAX_TEXT));
  switch (kind) {
    case "own":
      return plan.values[key] === undefined ? null : 1;
    case "person":
      return plan.person.slice(0, MAX_TEXT) || null;
    case "prior":
      return number(plan.prior);
    case "done":
      return number(count?.done[key]);
    case "open":
      return number(count?.open[key]);
    case "happened":
      return closed.some(({ happened }) => happened.includes(key)) ? detail : undefined;
  }
  const value = entries.get(key);
  if (typeof value !== "string") return value ?? null;
  const day = kind === "date" ? dayOf(value) : undefined;
  return day === undefined ? value.slice(0, MAX_TEXT) : serialOf(day);
}

/** Whether a file is a workbook, also one that planIn refuses: a ZIP archive, or a file of Excel 97. */
export function isWorkbook(file: Uint8Array): boolean {
  return SIGNATURES.some((signature) => signature.every((byte, i) => file[i] === byte));
}

const SIGNATURES = [[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0]];

/** Reads the plan of a workbook, which any program may have saved and any hand changed. */
export function planIn(file: Uint8Array): BookPlan | BookRefusal {
  try {
    const workbook = new Workbook(file, MAX_UNPACKED);
    const form = readForm(workbook);
    const lost = form.entries.filter(({ kind, cell }) => cell === undefined && kind !== "own");
    if (lost.length > 0) return { refused: "nocells", of: lost.map(({ kind, key, quarter }) => [quarter, key || kind].filter(Boolean).join(" ")) };
    const before = planBefore(workbook, form);
    const plan = before && readPlan(new Reading(workbook, form).change(before));
    return before === undefined || plan === undefined || plan === "unreadable" ? { refused: "damaged", of: [] } : { site: form.site, plan, before };
  } catch (error) {
    return { refused: error instanceof Unreadable || error instanceof NoForm ? error.reason : "damaged", of: [] };
  }
}

/** The plan with which a workbook was filled; one without an id if it was not, undefined if it cannot be read. */
function planBefore(workbook: Workbook, { plan, path, hash, year }: Form): SavedPlan | undefined {
  const text = plan.map((cell) => valueAt(workbook, cell)).filter((piece) => typeof piece === "string").join("");
  if (text === "") return { kind: "plan", version, id: "", madeFrom: null, person: "", year: Number(year) || null, revision: 1, template: { path, hash }, values: {}, unknown: [] };
  const parsed = parseSafely(text);
  const saved = typeof parsed === "string" ? "unreadable" : readPlan(parsed.value);
  return saved === "unreadable" ? undefined : saved;
}

/** The value of a cell; the text of a formula whose result the program did not store. */
function valueAt(workbook: Workbook, reference: string): Scalar {
  const [, sheet = ""] = /^'(.*)'!/s.exec(reference) ?? [];
  const { formula = "", value = null } = workbook.cellsOf(sheet).get(reference) ?? {};
  return formula !== "" && value === null ? `=${formula}` : value;
}

/** An entry with the text that it has now, undefined for an empty cell. */
interface Read extends Entry {
  readonly text: string | undefined;
  readonly hasChanged: boolean;
}

/** What the entries of a workbook say of its plan. */
class Reading {
  private readonly entries: readonly Read[];

  constructor(workbook: Workbook, private readonly form: Form) {
    this.entries = form.entries.map((entry) => {
      const value = entry.cell === undefined ? null : valueAt(workbook, entry.cell);
      return { ...entry, text: textOf(entry.kind, value, workbook.from1904), hasChanged: !isSame(value, valueAt(workbook, entry.filled)) };
    });
  }

  /** The plan with what has changed since the workbook was made. */
  change(before: SavedPlan): SavedPlan {
    return this.changeMarket(this.changeQuarters(this.changeAnswers(before)));
  }

  private all(kind: string): readonly Read[] {
    return this.entries.filter((entry) => entry.kind === kind);
  }

  private changeAnswers(plan: SavedPlan): SavedPlan {
    const values = new Map(Object.entries(plan.values));
    const unknown = new Set(plan.unknown);
    const own = new Set(this.all("own").filter(({ text }) => text === "1").map(({ key }) => key));
    let { person, prior } = plan;
    for (const { kind, key, text, hasChanged } of this.entries) {
      if (kind === "person" && hasChanged) person = (text ?? "").trim();
      if (kind === "prior" && hasChanged) prior = text;
      if (!INPUTS.includes(kind)) continue;
      const isConfirmed = own.has(key) && !values.has(key) && text !== undefined;
      if (!hasChanged && !isConfirmed) continue;
      values.delete(key);
      unknown.delete(key);
      if (text === undefined) unknown.add(key);
      else values.set(key, text);
    }
    const { prior: _, ...others } = plan;
    return { ...others, person, values: Object.fromEntries(values), unknown: [...unknown], ...(prior === undefined ? {} : { prior }) };
  }

  /** The plan with the totals to date, as the sheet of actuals reads them. What is written for quarters that are not closed is kept as the card of the next one. */
  private changeQuarters(before: SavedPlan): SavedPlan {
    const end = this.closedBy(before);
    let plan = before;
    const pending: Count[] = [];
    this.form.quarters.forEach(({ id, last }, q) => {
      const old = plan.closed?.find(({ quarter }) => quarter === id);
      const count = this.countOf(id, old);
      if (q < end && old === undefined) plan = closeQuarter(plan, count, last, before.template.hash);
      else if (this.hasChanged(id)) {
        const others = (plan.closed ?? []).filter((one) => one !== old);
        if (q < end && old !== undefined) plan = { ...plan, closed: [...others, { ...old, ...count }] };
        else if (Object.keys(count.done).length + Object.keys(count.open).length > 0) pending.push(count);
        if (q >= end && old !== undefined) plan = { ...plan, closed: others };
      }
    });
    const [closing, ...unread] = pending;
    return { ...plan, ...(closing === undefined ? {} : { closing }), ...(unread.length === 0 ? {} : { unread: unread.map((value) => ({ part: value.quarter, value })) }) };
  }

  /** How many quarters are closed: up to the last one that has a total, or that was closed before and has not changed. */
  private closedBy({ closed = [] }: SavedPlan): number {
    const ids = this.form.quarters.map(({ id }) => id);
    const gap = ids.findIndex((id) => !closed.some(({ quarter }) => quarter === id));
    const isClosed = ids.map((id, q) => this.countsOf(id).some(isCounted) || ((gap < 0 || q < gap) && !this.hasChanged(id)));
    return isClosed.lastIndexOf(true) + 1;
  }

  private hasChanged(quarter: string): boolean {
    return this.countsOf(quarter).some(({ hasChanged }) => hasChanged);
  }

  private countsOf(quarter: string): Read[] {
    return this.entries.filter((entry) => entry.quarter === quarter && (entry.kind === "done" || entry.kind === "open"));
  }

  /** The counts of a quarter: the old ones with what has changed. */
  private countOf(quarter: string, old: Count = emptyCount(quarter)): Count {
    const [done, open] = [new Map(Object.entries(old.done)), new Map(Object.entries(old.open))];
    for (const { kind, key, text, hasChanged } of this.countsOf(quarter)) {
      const counts = kind === "done" ? done : open;
      if (hasChanged && text === undefined) counts.delete(key);
      else if (hasChanged && text !== undefined) counts.set(key, text);
    }
    return { quarter, done: Object.fromEntries(done), open: Object.fromEntries(open), happened: old.happened };
  }

  /** The plan with the market variables that have come true by the end of the last closed quarter. */
  private changeMarket(plan: SavedPlan): SavedPlan {
    const [added, removed] = [new Set<string>(), new Set<string>()];
    const unread = [...(plan.unread ?? [])];
    for (const { key, text, detail, hasChanged } of this.all("happened")) {
      if (!hasChanged) continue;
      if (text === undefined) removed.add(key);
      else if (text.trim() === detail) added.add(key);
      else unread.push({ part: key, value: text });
    }
    if (added.size + removed.size + unread.length === 0) return plan;
    const marked = <T extends Count>(count: T, isLast: boolean): T => ({ ...count, happened: [...count.happened.filter((key) => !removed.has(key)), ...(isLast ? added : [])] });
    const closed = (plan.closed ?? []).map((count, i, all) => marked(count, i === all.length - 1));
    const first = this.form.quarters[0]?.id ?? "";
    const closing = closed.length === 0 && added.size > 0 ? { closing: marked(plan.closing ?? emptyCount(first), true) } : {};
    return { ...plan, ...(plan.closed === undefined ? {} : { closed }), ...closing, ...(unread.length === 0 ? {} : { unread }) };
  }
}

const INPUTS: readonly string[] = ["number", "money", "percent", "date", "text", "choice"];

/** Whether a cell has a total that the sheet of actuals can read. */
function isCounted({ kind, text, detail }: Read): boolean {
  return kind === "done" && text !== undefined && readCount(text, detail) !== undefined;
}

/** Whether a cell contains what it contained when the workbook was made. Programs store 15 digits of a number, and may trim a text. */
function isSame(value: Scalar, filled: Scalar): boolean {
  if (typeof value === "number" && typeof filled === "number") return compare(value, filled) === 0;
  const plain = (x: Scalar): Scalar => (typeof x === "string" ? x.trim() : (x ?? ""));
  return plain(value) === plain(filled);
}

/** The text by which a reader would type a cell's value on the page. */
function textOf(kind: string, value: Scalar, from1904: boolean): string | undefined {
  if (value instanceof Failure) return value.code;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value !== "number") return value === null || value.trim() === "" ? undefined : value;
  if (kind === "percent") return `${plainText(to15Digits(100 * value))}%`;
  if (kind === "date") return dateOf(value + (from1904 ? OFFSET_1904 : 0)) ?? formatNumber(value);
  return plainText(to15Digits(value));
}

/** A number without a power of ten, which the page does not read. */
function plainText(x: number): string {
  return display(x, -1).replace(/,/g, "");
}

/** The date that a program stores as a number; undefined for a number outside of the calendar. */
function dateOf(serial: number): string | undefined {
  return serial >= 1 && serial < 2_958_466 ? dateText(dayAt(serial)) : undefined; // up to 9999-12-31
}
