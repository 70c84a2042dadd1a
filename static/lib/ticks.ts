import { wordsOf } from "./dom";
import { notice } from "./notice";
import type { Store } from "./storage";

/** Keeps the ticks of a page's checklists, and says on a reading path how far one is. */
export function attachTicks(store: Store): void {
  const prose = document.querySelector<HTMLElement>("[data-ticks-key]");
  const boxes = [...(prose?.querySelectorAll<HTMLInputElement>("input[data-task]") ?? [])];
  const key = prose?.dataset["ticksKey"];
  if (boxes.length === 0 || key === undefined) return;
  const restore = (): void => {
    const kept = readTicks(store.read(key));
    if (kept === "unreadable") notice("unreadable");
    for (const box of boxes) box.checked = kept !== "unreadable" && kept.includes(taskOf(box));
    showProgress(boxes);
  };
  restore();
  store.onChange(key, restore);
  for (const box of boxes) {
    box.addEventListener("change", () => {
      tick(store, key, taskOf(box), box.checked);
      showProgress(boxes);
    });
  }
}

function taskOf(box: HTMLInputElement): number {
  return Number(box.dataset["task"]);
}

/** The numbers of the tasks that are done; "unreadable" if what is kept is no list of them. */
export function readTicks(kept: unknown = []): number[] | "unreadable" {
  return Array.isArray(kept) && kept.every(Number.isFinite) ? kept : "unreadable";
}

/** The tasks of both lists. */
export function joinTicks(first: readonly number[], second: readonly number[]): number[] {
  return [...new Set([...first, ...second])].sort((a, b) => a - b);
}

/** Keeps one tick beside those that other tabs have kept. */
function tick(store: Store, key: string, task: number, done: boolean): void {
  const outcome = store.change(key, readTicks, (kept = []) => joinTicks(kept.filter((other) => other !== task), done ? [task] : []));
  if (outcome !== "kept") notice(outcome);
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
