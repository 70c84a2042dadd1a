// What every page does once it is there. Each part attaches to what it finds.

import { attachContents } from "./lib/contents";
import { attachForget, attachImport } from "./lib/forget";
import { attachLeft } from "./lib/left";
import { attachMenu } from "./lib/menu";
import { openStore } from "./lib/storage";
import { attachReport } from "./lib/report";
import { attachTheme } from "./lib/theme";
import { attachTicks } from "./lib/ticks";
import { attachSearch } from "./search/box";

const store = openStore();
attachTheme(store);
attachMenu();
attachContents();
attachTicks(store);
attachForget(store);
attachImport(store);
attachLeft(store);
attachReport();
attachSearch(store);
