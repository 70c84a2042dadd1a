// The home page asks who the reader is, and says what to do today.

import { attachHome } from "./home/home";
import { openStore } from "./lib/storage";

attachHome(openStore());
