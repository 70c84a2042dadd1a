import { wordsOf } from "../shared/words";
import { isListOf, isString, parseData } from "../shared/json";
import { announce, announceWord } from "../shared/announcer";
import { fitsFormer, readTicks, statesOf, version, withStates, type Task, type Ticks } from "./tasks";
import type { Store } from "../storage/store";

/** A checkbox of the page with its task. */
interface Box extends Task {
  readonly input: HTMLInputElement;
}

/** Saves the ticks of a page's checklists, and of those that another script adds and announces by the event "tasks". */
export function attachTicks(store: Store): void {
  document.querySelectorAll<HTMLElement>("[data-ticks-key]").forEach((prose) => attachTo(prose, store));
  document.addEventListener("tasks", ({ target }) => {
    if (target instanceof HTMLElement) attachTo(target, store);
  });
}

/** Saves the ticks of a text's checklists, and shows the progress on a reading path. */
function attachTo(prose: HTMLElement, store: Store): void {
  const boxes = boxesOf([...prose.querySelectorAll<HTMLInputElement>("input[data-task]")]);
  const key = prose.dataset["ticksKey"];
  if (boxes.length === 0 || key === undefined) return;
  const progress = prose.parentElement?.querySelector<HTMLElement>("[data-progress]") ?? null;
  for (const path of parseData(prose, "formerly", isListOf(isString), [])) store.move(`ticks:${path}`, key); // the page had another address in an earlier edition
  const restore = (): void => {
    const saved = readTicks(store.read(key));
    if (saved === "unreadable") announceWord("unreadable");
    else if (saved.former !== undefined) announce(wordsOf(prose)(takeFormer(store, key, boxes, saved)));
    const states = saved === "unreadable" ? [] : statesOf(boxes, saved);
    boxes.forEach(({ input }, i) => (input.checked = states[i] ?? input.defaultChecked));
    if (progress !== null) showProgress(boxes, progress);
  };
  restore();
  store.onChange((changed) => changed === key, restore);
  boxes.forEach(({ input }, i) => {
    input.addEventListener("change", () => {
      tick(store, key, boxes, i);
      if (progress !== null) showProgress(boxes, progress);
    });
  });
}

function boxesOf(inputs: readonly HTMLInputElement[]): Box[] {
  const name = (i: number): string => inputs[i]?.dataset["key"] ?? "";
  return inputs.map((input, i) => ({
    input, key: name(i), place: input.dataset["place"] ?? "", before: name(i - 1), after: name(i + 1), number: Number(input.dataset["task"]),
  }));
}

/** Saves the state of one checkbox together with the states that other tabs have saved. */
function tick(store: Store, key: string, boxes: readonly Box[], i: number): void {
  const outcome = store.change(key, readTicks, (saved: Ticks = { version, tasks: {} }) => {
    const states = statesOf(boxes, saved);
    states[i] = boxes[i]?.input.checked;
    return withStates(boxes, saved, states);
  });
  if (outcome !== "saved") announceWord(outcome);
}

/** Converts ticks that were saved by number; returns the key of what the reader is told: to check them, or to tick again. */
function takeFormer(store: Store, key: string, boxes: readonly Box[], saved: Ticks): string {
  if (!fitsFormer(boxes, saved.former)) return "outofplace";
  store.change(key, readTicks, (saved) => saved && withStates(boxes, saved, statesOf(boxes, saved)));
  return "byposition";
}

function showProgress(boxes: readonly Box[], progress: HTMLElement): void {
  const word = wordsOf(progress);
  const left = boxes.filter(({ input }) => !input.checked);
  const minutes = left.flatMap(({ input }) => [...(input.closest("li")?.querySelectorAll<HTMLElement>("[data-minutes]") ?? [])]);
  const sum = minutes.reduce((total, { dataset }) => total + Number(dataset["minutes"]), 0);
  const text = word("progress", boxes.length - left.length, boxes.length, sum);
  progress.textContent = left.length === 0 ? word("done") : text;
  progress.style.setProperty("--done", `${(100 * (boxes.length - left.length)) / boxes.length}%`);
}
