// The features of a page with a text.

import type { Store } from "../storage/store";
import { attachAnchors } from "./anchors";
import { attachContents } from "./contents";
import { attachEnlarge } from "./enlarge";
import { attachLastRead } from "./lastRead";
import { attachProgress } from "./progress";
import { attachQuestions } from "./questions";
import { attachQuotes } from "./quotes";
import { attachTicks } from "./ticks";

export function attachReading(store: Store): void {
  attachContents();
  attachEnlarge();
  attachAnchors();
  attachTicks(store);
  attachProgress(store);
  attachQuotes(store);
  attachQuestions(store);
  attachLastRead(store);
}
