// The buttons of texts to copy. Only pages that have such a text load this script.

import { attachClips } from "./reading/clip";
import { wordsOf } from "./shared/words";

attachClips(wordsOf(document.body, "clip"));
