// The bundle of the home page.

import { attachHome } from "./home/home";
import { openStore } from "./storage/store";

attachHome(openStore());
