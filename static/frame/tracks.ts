import { element } from "../shared/dom";
import { readReader } from "../reading/reader";
import type { Store } from "../storage/store";

/**
 * Shows the navigation to a reader who has said who she is: of the entries for tracks, her own comes first and is open,
 * and those of the others are folded behind it. Her stage is marked.
 */
export function attachTracks(store: Store): void {
  const navigation = document.getElementById("ui:navigation");
  const reader = readReader(store.read("reader"));
  if (navigation === null || reader === "unreadable") return;
  for (const own of navigation.querySelectorAll<HTMLElement>("[data-track]")) {
    if (own.dataset["track"] !== reader.track) continue;
    const others = [...(own.parentElement?.children ?? [])].filter((entry) => entry !== own && entry instanceof HTMLElement && entry.dataset["track"] !== undefined);
    const isElsewhere = others.some((entry) => entry.querySelector("[aria-current]") !== null);
    const folder = own.querySelector("details");
    if (folder !== null && !isElsewhere) folder.open = true;
    if (others.length === 0) continue;
    const fold = element("details", isElsewhere ? { open: "" } : {}, element("summary", {}, navigation.dataset["otherTracks"] ?? ""), element("ul", {}, ...others));
    own.after(element("li", {}, fold));
  }
  for (const entry of navigation.querySelectorAll<HTMLElement>("[data-stage]")) entry.classList.toggle("mine", entry.dataset["stage"] === reader.stage);
}
