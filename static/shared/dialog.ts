import { element } from "./dom";

/** Asks a question with one or two answers, below the facts that it is about; resolves to true for yes. */
export function ask(question: string, yes: string, no = "", ...facts: readonly Node[]): Promise<boolean> {
  const agree = element("button", { type: "submit", class: "button", value: "yes" }, yes);
  const refuse = no === "" ? [] : [element("button", { type: "submit", class: "quiet", value: "no" }, no)];
  const form = element("form", { method: "dialog" }, ...facts, element("p", {}, question), element("p", {}, ...refuse, agree));
  const dialog = element("dialog", {}, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}
