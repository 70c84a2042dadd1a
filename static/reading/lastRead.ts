// The reader's last reading position: the page and the heading.

import { isRecord } from "../shared/json";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const key = "left";

export interface LastRead {
  readonly path: string;
  readonly title: string;
  readonly anchor: string;
  /** The text of the heading; earlier releases saved only its anchor. */
  readonly section?: string;
}

/** Saves the reading position when the reader leaves a page of text, and links to it from the home page. */
export function attachLastRead(store: Store): void {
  const { page: path = "", layout = "" } = document.documentElement.dataset;
  const prose = document.querySelector("[data-prose]");
  if (prose !== null && layout !== "home" && path !== "") {
    const save = (): void => {
      const heading = [...prose.querySelectorAll<HTMLElement>("h2[id], h3[id]")].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2).pop();
      const left: LastRead = { path, title: textOf(document.querySelector("h1")), anchor: heading?.id ?? "", section: textOf(heading ?? null) };
      if (scrollY > innerHeight / 2) store.change(key, readLastRead, () => left);
    };
    addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) save(); // a phone may end a page in the background without another event
    });
  }
  const shown = document.querySelector<HTMLElement>("[data-left]");
  if (shown === null) return;
  store.onChange((changed) => changed === key, () => showLastRead(store, shown));
  showLastRead(store, shown);
}

function showLastRead(store: Store, shown: HTMLElement): void {
  const link = shown.querySelector("a");
  const left = readLastRead(store.read(key));
  if (link === null || left === "unreadable") return;
  const root = document.documentElement.dataset["root"] ?? "";
  link.href = root + left.path.split("/").map(encodeURIComponent).join("/") + (left.anchor === "" ? "" : `#${encodeURIComponent(left.anchor)}`);
  const section = left.section ?? left.anchor;
  link.textContent = section === "" ? left.title : `${left.title} · ${section}`;
  shown.hidden = false;
}

/** The text of a heading, without the link to it and what scripts add. */
function textOf(heading: HTMLElement | null): string {
  return [...(heading?.childNodes ?? [])].map((node) => (node instanceof HTMLElement && node.matches(".anchor, .count") ? "" : node.textContent)).join("");
}

/** Reads a saved value; "unreadable" if it is no path of this site. */
export function readLastRead(saved: unknown): LastRead | "unreadable" {
  if (!isRecord(saved)) return "unreadable";
  const { path, title, anchor, section } = saved;
  if (typeof path !== "string" || typeof title !== "string" || typeof anchor !== "string" || (section !== undefined && typeof section !== "string")) return "unreadable";
  if (!path.split("/").every((part) => part !== "" && part !== "." && part !== "..")) return "unreadable";
  return { path, title, anchor, ...(section === undefined ? {} : { section }) };
}

export const lastReadKind: Kind<LastRead> = { name: "left", read: readLastRead };
