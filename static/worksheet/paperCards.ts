// Makes the cards of the quarters for the printer: a line to write on for each text that is
// not known.

import { element } from "../shared/dom";
import { dateName, type Words } from "../shared/words";
import type { Card, CardStep } from "./quarterCards";

/** Whose cards they are; each may be "". */
export interface Owner {
  readonly person: string;
  readonly title: string;
  readonly year: string;
}

/** A card with more steps has no room for what to do if too few reach a step. */
const LONG = 5;

export function paperCards(cards: readonly Card[], owner: Owner, word: Words): HTMLElement {
  return element("section", { class: "quarters" }, ...cards.map((card) => paperCard(card, owner, word)));
}

function paperCard(card: Card, { person, title, year }: Owner, word: Words): HTMLElement {
  const heading = element("h2", {}, word("title", year, card.quarter, dateName(card.until)), " ", element("small", {}, title));
  const fields = [[word("person"), person], [word("manager"), ""], [word("date"), ""]].map(([name = "", text = ""]) => element("span", {}, name, " ", slot(text, "wide")));
  const columns = ["step", "year", "planned", "done", "open", "rate", "rest"].map((name) => element("th", { scope: "col" }, word(name)));
  const boxes = card.variables.map(({ label, isTrue }) => element("span", {}, isTrue ? "☑ " : "□ ", label));
  return element("div", { class: "quarter-card" },
    element("header", {}, heading, element("p", { class: "owner" }, ...fields)),
    element("div", { class: "grid" }, element("table", {}, element("thead", {}, element("tr", {}, ...columns)), element("tbody", card.steps.length > LONG ? { class: "long" } : {}, ...card.steps.map((step) => row(step, card.prior, word))))),
    element("p", { class: "how" }, word("how", card.prior)),
    element("p", { class: "happened" }, word("happened"), " ", ...boxes.flatMap((box) => [box, " "])),
    element("p", { class: "first" }, word("first"), " ", slot("", "line")),
  );
}

function row(step: CardStep, prior: string, word: Words): HTMLElement {
  const cell = (...content: readonly (Node | string)[]): HTMLElement => element("td", {}, ...content);
  const label = element("th", { scope: "row" }, step.label, " ", element("small", {}, step.unit), ...(step.weak === "" ? [] : [element("small", { class: "weak" }, step.weak)]));
  if (step.next === "") return element("tr", {}, label, cell(slot(step.year)), cell(slot(step.planned)), cell(slot(step.done)), cell(), cell(), cell(...sum([slot(step.year), " − ", slot(step.done)], step.rest)));
  const rate = ["(", prior, " × ", slot(step.share), " + ", slot(step.wins), ") ÷ (", prior, " + ", slot(step.trials), ")"];
  const rest = [slot(step.ahead), " ÷ ", slot(step.updated), " − ", slot(step.open)];
  return element("tr", {}, label, cell(slot(step.year)), cell(slot(step.planned)), cell(slot(step.done)), cell(slot(step.open)), cell(...sum(rate, step.updated)), cell(...sum(rest, step.rest)));
}

/** Arithmetic and its result. */
function sum(terms: readonly (Node | string)[], result: string): (Node | string)[] {
  return [...terms, " = ", slot(result)];
}

/** A known text, or a line to write on. */
function slot(text: string, look = ""): HTMLElement {
  return element("b", { class: `${text === "" ? "blank" : ""} ${look}`.trim() }, text);
}
