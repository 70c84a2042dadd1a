// Runs before the page is painted, so that a chosen theme does not flash.
try {
  const root = document.documentElement;
  const kept = localStorage.getItem(`cairn:${root.dataset["site"] ?? ""}:theme`);
  if (kept === '"light"' || kept === '"dark"') root.dataset["theme"] = kept.slice(1, -1);
} catch {
  // Without storage the system's choice holds.
}
