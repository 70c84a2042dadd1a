// The reader's plan on the home page. It loads this script if the browser keeps a plan of her
// worksheet.

import { PlanAhead } from "./plans/ahead";
import { wordsOf } from "./shared/words";

let ahead: PlanAhead | undefined;

window.cairnAhead = (store, shown, sheet, today) => {
  ahead ??= new PlanAhead(store, shown, wordsOf(shown, "ahead"));
  void ahead.show(sheet, today);
};
