import { isComposing, isTyping } from "../shared/dom";
import { loadLater } from "../shared/later";

/** The key ? and the button in the footer show the keys of the page. */
export function attachKeys(): void {
  const button = document.querySelector<HTMLElement>("[data-keys]");
  if (button === null) return;
  const show = async (): Promise<void> => {
    if (await loadLater(button.dataset["keys"])) window.cairnKeys?.();
  };
  button.addEventListener("click", show);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" && event.key !== "？") return;
    if (isTyping(event.target) || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    void show();
  });
}
