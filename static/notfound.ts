// The bundle of the page that a server shows for an unknown address.

import { attachFrame } from "./frame/frame";
import { attachLost } from "./frame/lost";
import { openStore } from "./storage/store";

attachFrame(openStore());
attachLost();
