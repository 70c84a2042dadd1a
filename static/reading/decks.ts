// The page of all questions: those that are due stand first, and all of them can be printed as cards.

import { setHidden } from "../shared/dom";
import { today } from "../shared/today";
import { knownDay } from "../goal/dates";
import type { Store } from "../storage/store";
import { askedOn, readRecall, recallKey } from "./recall";

export function attachDecks(store: Store, page: HTMLElement): void {
  page.querySelector("[data-print-cards]")?.addEventListener("click", () => print());
  const saved = readRecall(store.read(recallKey));
  if (saved === "unreadable") return;
  const answers = new Map([...page.querySelectorAll<HTMLElement>("[data-question]")].map((answer) => [answer.dataset["question"] ?? "", answer]));
  const asked = askedOn(saved, [...answers.keys()], knownDay(today()));
  setHidden(page.querySelector<HTMLElement>("[data-asked]"), false);
  setHidden(page.querySelector<HTMLElement>("[data-none]"), asked.length > 0);
  page.querySelector("[data-asked-questions]")?.append(...asked.flatMap((key) => answers.get(key)?.closest("details") ?? []));
}
