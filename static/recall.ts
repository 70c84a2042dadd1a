// What the reader knew of the questions that she answers without looking. A text loads this script when she opens an answer.

import { attachAnswers } from "./reading/answers";
import { wordsOf } from "./shared/words";

window.cairnRecall = (store, prose) => attachAnswers(store, prose, wordsOf(prose, "recall"));
