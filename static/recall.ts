// What the reader knew of the questions that she answers without looking. A text loads this script when she opens an answer, the home
// page if she has answered any.

import { showDue } from "./home/due";
import { attachAnswers } from "./reading/answers";
import { wordsOf } from "./shared/words";

window.cairnRecall = (store, prose) => attachAnswers(store, prose, wordsOf(prose, "recall"));
window.cairnReview = showDue;
