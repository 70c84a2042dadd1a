// What every page does once it is there. Each part attaches to what it finds.

import { attachContents } from "./reading/contents";
import { attachForget, attachImport } from "./storage/controls";
import { attachLeft } from "./reading/lastRead";
import { attachMenu } from "./shared/menu";
import { openStore } from "./storage/store";
import { attachReport } from "./reading/report";
import { attachTheme } from "./reading/theme";
import { attachTicks } from "./reading/ticks";
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
