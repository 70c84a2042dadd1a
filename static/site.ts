// The bundle of every page. Each feature attaches itself to its elements, if the page has them.

import { attachContents } from "./reading/contents";
import { attachForget, attachImport } from "./storage/controls";
import { attachLastRead } from "./reading/lastRead";
import { attachMenu } from "./shared/menu";
import { openStore } from "./storage/store";
import { attachReport } from "./reading/report";
import { attachTheme } from "./reading/theme";
import { attachTicks } from "./reading/ticks";
import { attachSearch } from "./search/open";

const store = openStore();
attachTheme(store);
attachMenu();
attachContents();
attachTicks(store);
attachForget(store);
attachImport(store);
attachLastRead(store);
attachReport();
attachSearch();
