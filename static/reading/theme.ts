import { wordsOf } from "../shared/words";
import { announceWord } from "../shared/announcer";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const order = ["auto", "light", "dark"] as const;
type Theme = (typeof order)[number];

/** The button that goes through the system's theme, light and dark. */
export function attachTheme(store: Store): void {
  const button = document.querySelector<HTMLElement>("[data-theme-switch]");
  if (button === null) return;
  const word = wordsOf(button);
  const kept = readTheme(store.read("theme"));
  let theme: Theme = kept === "unreadable" ? "auto" : kept;
  const show = (): void => {
    button.textContent = word(theme);
    button.setAttribute("aria-label", word("label") + word(theme));
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  };
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length] ?? "auto";
    const outcome = store.change("theme", readTheme, () => (theme === "auto" ? undefined : theme));
    if (outcome !== "kept") announceWord(outcome);
    show();
  });
  show();
  button.hidden = false;
}

/** Reads what is kept: "unreadable" if nothing is, or no theme that is. */
export function readTheme(kept: unknown): "light" | "dark" | "unreadable" {
  return kept === "light" || kept === "dark" ? kept : "unreadable";
}

export const themeKind: Kind<Theme> = { name: "theme", read: readTheme };
