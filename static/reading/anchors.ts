import { copyText } from "../shared/clipboard";
import { element } from "../shared/dom";

/** How long the word stays that confirms a copy. */
const shownFor = 2500;

/** The link beside a heading also copies the address of its section. A page opened from a disk has no address for others. */
export function attachAnchors(): void {
  const prose = document.querySelector<HTMLElement>("[data-prose]");
  if (prose === null || location.protocol === "file:") return;
  const status = element("p", { role: "status", class: "visually-hidden" });
  prose.after(status);
  prose.addEventListener("click", async (event) => {
    const anchor = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.anchor") : null;
    if (anchor === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!(await copyText(anchor.href))) return;
    const copied = prose.dataset["copied"] ?? "";
    status.textContent = anchor.dataset["copied"] = copied;
    setTimeout(() => {
      status.textContent = "";
      delete anchor.dataset["copied"];
    }, shownFor);
  });
}
