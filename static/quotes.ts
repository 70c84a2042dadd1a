// The reader's own numbers in texts. A page loads this script if the browser keeps a plan of a
// worksheet that the page quotes.

import { Quotes } from "./plans/quotes";
import { wordsOf } from "./shared/words";

window.cairnQuotes = (store, prose, links) => void new Quotes(store, links, wordsOf(prose, "quote"));
