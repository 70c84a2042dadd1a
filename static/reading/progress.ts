// What the reader has read and done, beside the lists of contents, in the cells of the map and beside the
// links of a reading path. All of it is computed from values that the browser keeps; nothing is sent.

import { announceWord } from "../shared/announcer";
import { element } from "../shared/dom";
import { isListOf, isString, parseData } from "../shared/json";
import { type Words, wordsOf } from "../shared/words";
import type { Outcome, Store } from "../storage/store";
import { idsOf, readSections, sectionsKey, withRead } from "./sections";
import { followStays, neededFor, type OnScreen } from "./stay";
import { countTicked, readTicks } from "./tasks";

const isTexts = isListOf(isString);

export function attachProgress(store: Store): void {
  const shown: (() => void)[] = [];
  const refresh = (): void => shown.forEach((show) => show());
  const show = (f: () => void): void => {
    shown.push(f);
    f();
  };
  document.querySelectorAll<HTMLElement>("[data-map]").forEach((map) => show(() => showMap(store, map)));
  document.querySelectorAll<HTMLElement>("[data-prose]").forEach((prose) => attachPath(store, prose, show));
  document.addEventListener("tasks", ({ target }) => {
    if (target instanceof HTMLElement) attachPath(store, target, show); // the home page shows a section of a path
  });
  const prose = document.querySelector<HTMLElement>("[data-prose]");
  const mark = document.querySelector<HTMLElement>("[data-reading]");
  if (prose !== null && mark !== null) {
    show(attachPage(store, prose, mark, refresh));
  }
  document.addEventListener("change", refresh); // after the scripts of the boxes have saved their ticks
  store.onChange((key) => /^(?:read|ticks):/.test(key), refresh);
}

/** A section on the page, from its heading to the last element before the next one. */
interface Section {
  readonly id: string;
  readonly link: HTMLElement | null;
  readonly start: Element;
  readonly end: Element;
}

/** The sections of level 2, which the contents list; the whole text if there are none. */
function sectionsOf(prose: HTMLElement): Section[] {
  const found = [...document.querySelectorAll<HTMLAnchorElement>("[data-contents] .level-2 a")].flatMap((link) => {
    const id = decodeURIComponent(link.hash.slice(1));
    const start = document.getElementById(id);
    return start === null ? [] : [{ id, link, start }];
  });
  if (found.length === 0) return [{ id: "", link: null, start: prose, end: prose }];
  return found.map((section, i) => ({ ...section, end: (i + 1 < found.length ? found[i + 1]?.start.previousElementSibling : prose.lastElementChild) ?? section.start }));
}

/** Follows what the reader reads on the page, and lets her say that she has read it. Returns the function that shows it. */
function attachPage(store: Store, prose: HTMLElement, mark: HTMLElement, refresh: () => void): () => void {
  const key = sectionsKey(document.documentElement.dataset["page"] ?? "");
  for (const former of parseData(prose, "formerly", isTexts, [])) store.move(sectionsKey(former), key); // the page had another address in an earlier edition
  const word = wordsOf(mark);
  const input = mark.querySelector("input");
  const sections = sectionsOf(prose);
  const ids = sections.map(({ id }) => id);
  const stays = followStays(sections.map(({ start, end }) => neededFor(textOf(start, end))));
  let isFollowed = true;
  let before: readonly string[] = []; // what was read before the reader said that she has read the page
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = (): string[] => {
    const kept = idsOf(store.read(key));
    return ids.filter((id) => kept.has(id));
  };
  const save = (read: readonly string[]): Outcome => {
    const outcome = store.change(key, readSections, (saved) => withRead(saved, ids, read));
    refresh();
    return outcome;
  };
  const lookIn = (milliseconds: number): void => {
    timer ??= setTimeout(look, milliseconds);
  };
  const look = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!isFollowed) return;
    const ended = stays.look(performance.now(), sections.map(onScreen));
    if (ended.length > 0) save([...new Set([...read(), ...ended.map((i) => ids[i] ?? "")])]); // the reader is not told of a guess that could not be saved
    const wait = stays.wait();
    if (wait !== undefined) lookIn(wait);
  };
  addEventListener("scroll", () => lookIn(250), { passive: true });
  document.addEventListener("visibilitychange", look);
  look();
  input?.addEventListener("change", () => {
    isFollowed = false; // from what the reader says on, nothing is guessed
    const was = read();
    const outcome = save(input.checked ? ids : before);
    if (outcome !== "saved") announceWord(outcome);
    before = was.length < ids.length ? was : [];
  });
  return () => {
    const now = read();
    for (const { id, link } of sections) if (link !== null) setRead(link, now.includes(id), word);
    if (input !== null) input.checked = now.length === ids.length;
    const boxes = [...prose.querySelectorAll<HTMLInputElement>("input[data-task]")];
    paint(document.querySelector("[data-page-done]"), word, now.length, ids.length, boxes.filter(({ checked }) => checked).length, boxes.length);
  };
}

function onScreen({ start, end }: Section): OnScreen {
  const bottom = end.getBoundingClientRect().bottom;
  const shown = !document.hidden && start.getBoundingClientRect().top < innerHeight && bottom > 0;
  return { shown, end: shown && bottom <= innerHeight + 1 };
}

function textOf(start: Element, end: Element): string {
  const range = document.createRange();
  range.setStartBefore(start);
  range.setEndAfter(end);
  return range.toString();
}

/** Marks the link of a section that is read, also for those who cannot see the mark. */
function setRead(link: HTMLElement, isRead: boolean, word: Words): void {
  if (link.classList.toggle("read", isRead) !== (link.querySelector(".visually-hidden") !== null)) {
    if (isRead) link.append(element("span", { class: "visually-hidden" }, ` ${word("read")}`));
    else link.querySelector(".visually-hidden")?.remove();
  }
}

/** Says in the cells of a map how much of their pages is read and done. */
function showMap(store: Store, map: HTMLElement): void {
  const word = wordsOf(map);
  for (const cell of map.querySelectorAll<HTMLElement>("[data-done]")) {
    const { page = "" } = cell.dataset;
    const sections = parseData(cell, "sections", isTexts, []);
    const tasks = parseData(cell, "tasks", isTexts, []);
    const read = idsOf(store.read(sectionsKey(page)));
    const ticks = readTicks(store.read(`ticks:${page}`));
    paint(cell, word, sections.filter((id) => read.has(id)).length, sections.length, ticks === "unreadable" ? 0 : countTicked(ticks, tasks), tasks.length);
  }
}

/** Says what of a page is read and done, as far as the reader has begun. */
function paint(shown: HTMLElement | null, word: Words, read: number, sections: number, done: number, tasks: number): void {
  const texts = [...(read > 0 && sections > 1 ? [word("sections", read, sections)] : []), ...(done > 0 ? [word("tasks", done, tasks)] : [])];
  shown?.replaceChildren(...texts.map((text) => element("span", {}, text)));
  shown?.style.setProperty("--done", `${(100 * read) / sections}%`);
}

/** Marks the links of a reading path whose texts are read, and says in its headings how much of each section is done. */
function attachPath(store: Store, prose: HTMLElement, show: (f: () => void) => void): void {
  const progress = prose.parentElement?.querySelector<HTMLElement>("[data-progress]") ?? null;
  if (progress === null) return;
  const word = wordsOf(progress);
  for (const minutes of prose.querySelectorAll<HTMLElement>("[data-sections]")) {
    const { page = "" } = minutes.dataset;
    const sections = parseData(minutes, "sections", isTexts, []);
    const text = minutes.textContent;
    show(() => {
      const read = idsOf(store.read(sectionsKey(page)));
      const isRead = sections.every((id) => read.has(id));
      minutes.classList.toggle("read", isRead);
      minutes.textContent = isRead ? word("read") : text;
    });
  }
  show(() => countWeeks(prose, word));
}

function countWeeks(prose: HTMLElement, word: Words): void {
  const boxes = [...prose.querySelectorAll<HTMLInputElement>("input[data-task]")];
  const headings = [...prose.querySelectorAll("h2[id]")];
  headings.forEach((heading, i) => {
    const next = headings[i + 1];
    const own = boxes.filter((box) => isAfter(box, heading) && (next === undefined || !isAfter(box, next)));
    const done = own.filter(({ checked }) => checked).length;
    heading.querySelector(".count")?.remove();
    if (done > 0) heading.append(element("small", { class: "count no-print" }, word("week", done, own.length)));
  });
}

function isAfter(node: Node, other: Node): boolean {
  return (other.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
