// Makes the cards of a year's quarters for the printer. A worksheet, and the page that prints
// several, load this script when the reader asks for them.

import type { Entries } from "./goal/sheet";
import type { Template } from "./goal/template";
import { wordsOf } from "./shared/words";
import { closedQuarters } from "./worksheet/actuals";
import { entriesOf } from "./worksheet/entries";
import { cardsOf, type Filled } from "./worksheet/quarterCards";
import { paperCards } from "./worksheet/paperCards";
import type { SavedPlan } from "./worksheet/saved";

declare global {
  interface Window {
    cairnCards?: (page: HTMLElement, template: Template, entries: Entries, plan: SavedPlan) => void;
    /** The cards of a person, with the numbers of her plan if she has one. */
    cairnPaperCards?: (template: Template, person: string, title: string, plan?: SavedPlan) => HTMLElement;
  }
}

/** Adds the cards to the page until they are printed. */
window.cairnCards = (page, template, entries, plan) => {
  const owner = { person: plan.person, title: page.querySelector("h1")?.textContent ?? "", year: template.year.id };
  const cards = paperCards(cardsOf(template, filledOf(template, entries, plan)), owner, wordsOf(page, "card"));
  page.querySelector(".quarters")?.remove();
  page.append(cards);
  addEventListener("afterprint", () => cards.remove(), { once: true });
};

window.cairnPaperCards = (template, person, title, plan) => {
  const filled = plan && filledOf(template, entriesOf(template, plan.values, plan.unknown), plan);
  return paperCards(cardsOf(template, filled), { person, title, year: template.year.id }, wordsOf(document.documentElement, "card"));
};

/** A plan in which nothing has been answered has blank cards: its numbers would be those of the example. */
function filledOf(template: Template, entries: Entries, plan: SavedPlan): Filled | undefined {
  const closed = closedQuarters(plan, template);
  const counts = closed.length < 4 && plan.closing?.quarter === `${template.year.id}-Q${closed.length + 1}` ? [...closed, plan.closing] : closed;
  return Object.keys(plan.values).length > 0 || counts.length > 0 ? { entries, counts, prior: plan.prior } : undefined;
}
