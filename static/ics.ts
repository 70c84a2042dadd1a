// Makes the calendar file of a worksheet's plan. The worksheet loads this script when the reader asks for the file.

import { knownDay } from "./goal/dates";
import { agenda, minutesFor, readRecall, recallKey } from "./reading/recall";
import { isListOf, isString, parseData } from "./shared/json";
import type { Store } from "./storage/store";
import { textsOf } from "./worksheet/due";
import { calendarFile, type Review, type Source } from "./worksheet/ics";

type Given = Omit<Source, "texts" | "reviews">;

declare global {
  interface Window {
    /** Returns "" if nothing is left for a calendar. */
    cairnCalendar?: (page: HTMLElement, store: Store, source: Given) => string;
  }
}

window.cairnCalendar = (page, store, source) => calendarFile({ ...source, texts: textsOf(page), reviews: reviewsOf(page, store, source) });

/** The days on which the reader is to answer questions again; none if she has answered none. */
function reviewsOf(page: HTMLElement, store: Store, { today, address, word }: Given): Review[] {
  const button = page.querySelector<HTMLElement>("[data-reviews]");
  const saved = readRecall(store.read(recallKey));
  if (button === null || saved === "unreadable") return [];
  const cards = address === "" ? "" : new URL(`${document.documentElement.dataset["root"] ?? ""}cards.html`, address).href;
  return agenda(saved, parseData(button, "reviews", isListOf(isString)), knownDay(today)).map(({ date, count }) =>
    ({ id: `${store.site}-review-${date}`, date, text: word("review", count, minutesFor(count)), address: cards }));
}
