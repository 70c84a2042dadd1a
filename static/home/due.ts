// The line of the home page that says how many questions are due today, and lets the reader put them off.

import { knownDay } from "../goal/dates";
import { askedOn, minutesFor, readRecall, recallKey } from "../reading/recall";
import { announceWord } from "../shared/announcer";
import { setText } from "../shared/dom";
import { isListOf, isString, parseData } from "../shared/json";
import { today } from "../shared/today";
import { wordsOf } from "../shared/words";
import type { Store } from "../storage/store";

export function showDue(store: Store, line: HTMLElement): void {
  const word = wordsOf(line, "recall");
  const keys = parseData(line, "reviews", isListOf(isString));
  const show = (): void => {
    const saved = readRecall(store.read(recallKey));
    const count = saved === "unreadable" ? 0 : askedOn(saved, keys, knownDay(today())).length;
    line.hidden = count === 0;
    setText(line.querySelector("a"), word("due", count, minutesFor(count)));
  };
  line.querySelector("button")?.addEventListener("click", () => {
    const outcome = store.change(recallKey, readRecall, (saved) => saved && { ...saved, skipped: today() });
    if (outcome === "saved") line.textContent = word("skipped");
    else announceWord(outcome);
  });
  store.onChange((key) => key === recallKey, show);
  show();
}
