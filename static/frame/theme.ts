import { wordsOf } from "../shared/words";
import { announceWord } from "../shared/announcer";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const order = ["auto", "light", "dark"] as const;
type Theme = (typeof order)[number];

/** Attaches the button that switches between the system's theme, light and dark, and saves the choice. */
export function attachTheme(store: Store): void {
  const button = document.querySelector<HTMLElement>("[data-theme-switch]");
  if (button === null) return;
  const word = wordsOf(button);
  let theme: Theme = "auto";
  const show = (): void => {
    const shown = word("label") + word(theme);
    button.textContent = shown;
    button.title = shown + word("switch", word(following(theme)));
    button.setAttribute("aria-label", button.title);
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  };
  button.addEventListener("click", () => {
    theme = following(theme);
    const outcome = store.change("theme", readTheme, () => (theme === "auto" ? undefined : theme));
    if (outcome !== "saved") announceWord(outcome);
    show();
  });
  const restore = (): void => {
    const saved = readTheme(store.read("theme"));
    theme = saved === "unreadable" ? "auto" : saved;
    show();
  };
  restore();
  store.onChange((key) => key === "theme", restore);
  button.hidden = false;
}

/** The theme that the button switches to. */
function following(theme: Theme): Theme {
  return order[(order.indexOf(theme) + 1) % order.length] ?? "auto";
}

/** Reads a saved theme; "unreadable" if it is missing or invalid. The system's theme is never saved. */
export function readTheme(saved: unknown): "light" | "dark" | "unreadable" {
  return saved === "light" || saved === "dark" ? saved : "unreadable";
}

export const themeKind: Kind<Theme> = { name: "theme", read: readTheme };
