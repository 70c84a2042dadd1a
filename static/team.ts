// The page that adds up the plans of a team.

import { attachFrame } from "./frame/frame";
import { attachReading } from "./reading/reading";
import { openStore } from "./storage/store";
import { Team } from "./team/team";

const store = openStore();
attachFrame(store);
attachReading(store);
const page = document.querySelector<HTMLElement>("[data-team]");
if (page !== null) new Team(page, store);
