const longest = 3000;

/**
 * Hides the page until what loads has its place, so that nothing below it moves; for three seconds at most. A page that is
 * complete stays as it is: its reader has seen it.
 */
export function holdPage(loading: Promise<unknown>): void {
  if (document.readyState === "complete") return;
  const { dataset } = document.documentElement;
  const count = (change: number): void => {
    const left = Number(dataset["waits"] ?? 0) + change;
    if (left > 0) dataset["waits"] = String(left);
    else delete dataset["waits"];
  };
  count(1);
  void Promise.race([loading, new Promise((resolve) => setTimeout(resolve, longest))]).finally(() => count(-1));
}
