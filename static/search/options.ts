// What the search box shows of an answer: options, which are links, and notes between them.

import { element } from "../shared/dom";
import type { Definition, Result } from "./engine";
import type { Piece } from "./snippet";

/** An option that leads to a result. Those of the box are reached by the arrow keys, those of the search page also by Tab. */
export function resultOption(result: Result, i: number, onPage: boolean): HTMLElement {
  const option = link(`result-${i}`, addressOf(result.path, fragment(result)), onPage);
  option.append(element("span", { class: "title" }, ...marked(result.title)));
  if (result.heading.length > 0) option.append(element("span", { class: "section" }, ...marked(result.heading)));
  const title = result.title.map(({ text }) => text).join("");
  if (!result.place.split(" · ").every((part) => title.includes(part))) option.append(element("span", { class: "place" }, result.place));
  option.append(element("span", { class: "snippet" }, ...marked(result.snippet)));
  return option;
}

/** An option that shows a term of the glossary and leads there. */
export function definitionOption({ name, text, path, anchor }: Definition, glossary: string, onPage: boolean): HTMLElement {
  const option = link("definition", addressOf(path, `#${anchor}`), onPage, "result definition");
  option.append(element("span", { class: "title" }, name), element("span", { class: "place" }, glossary), element("span", { class: "snippet" }, text));
  return option;
}

/** An option that leads to another page. */
export function pageOption(id: string, href: string, words: string, onPage: boolean): HTMLElement {
  const option = link(id, href, onPage);
  option.append(words);
  return option;
}

function link(id: string, href: string, onPage: boolean, look = "result"): HTMLElement {
  return element("a", { role: "option", class: look, id: `ui:search-${id}`, href, "aria-selected": "false", tabindex: onPage ? "0" : "-1" });
}

/** A line of text, which is no option. */
export function note(text: string): HTMLElement {
  return element("p", { class: "note", role: "presentation" }, text);
}

/** Options below a note, which names their group. */
export function group(id: string, text: string, ...options: readonly HTMLElement[]): HTMLElement {
  const label = note(text);
  label.id = `ui:search-${id}`;
  return element("div", { role: "group", "aria-labelledby": label.id }, label, ...options);
}

function addressOf(path: string, hash: string): string {
  return (document.documentElement.dataset["root"] ?? "") + path.split("/").map(encodeURIComponent).join("/") + hash;
}

function marked(pieces: readonly Piece[]): (Node | string)[] {
  return pieces.map((piece) => (piece.marked ? element("mark", {}, piece.text) : piece.text));
}

/** The fragment of a result's address: the section, and the found texts for browsers that mark them (text fragments). */
function fragment({ anchor, snippet }: Result): string {
  const hash = anchor === "" ? "" : `#${anchor}`;
  const found = new Set(snippet.filter((piece) => piece.marked).map((piece) => piece.text));
  if (!("fragmentDirective" in document) || found.size === 0) return hash;
  const texts = [...found].slice(0, 4).map((text) => `text=${encodeURIComponent(text).replace(/-/g, "%2D")}`);
  return `${hash || "#"}:~:${texts.join("&")}`;
}
