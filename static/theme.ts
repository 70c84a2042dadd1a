// Runs in the head, before the first paint, and gives the page the state in which the
// deferred scripts leave it, so that the layout does not shift when they run.

const root = document.documentElement;
const { site = "", page = "", layout = "" } = root.dataset;
const read = (key: string): string | null => localStorage.getItem(`cairn:${site}:${key}`);

/** By layout, the keys of saved values that change the size of the page once its script has read them. */
const savedKeys: Readonly<Record<string, readonly string[]>> = {
  home: ["reader", "left"],
  cards: ["recall"],
  goal: ["reader", ...["plan", "chosen"].map((kind) => `${kind}:${page.replace(/\.html$/, "")}`)],
  assessment: ["reader", `assessment:${page}`],
};

/** Shows the whole page, when its deferred scripts have run or take too long. */
function release(): void {
  root.dataset["scripts"] = "ready";
  delete root.dataset["held"];
}

root.dataset["scripts"] = "loading"; // shows the elements that need scripts, but not yet those below the text
document.addEventListener("DOMContentLoaded", release);
setTimeout(release, 3000);
try {
  const theme = read("theme");
  if (theme === '"light"' || theme === '"dark"') root.dataset["theme"] = theme.slice(1, -1);
  if (read("reader") !== null) root.dataset["readerKnown"] = "";
  if (savedKeys[layout]?.some((key) => read(key) !== null)) root.dataset["held"] = "";
} catch {
  // Storage is refused: the system's theme holds, and no value is saved.
}
