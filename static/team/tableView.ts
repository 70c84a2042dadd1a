// The table of a team: a row for each person, and a total for each group whose numbers can be
// added. The page of the team shows it, and so does print.html.

import { displayPercent, round } from "../formula/formula";
import { element } from "../shared/dom";
import { labelled, type Words } from "../shared/words";
import { moneyUnitIn, moneyUnitOf } from "./money";
import { type Group, leftOf, type Total } from "./rollup";
import type { Report } from "./report";
import type { Row } from "./row";
import { countText, doneOf, loadOf, moneyText, periodText, rateText } from "./texts";

/** A row with what the page knows of its worksheet. */
export interface Shown extends Row {
  /** Ids, or "". */
  readonly track: string;
  readonly stage: string;
  /** What tells her worksheet from others of its track: the name of its stage, or its title. */
  readonly sheet: string;
  /** After how many months of the year the person leaves; 12 if she stays. */
  readonly stays: number;
}

/** What the page adds to a row: the field that says until when a person stays. */
export type Extra = (row: Shown) => Node;

const COLUMNS = ["name", "goal", "done", "left", "money", "rate", "load", "odds", "open", "stays"];

/** The table of a report. `nameOf` names a group; words are those of the table "team". */
export function tableOf(report: Report<Shown>, nameOf: (group: Group<Shown>) => string, word: Words, extra: Extra): HTMLElement {
  const head = element("tr", {}, ...COLUMNS.map((column) => element("th", { scope: "col", "class": column }, word(column))));
  const isOne = report.groups.length === 1;
  const bodies = report.groups.map((group) => {
    const name = nameOf(group);
    const title = isOne ? [] : [element("tr", { "class": "group" }, element("th", { scope: "rowgroup", colspan: String(COLUMNS.length) }, name))];
    const total = group.rows.length === 1 ? [] : [groupTotal(group, isOne ? word("total") : word("total_of", name), word)];
    return element("tbody", {}, ...title, ...group.rows.map((row) => rowOf(row, word, extra)), ...total);
  });
  return element("table", {}, element("thead", {}, head), ...bodies, ...(isOne ? [] : [element("tbody", {}, grandTotal(report, word))]));
}

function cell(column: string, word: Words, ...children: readonly (Node | string)[]): HTMLElement {
  return element("td", { "class": column, "data-label": word(column) }, ...children);
}

function rowOf(row: Shown, word: Words, extra: Extra): HTMLElement {
  const { results, money, member } = row;
  const unit = moneyUnitOf(member.template);
  const [goal, done, left] = [results.goal, doneOf(row), leftOf(row)];
  return element(
    "tr", { "data-kind": row.kind },
    element("th", { scope: "row", "class": "name" }, row.name, " ", element("small", {}, row.sheet)),
    cell("goal", word, goal === undefined ? "—" : countText(goal, row.unit)),
    cell("done", word, done === undefined ? "—" : countText(done, "")),
    cell("left", word, left === undefined ? "—" : countText(left, "")),
    cell("money", word, money.goal === undefined ? "—" : `${moneyText(money.goal, unit)} ${unit}`),
    cell("rate", word, ...rateOf(row.rate, word)),
    cell("load", word, ...busiestOf(row, word)),
    cell("odds", word, row.odds === undefined ? "—" : word("odds_of", Math.round(10 * row.odds))),
    cell("open", word, openOf(row, word)),
    cell("stays", word, extra(row)),
  );
}

function rateOf(rate: Row["rate"], word: Words): (Node | string)[] {
  if (rate === undefined) return ["—"];
  const { text, isPlanned } = rateText(rate);
  return text === "" ? ["—"] : isPlanned ? [text, " ", element("small", {}, word("planned_rate"))] : [text];
}

function busiestOf(row: Row, word: Words): (Node | string)[] {
  const [load, { busiest }] = [loadOf(row), row];
  if (load === undefined) return ["—"];
  const text = Number.isFinite(load) ? displayPercent(load, 0) : "!";
  return busiest === "" ? [text] : [text, " ", element("small", {}, periodText(busiest, word))];
}

function openOf({ unknown, examples }: Row, word: Words): string {
  const parts = [...(unknown.length > 0 ? [word("unknowns_short", unknown.length)] : []), ...(examples.length > 0 ? [word("examples_short", examples.length)] : [])];
  return parts.join(" · ") || "—";
}

function groupTotal({ total, unit, rows }: Group<Shown>, name: string, word: Words): HTMLElement {
  return totalRow(name, total, word, {
    goal: of(total.results.goal, (x) => countText(x, unit)),
    done: of(total.results.done, (x) => countText(x, "")),
    left: of(total.left, (x) => countText(x, "")),
    money: of(total.money.goal, moneyWith(rows)),
    rate: rateOf(total.rate, word),
  });
}

/** The total of all groups: people and money; results and rates of several groups are not added. */
function grandTotal({ groups, total }: Report<Shown>, word: Words): HTMLElement {
  return totalRow(word("everybody"), total, word, { money: of(total.money.goal, moneyWith(groups.flatMap(({ rows }) => rows))) });
}

function totalRow(name: string, total: Total, word: Words, texts: Readonly<Record<string, string | (Node | string)[]>>): HTMLElement {
  const cells = COLUMNS.slice(1, -1).map((column) => cell(column, word, ...[texts[column] ?? ""].flat()));
  return element(
    "tr", { "class": "total" },
    element("th", { scope: "row", "class": "name" }, name, " ", element("small", {}, peopleOf(total, word))),
    ...cells, cell("stays", word, word("fte", countText(round(total.worth, 1), ""))),
  );
}

function of(x: number | undefined, text: (x: number) => string): string {
  return x === undefined ? "—" : text(x);
}

/** Writes money in the unit of the first row that has one. */
function moneyWith(rows: readonly Shown[]): (yuan: number) => string {
  const unit = moneyUnitIn(rows);
  return (yuan) => `${moneyText(yuan, unit)} ${unit}`;
}

/** How many people a total has, and how many of them have no goal. */
export function peopleOf({ people, blank }: Total, word: Words): string {
  return blank === 0 ? word("people", people) : labelled(word("people", people), word("blank_people", blank));
}
