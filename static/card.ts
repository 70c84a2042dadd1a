// Prints the cards of a year's quarters. The worksheet loads this script when the reader asks
// for them.

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
