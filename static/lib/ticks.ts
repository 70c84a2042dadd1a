import type { Store } from "./storage";

/** Keeps the ticks of a page's checklists. */
export function attachTicks(store: Store): void {
  const prose = document.querySelector<HTMLElement>("[data-ticks-key]");
  const boxes = [...(prose?.querySelectorAll<HTMLInputElement>("input[data-task]") ?? [])];
  const key = prose?.dataset["ticksKey"];
  if (boxes.length === 0 || key === undefined) return;
  const restore = (): void => {
    const kept = store.read(key);
    if (!Array.isArray(kept)) return;
    for (const box of boxes) box.checked = kept.includes(Number(box.dataset["task"]));
  };
  restore();
  store.onChange(key, restore);
  for (const box of boxes) {
    box.addEventListener("change", () => {
      store.write(key, boxes.filter((b) => b.checked).map((b) => Number(b.dataset["task"])));
    });
  }
}
