import { wordsOf } from "./dom";
import type { Store } from "./storage";

/** Keeps the ticks of a page's checklists, and says on a reading path how far one is. */
export function attachTicks(store: Store): void {
  const prose = document.querySelector<HTMLElement>("[data-ticks-key]");
  const boxes = [...(prose?.querySelectorAll<HTMLInputElement>("input[data-task]") ?? [])];
  const key = prose?.dataset["ticksKey"];
  if (boxes.length === 0 || key === undefined) return;
  const restore = (): void => {
    const kept = store.read(key);
    if (Array.isArray(kept)) for (const box of boxes) box.checked = kept.includes(Number(box.dataset["task"]));
    showProgress(boxes);
  };
  restore();
  store.onChange(key, restore);
  for (const box of boxes) {
    box.addEventListener("change", () => {
      store.write(key, boxes.filter((b) => b.checked).map((b) => Number(b.dataset["task"])));
      showProgress(boxes);
    });
  }
}

function showProgress(boxes: readonly HTMLInputElement[]): void {
  const progress = document.querySelector<HTMLElement>("[data-progress]");
  if (progress === null) return;
  const word = wordsOf(progress);
  const left = boxes.filter((box) => !box.checked);
  const minutes = left.flatMap((box) => [...(box.closest("li")?.querySelectorAll<HTMLElement>("[data-minutes]") ?? [])]);
  const sum = minutes.reduce((total, { dataset }) => total + Number(dataset["minutes"]), 0);
  const text = word("progress").replace("%d", String(boxes.length - left.length)).replace("%d", String(boxes.length)).replace("%m", String(sum));
  progress.textContent = left.length === 0 ? word("done") : text;
  progress.style.setProperty("--done", `${(100 * (boxes.length - left.length)) / boxes.length}%`);
}
