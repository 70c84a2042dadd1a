// The reader's cell on the home page's map, and the cells of its track and of its stage.

import { element } from "../shared/dom";
import type { Reader } from "../reading/reader";

/**
 * Marks the cell of a reader with a text, and the cells beside it in its row and its column; undefined marks none. Returns the
 * accent of her track, undefined if the map lacks the cell.
 */
export function markCell(reader: Pick<Reader, "track" | "stage"> | undefined, here: string): string | undefined {
  const cells = [...document.querySelectorAll<HTMLElement>("[data-cell]")];
  let accent: string | undefined;
  for (const cell of cells) {
    const [track, stage] = (cell.dataset["cell"] ?? "").split("/");
    const [isTrack, isStage] = [track === reader?.track, stage === reader?.stage];
    cell.querySelector(".here")?.remove();
    cell.classList.toggle("near", isTrack !== isStage);
    cell.classList.toggle("mine", isTrack && isStage);
    if (!isTrack || !isStage) continue;
    accent = cell.dataset["accent"] ?? "";
    cell.prepend(element("span", { class: "here" }, here));
  }
  cells[0]?.closest("table")?.classList.toggle("marked", accent !== undefined);
  return accent;
}
