// The bundle of the pages whose layout has no script of its own. Each feature attaches itself to
// its elements, if the page has them.

import { attachFrame } from "./frame/frame";
import { attachReading } from "./reading/reading";
import { openStore } from "./storage/store";

const store = openStore();
attachFrame(store);
attachReading(store);
