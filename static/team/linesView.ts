// What a manager acts on: who is over capacity and when, what is out of reach, whose examples
// are not confirmed, what several people ask, and who can take what is missing.

import { display, round } from "../formula/formula";
import { element } from "../shared/dom";
import { joined, labelled, type Words } from "../shared/words";
import type { Gap } from "./report";
import { shareOf } from "./report";
import type { Shown } from "./tableView";
import { countText, periodText } from "./texts";

/** Questions of fewer people than these are nobody else's. */
const SEVERAL = 2;

const MOST_NAMES = 8;

/** A heading and its lines. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Nothing without a line. */
function section(heading: string, lines: readonly string[]): Section[] {
  return lines.length === 0 ? [] : [{ heading, lines }];
}

export function sectionElement({ heading, lines }: Section): HTMLElement {
  return element("div", {}, element("h2", {}, heading), element("ul", {}, ...lines.map((line) => element("li", {}, line))));
}

export function sectionsOf(rows: readonly Shown[], gaps: readonly Gap<Shown>[], spareOf: (row: Shown) => number, word: Words): Section[] {
  return [
    ...section(word("lines_over"), rows.flatMap((row) => overLines(row, word))),
    ...section(word("lines_late"), rows.filter(({ kind }) => kind === "late").map((row) => lateLine(row, word))),
    ...gaps.filter(({ missing }) => missing > 0).flatMap((gap) => section(word("lines_share"), shareLines(gap, spareOf, word))),
    ...section(word("lines_asks"), askLines(rows, word)),
    ...section(word("lines_blank"), rows.flatMap((row) => blankLines(row, word))),
    ...section(word("lines_examples"), exampleLines(rows, word)),
  ];
}

function overLines({ name, over }: Shown, word: Words): string[] {
  return over.map(({ label, unit, periods, rate, limit }) => {
    const when = periods.length === 0 ? "" : joined(periods.map((id) => periodText(id, word)), "list");
    return word("line_over", labelled(name, when), label, countText(round(rate, 1), unit), display(round(limit, 1), -1));
  });
}

/** A plan is out of reach because of steps, or because its part of the fiscal year is less than one. */
function lateLine({ name, about }: Shown, word: Words): string {
  return about.length > 0 ? word("line_late", name, joined(about, "list")) : word("line_nothing", name);
}

function blankLines({ name, kind, about, refused }: Shown, word: Words): string[] {
  return [
    ...(kind === "missing" ? [word("line_blank", name, about[0] ?? "")] : []),
    ...(refused.length > 0 ? [word("line_refused", name, refused.length, joined(refused, "list"))] : []),
  ];
}

/** One line for all: whose examples are not confirmed, those of most first. */
function exampleLines(rows: readonly Shown[], word: Words): string[] {
  const some = rows.filter(({ examples }) => examples.length > 0).sort((a, b) => b.examples.length - a.examples.length);
  return some.length === 0 ? [] : [joined(some.map(({ name, examples }) => word("line_examples", name, examples.length)), "list")];
}

/** The questions that several people ask, those of most people first. */
function askLines(rows: readonly Shown[], word: Words): string[] {
  const asking = new Map<string, string[]>();
  for (const { name, unknown } of rows) for (const label of unknown) asking.set(label, [...(asking.get(label) ?? []), name]);
  const several = [...asking].filter(([, names]) => names.length >= SEVERAL).sort(([, a], [, b]) => b.length - a.length);
  return several.map(([label, names]) => word("line_asks", label, names.length, shortList(names)));
}

function shortList(names: readonly string[]): string {
  return joined(names.slice(0, MOST_NAMES), "list") + (names.length > MOST_NAMES ? "…" : "");
}

function shareLines(gap: Gap<Shown>, spareOf: (row: Shown) => number, word: Words): string[] {
  const { rows, missing, target: { unit } } = gap;
  const spares = new Map(rows.map((row) => [row, spareOf(row)]));
  const { parts, left } = shareOf(gap, (row) => spares.get(row) ?? 0);
  const taken = rows.flatMap((row, i) => {
    const part = parts[i] ?? 0;
    return part > 0 ? [word("share_line", row.name, part, spares.get(row) ?? 0)] : [];
  });
  const shared = taken.length === 0 ? word("share_none") : joined(taken, "semicolon");
  return [labelled(word("share_note", countText(missing, unit)), shared), left > 0 ? word("share_left", countText(left, unit)) : word("share_all")];
}
