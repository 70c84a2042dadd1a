// Where one left off: the page that was read last, and the heading.

import { isRecord } from "../shared/json";
import type { Store } from "../storage/store";
import type { Kind } from "../storage/schema";

const key = "left";

export interface Left {
  readonly path: string;
  readonly title: string;
  readonly anchor: string;
}

/** Notes where the reader is on a page to be read, and leads back to it from the home page. */
export function attachLeft(store: Store): void {
  const { page: path = "", layout = "" } = document.documentElement.dataset;
  const prose = document.querySelector("[data-prose]");
  if (prose !== null && layout !== "home" && path !== "") {
    addEventListener("pagehide", () => {
      const read = [...prose.querySelectorAll<HTMLElement>("h2[id], h3[id]")].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
      const left: Left = { path, title: document.querySelector("h1")?.textContent ?? "", anchor: read[read.length - 1]?.id ?? "" };
      if (scrollY > innerHeight / 2) store.change(key, readLeft, () => left);
    });
  }
  const shown = document.querySelector<HTMLElement>("[data-left]");
  const link = shown?.querySelector("a") ?? null;
  const left = readLeft(store.read(key));
  if (shown === null || link === null || left === "unreadable") return;
  const root = document.documentElement.dataset["root"] ?? "";
  link.href = root + left.path.split("/").map(encodeURIComponent).join("/") + (left.anchor === "" ? "" : `#${encodeURIComponent(left.anchor)}`);
  link.textContent = left.anchor === "" ? left.title : `${left.title} · ${left.anchor}`;
  shown.hidden = false;
}

/** Reads what is kept: "unreadable" if it is no place of this site. */
export function readLeft(kept: unknown): Left | "unreadable" {
  if (!isRecord(kept)) return "unreadable";
  const { path, title, anchor } = kept;
  if (typeof path !== "string" || typeof title !== "string" || typeof anchor !== "string") return "unreadable";
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..") ? { path, title, anchor } : "unreadable";
}

export const lastReadKind: Kind<Left> = { name: "left", read: readLeft };
