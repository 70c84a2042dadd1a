// What the reader has ticked on the card of the week, and what is due. The worksheet loads this script for a plan that she keeps, or
// when she first uses the card.

import { MondayView } from "./worksheet/monday";

window.cairnMonday = (card, word) => new MondayView(card, word);
