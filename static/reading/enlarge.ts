// Opens a picture or a drawing large, in a dialog over the page.

import { element } from "../shared/dom";

export function attachEnlarge(): void {
  for (const opener of document.querySelectorAll<HTMLElement>("[data-enlarge]")) {
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens the picture's file in another tab
      const picture = opener.closest("figure")?.querySelector(".wide, img");
      if (!picture) return;
      event.preventDefault();
      const name = picture.getAttribute("aria-label") ?? picture.getAttribute("alt") ?? "";
      enlarge(picture.cloneNode(true), name, opener.dataset["enlarge"] ?? "");
    });
  }
}

/** Shows a picture until the reader presses Escape, the button, or the page around the dialog. */
function enlarge(picture: Node, name: string, close: string): void {
  const frame = element("div", { class: "drawing", tabindex: "0" }, picture);
  const dialog = element("dialog", { class: "large", "aria-label": name }, frame, element("form", { method: "dialog" }, element("button", { class: "quiet" }, close)));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
