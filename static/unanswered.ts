// The part of the search page that lists the queries of which the reader opened no result.

import { attachList } from "./search/list";
import { openStore } from "./storage/store";

attachList(openStore());
