// The page's contents. On wide windows they are open in a column of their own; below, they are a line under the title
// that unfolds, and on a phone a button at the lower edge that opens them as a sheet.

import { element } from "../shared/dom";

/** Opens the contents as the width of the window has it, and marks the section that is being read. */
export function attachContents(): void {
  const contents = document.querySelector<HTMLElement>("[data-contents]");
  const details = contents?.querySelector("details") ?? null;
  if (contents === null || details === null) return;
  const links = [...contents.querySelectorAll("a")];
  const titles = new Map(links.map((link) => [link, link.textContent ?? ""])); // before other scripts add what is read
  const narrow = matchMedia("(max-width: 74rem)"); // the same width as in layout.css
  const open = (): void => {
    details.open = !narrow.matches;
  };
  narrow.addEventListener("change", open);
  open();
  attachSheet(contents, details);
  const here = contents.querySelector("[data-here]");
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let marked: HTMLAnchorElement | undefined;
  // A heading is current from where a link to it scrolls it, 120 pixels below the top on a phone.
  const mark = (): void => {
    let current = links[0];
    headings.forEach((heading, i) => {
      if (heading !== null && heading.getBoundingClientRect().top < 130) current = links[i];
    });
    if (current === marked) return;
    marked?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
    if (here !== null) here.textContent = (current && titles.get(current)) ?? "";
    marked = current;
  };
  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}

/** On a phone the line of the contents opens their list in a dialog at the lower edge. */
function attachSheet(contents: HTMLElement, details: HTMLDetailsElement): void {
  const phone = matchMedia("(max-width: 56rem)"); // the same width as in contents.css
  const line = details.querySelector("summary");
  const list = details.querySelector("ol");
  if (line === null || list === null) return;
  const title = line.querySelector("[id]");
  const close = element("button", { type: "button", class: "quiet" }, contents.dataset["close"] ?? "");
  const head = element("p", {}, element("strong", {}, title?.textContent ?? ""), close);
  const sheet = element("dialog", { class: "drawer no-print", "aria-labelledby": title?.id ?? "" }, head);
  line.addEventListener("click", (event) => {
    if (!phone.matches) return;
    event.preventDefault();
    sheet.append(list);
    contents.append(sheet);
    sheet.showModal();
    list.querySelector<HTMLElement>("[aria-current]")?.focus();
  });
  // A click on the dialog itself is one outside its content, on the dimmed page.
  sheet.addEventListener("click", ({ target }) => {
    if (target === sheet || target === close || (target instanceof Element && target.closest("a") !== null)) sheet.close();
  });
  sheet.addEventListener("close", () => {
    if (sheet.open) return; // a click has opened it again before this event came
    details.append(list);
    sheet.remove();
  });
  phone.addEventListener("change", () => sheet.close());
}
