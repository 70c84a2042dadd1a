// Makes the cards of a year's quarters for the printer. A worksheet, and the page that prints
// several, load this script when the reader asks for them.

import type { Entries } from "./goal/sheet";
import type { Template } from "./goal/template";
import { wordsOf } from "./shared/words";
import { closedQuarters } from "./worksheet/actuals";
import { cardsOf } from "./worksheet/quarterCards";
import { paperCards } from "./worksheet/paperCards";
import type { SavedPlan } from "./worksheet/saved";

declare global {
  interface Window {
    cairnCards?: (page: HTMLElement, template: Template, entries: Entries, plan: SavedPlan) => void;
    cairnBlankCards?: (template: Template, person: string, title: string) => HTMLElement;
  }
}

/** Adds the cards to the page until they are printed. A plan in which nothing has been answered has blank ones: its numbers would be those of the example. */
window.cairnCards = (page, template, entries, plan) => {
  const closed = closedQuarters(plan, template);
  const counts = closed.length < 4 && plan.closing?.quarter === `${template.year.id}-Q${closed.length + 1}` ? [...closed, plan.closing] : closed;
  const isFilled = Object.keys(plan.values).length > 0 || counts.length > 0;
  const owner = { person: plan.person, title: page.querySelector("h1")?.textContent ?? "", year: template.year.id };
  const cards = paperCards(cardsOf(template, isFilled ? { entries, counts, prior: plan.prior } : undefined), owner, wordsOf(page, "card"));
  page.querySelector(".quarters")?.remove();
  page.append(cards);
  addEventListener("afterprint", () => cards.remove(), { once: true });
};

/** The blank cards of a person. */
window.cairnBlankCards = (template, person, title) => {
  return paperCards(cardsOf(template), { person, title, year: template.year.id }, wordsOf(document.documentElement, "card"));
};
