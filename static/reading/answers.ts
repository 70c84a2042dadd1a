// Below an answer that the reader has opened: whether she knew it, and when she is asked again.

import { announceWord } from "../shared/announcer";
import { element } from "../shared/dom";
import { today } from "../shared/today";
import { dateName, type Words } from "../shared/words";
import { dateText, knownDay } from "../goal/dates";
import type { Store } from "../storage/store";
import { noAnswers, readRecall, recallKey, standingOn, withAnswer } from "./recall";

export function attachAnswers(store: Store, page: HTMLElement, word: Words): void {
  const open = (fold: HTMLDetailsElement): void => {
    const answer = fold.querySelector<HTMLElement>("[data-question]");
    if (answer === null || !fold.open || fold.querySelector(".knew") !== null) return;
    const row = element("p", { class: "knew", role: "status" });
    fold.append(row);
    show(store, answer.dataset["question"] ?? "", row, word);
  };
  page.addEventListener("toggle", ({ target }) => {
    if (target instanceof HTMLDetailsElement) open(target);
  }, true);
  page.querySelectorAll("details").forEach(open);
}

/** Asks whether the reader knew the answer; if she has said so today, says when she is asked again. */
function show(store: Store, key: string, row: HTMLElement, word: Words): void {
  const date = today();
  const saved = readRecall(store.read(recallKey));
  const answered = saved === "unreadable" ? undefined : standingOn(saved.answers[key], knownDay(date));
  if (answered !== undefined && (answered.today || answered.isDone)) {
    row.textContent = sayNext("today", answered.due, date, word);
    return;
  }
  const answer = (knew: boolean): void => {
    const outcome = store.change(recallKey, readRecall, (saved = noAnswers) => withAnswer(saved, key, date, knew));
    if (outcome !== "saved") return announceWord(outcome);
    const now = readRecall(store.read(recallKey));
    row.textContent = sayNext("later", now === "unreadable" ? undefined : standingOn(now.answers[key], knownDay(date)).due, date, word);
    row.closest("details")?.querySelector("summary")?.focus(); // the button that had the focus is gone
  };
  const buttons = (["right", "wrong"] as const).map((name) => {
    const button = element("button", { type: "button", class: "quiet" }, word(name));
    button.addEventListener("click", () => answer(name === "right"));
    return button;
  });
  row.append(word("knew"), ...buttons);
}

/** When a question is asked again. */
function sayNext(key: "later" | "today", due: number | undefined, date: string, word: Words): string {
  if (due === undefined) return word("done");
  return word(key, due === knownDay(date) + 1 ? word("tomorrow") : dateName(dateText(due)));
}
