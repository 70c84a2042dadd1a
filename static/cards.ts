// The bundle of the page with all questions.

import { attachFrame } from "./frame/frame";
import { attachAnswers } from "./reading/answers";
import { attachDecks } from "./reading/decks";
import { attachReading } from "./reading/reading";
import { wordsOf } from "./shared/words";
import { openStore } from "./storage/store";

const store = openStore();
attachFrame(store);
attachReading(store);
const page = document.querySelector<HTMLElement>("[data-decks]");
if (page !== null) {
  attachDecks(store, page);
  attachAnswers(store, page, wordsOf(page));
}
