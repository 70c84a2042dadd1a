import { element } from "./dom";

/** Asks a question with one or two answers, below the facts that it is about; resolves to true for yes. */
export async function ask(question: string, yes: string, no = "", ...facts: readonly Node[]): Promise<boolean> {
  const agree = answer("yes", yes, "button");
  const refuse = no === "" ? [] : [answer("no", no)];
  return (await choose(...facts, element("p", {}, question), element("p", {}, ...refuse, agree))) === "yes";
}

/** A button that answers the question of a dialog. */
export function answer(value: string, word: string, look = "quiet"): HTMLElement {
  return element("button", { type: "submit", class: look, value }, word);
}

/** Shows a dialog; resolves to the value of the answer, "" if the reader closes it without one. */
export function choose(...content: readonly Node[]): Promise<string> {
  const dialog = element("dialog", {}, element("form", { method: "dialog" }, ...content));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
  });
}
