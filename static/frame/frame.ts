// What every page has around its text. A page loads one script, that of its layout or
// static/site.ts, and each begins with this.

import { attachSearch } from "../search/open";
import { attachForget, attachImport } from "../storage/controls";
import type { Store } from "../storage/store";
import { attachKeys } from "./keys";
import { attachMenu } from "./menu";
import { attachReport } from "./report";
import { attachTheme } from "./theme";
import { attachTracks } from "./tracks";

export function attachFrame(store: Store): void {
  attachTheme(store);
  attachTracks(store);
  attachMenu();
  attachForget(store);
  attachImport(store);
  attachReport();
  attachSearch();
  attachKeys();
}
