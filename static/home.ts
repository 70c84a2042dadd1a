// The home page asks who the reader is, and says what to do today.

import { attachHome } from "./home/home";
import { openStore } from "./storage/store";

attachHome(openStore());
