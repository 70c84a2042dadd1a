// Lists the keys of the page. A page loads this script when the reader asks for them.

import { answer } from "./shared/dialog";
import { element } from "./shared/dom";
import { wordsOf } from "./shared/words";

declare global {
  interface Window {
    cairnKeys?: () => void;
  }
}

/** The keys of every page, and those of a worksheet; the words behind them have the names of the rows. */
const keys: readonly (readonly [word: string, ...keys: string[]])[] = [
  ["search", "/", "Ctrl K"],
  ["pick", "↑", "↓", "Enter"],
  ["close", "Esc"],
  ["list", "?"],
];
const worksheetKeys: typeof keys = [
  ["back", "Ctrl Z"],
  ["again", "Ctrl Y"],
];

window.cairnKeys = () => {
  const word = wordsOf(document.body, "keys");
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const rows = [...keys, ...(document.querySelector("[data-worksheet]") === null ? [] : worksheetKeys)].map(([name, ...those]) =>
    element("div", {}, element("dt", {}, ...those.map((key) => element("kbd", {}, isMac ? key.replace("Ctrl", "⌘") : key))), element("dd", {}, word(name))));
  const dialog = element("dialog", { class: "keys", "aria-labelledby": "ui:keys-title" },
    element("h2", { id: "ui:keys-title" }, word("button")),
    element("dl", {}, ...rows),
    element("form", { method: "dialog" }, answer("yes", word("done"))));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
};
