// Runs in the head, before anything is painted: what is painted first is then what
// the deferred scripts leave, and nothing jumps when they run.

const root = document.documentElement;
const { site = "", page = "", layout = "" } = root.dataset;
const read = (key: string): string | null => localStorage.getItem(`cairn:${site}:${key}`);

/** What changes the size of a page's own part as soon as its script has read it, by layout. */
const kept: Readonly<Record<string, readonly string[]>> = {
  home: ["reader", "left"],
  goal: ["reader", `plan:${page.replace(/\.html$/, "")}`],
  assessment: ["reader", `assessment:${page}`],
};

/** Shows all of the page: its deferred scripts have run, or take too long. */
function release(): void {
  root.dataset["scripts"] = "ready";
  delete root.dataset["held"];
}

root.dataset["scripts"] = "loading"; // shows what only works with scripts, and not yet what stands below the text
document.addEventListener("DOMContentLoaded", release);
setTimeout(release, 3000);
try {
  const theme = read("theme");
  if (theme === '"light"' || theme === '"dark"') root.dataset["theme"] = theme.slice(1, -1);
  if (kept[layout]?.some((key) => read(key) !== null)) root.dataset["held"] = "";
} catch {
  // Without storage the system's colours hold, and nothing is kept.
}
