// Copies a text that the reader takes along.

import { announce } from "../shared/announcer";
import { element, required } from "../shared/dom";
import type { Words } from "../shared/words";
import { htmlText, plainText } from "./clipText";

interface Content {
  readonly text: string;
  readonly html: string;
}

/** Gives each text to copy a button. */
export function attachClips(word: Words): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-clip]")) {
    const body = required(box, "div");
    const title = box.querySelector("figcaption")?.textContent ?? "";
    const button = element("button", { type: "button", class: "quiet no-print", "aria-label": word("named", title) }, word("button"));
    button.addEventListener("click", () => void copy(body).then((done) => announce(word(done ? "copied" : "selected"))));
    body.before(button);
  }
}

async function copy(body: HTMLElement): Promise<boolean> {
  const content = { text: plainText(body), html: htmlText(body) };
  return (await copyByClipboard(content)) || copyBySelection(body, content);
}

/** Copies with the clipboard of the browser, which pages of a disk and of plain http do not have. */
async function copyByClipboard({ text, html }: Content): Promise<boolean> {
  try {
    const item = new ClipboardItem({ "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return false;
  }
}

/** Copies with the command of the browser. If it refuses, the text stays selected, and the reader copies it. */
function copyBySelection(body: HTMLElement, { text, html }: Content): boolean {
  const selection = getSelection();
  selection?.selectAllChildren(body);
  const put = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    event.clipboardData?.setData("text/html", html);
  };
  document.addEventListener("copy", put);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put);
  if (done) selection?.removeAllRanges();
  return done;
}
