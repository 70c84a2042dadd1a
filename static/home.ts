// The bundle of the home page.

import { attachFrame } from "./frame/frame";
import { attachHome } from "./home/home";
import { attachReview } from "./home/review";
import { attachReading } from "./reading/reading";
import { openStore } from "./storage/store";

const store = openStore();
attachFrame(store);
attachReading(store);
attachHome(store);
attachReview(store);
