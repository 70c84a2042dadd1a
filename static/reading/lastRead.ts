// The reader's last reading position: the page and the heading.

import { isRecord } from "../shared/json";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const key = "left";

export interface LastRead {
  readonly path: string;
  readonly title: string;
  readonly anchor: string;
}

/** Saves the reading position when the reader leaves a page of text, and links to it from the home page. */
export function attachLastRead(store: Store): void {
  const { page: path = "", layout = "" } = document.documentElement.dataset;
  const prose = document.querySelector("[data-prose]");
  if (prose !== null && layout !== "home" && path !== "") {
    addEventListener("pagehide", () => {
      const read = [...prose.querySelectorAll<HTMLElement>("h2[id], h3[id]")].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
      const left: LastRead = { path, title: document.querySelector("h1")?.textContent ?? "", anchor: read[read.length - 1]?.id ?? "" };
      if (scrollY > innerHeight / 2) store.change(key, readLastRead, () => left);
    });
  }
  const shown = document.querySelector<HTMLElement>("[data-left]");
  const link = shown?.querySelector("a") ?? null;
  const left = readLastRead(store.read(key));
  if (shown === null || link === null || left === "unreadable") return;
  const root = document.documentElement.dataset["root"] ?? "";
  link.href = root + left.path.split("/").map(encodeURIComponent).join("/") + (left.anchor === "" ? "" : `#${encodeURIComponent(left.anchor)}`);
  link.textContent = left.anchor === "" ? left.title : `${left.title} · ${left.anchor}`;
  shown.hidden = false;
}

/** Reads a saved value; "unreadable" if it is no path of this site. */
export function readLastRead(saved: unknown): LastRead | "unreadable" {
  if (!isRecord(saved)) return "unreadable";
  const { path, title, anchor } = saved;
  if (typeof path !== "string" || typeof title !== "string" || typeof anchor !== "string") return "unreadable";
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..") ? { path, title, anchor } : "unreadable";
}

export const lastReadKind: Kind<LastRead> = { name: "left", read: readLastRead };
