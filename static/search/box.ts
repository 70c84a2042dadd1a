// The search box: an ARIA combobox whose options are links.

import { element, isComposing, required } from "../shared/dom";
import { joined, type Words, wordsOf } from "../shared/words";
import type { Store } from "../storage/store";
import type { Answer, Engine, Result } from "./engine";
import { Recent } from "./recent";
import type { Piece } from "./snippet";
import { attachVisit, Unanswered, type Visit } from "./unanswered";

/** The number of results that the box shows, and the search page. */
const BOX_RESULTS = 8;
const PAGE_RESULTS = 100;

/** The part of a query that is searched, in UTF-16 units. */
const MAX_QUERY = 200;

/** Opens the engine with the address of the index's manifest. */
type Open = (manifestURL: string) => Promise<Engine>;

export function attachBox(store: Store, open: Open): void {
  const form = document.querySelector<HTMLFormElement>("[data-search]");
  if (form !== null) new Box(form, new Recent(store), new Unanswered(store), open);
}

class Box {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private readonly word: Words;
  private readonly onPage: boolean;
  private readonly visit: Visit;
  private engine: Promise<Engine> | undefined;
  private filters: readonly HTMLSelectElement[] = [];
  private active = -1;
  /** The number of queries so far; an answer to an older query is dropped. */
  private asked = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly recent: Recent,
    unanswered: Unanswered,
    private readonly openEngine: Open,
  ) {
    this.input = required(form, "[role=combobox]", HTMLInputElement);
    this.list = required(form, "[role=listbox]");
    this.status = required(form, "[data-search-status]");
    this.word = wordsOf(form, "search");
    const page = document.querySelector("[data-search-page]");
    this.onPage = page !== null;
    if (page !== null) {
      page.append(this.list);
      this.list.classList.add("page");
    }
    this.listen();
    this.visit = attachVisit(unanswered, this.form, this.list);
    if (page === null) return;
    void this.open().catch(() => undefined);
    this.takeAddress(page.parentElement ?? document);
  }

  /** On the search page, takes the query and the filters from the address. */
  private takeAddress(page: ParentNode): void {
    const address = new URLSearchParams(location.search);
    this.filters = [...page.querySelectorAll<HTMLSelectElement>("[data-filter]")];
    for (const filter of this.filters) {
      filter.value = address.get(filter.name) ?? "";
      if (filter.selectedIndex < 0) filter.value = "";
      filter.addEventListener("change", () => void this.ask());
    }
    for (const shown of page.querySelectorAll<HTMLElement>("[data-filters]")) shown.hidden = false;
    this.input.value = address.get("q") ?? "";
    if (this.input.value === "") return;
    this.list.parentElement?.classList.add("asked");
    void this.ask();
  }

  private listen(): void {
    this.input.addEventListener("focus", () => {
      void this.open().catch(() => undefined);
      if (this.input.value.trim() === "") this.offer();
    });
    this.input.addEventListener("input", (event) => {
      if (!(event instanceof InputEvent && event.isComposing)) void this.ask();
    });
    this.input.addEventListener("compositionend", () => void this.ask());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // A browser submits the form at Enter, except while an input method composes.
    this.form.addEventListener("submit", (event) => {
      const option = this.options()[this.active];
      if (option === undefined) return this.recent.add(this.input.value);
      event.preventDefault();
      option.click();
    });
    this.list.addEventListener("click", (event) => {
      if (closest(event, "[role=option]") !== null) this.recent.add(this.input.value);
    });
    this.form.addEventListener("focusout", (event) => {
      const next = event.relatedTarget;
      if (!this.onPage && !(next instanceof Node && this.form.contains(next))) this.close();
    });
  }

  /** Opens the engine at the first call. */
  private open(): Promise<Engine> {
    this.engine ??= this.openEngine(this.form.dataset["index"] ?? "").catch((error: unknown) => {
      this.engine = undefined;
      throw error;
    });
    return this.engine;
  }

  private async ask(): Promise<void> {
    const query = this.input.value.trim().slice(0, MAX_QUERY);
    const asked = ++this.asked;
    if (query === "") return this.offer();
    try {
      const engine = await this.open();
      const filters = this.filters.filter(({ value }) => value !== "").map(({ name, value }) => `${name}:${value}`);
      const answer = await engine.search(query, this.onPage ? PAGE_RESULTS : BOX_RESULTS, { filters, questions: this.word("questions").split("|") });
      if (asked !== this.asked) return;
      this.visit.show(query, answer);
      this.show(query, answer);
    } catch {
      if (asked === this.asked) this.note(this.word("failed"));
    }
  }

  private show(query: string, answer: Answer): void {
    if (answer.results.length === 0) return this.note(this.word("none", query));
    const options = answer.results.map((result, i) => this.option(result, i));
    this.list.replaceChildren(...options);
    this.reveal();
    const also = answer.also.length === 0 ? "" : this.word("also", joined(answer.also, "list"));
    if (also !== "") this.list.prepend(element("p", { class: "note", role: "presentation" }, also));
    this.status.textContent = joined([this.word("found", answer.total), ...(also === "" ? [] : [also])], "comma");
    if (!this.onPage && answer.total > answer.results.length) this.list.append(this.all(query, answer.total, options.length));
  }

  private option(result: Result, i: number): HTMLElement {
    const root = document.documentElement.dataset["root"] ?? "";
    const path = result.path.split("/").map(encodeURIComponent).join("/");
    const option = element("a", {
      role: "option",
      class: "result",
      id: `ui:search-option-${i}`,
      href: root + path + fragment(result),
      "aria-selected": "false",
      tabindex: this.onPage ? "0" : "-1",
    });
    option.append(element("span", { class: "title" }, ...marked(result.title)));
    if (result.heading.length > 0) option.append(element("span", { class: "section" }, ...marked(result.heading)));
    option.append(element("span", { class: "snippet" }, ...marked(result.snippet)));
    return option;
  }

  private all(query: string, total: number, i: number): HTMLElement {
    return this.ahead(query, this.word("all", total), i);
  }

  /** An option that leads to the search page. */
  private ahead(query: string, words: string, i: number): HTMLElement {
    const href = `${this.form.getAttribute("action") ?? ""}?q=${encodeURIComponent(query)}`;
    return element("a", { role: "option", class: "result", id: `ui:search-option-${i}`, href, "aria-selected": "false", tabindex: "-1" }, words);
  }

  /** Offers recent searches while the box is empty. */
  private offer(): void {
    this.close();
    const recent = this.recent.list();
    if (this.onPage || recent.length === 0) return;
    this.list.replaceChildren(
      element("p", { class: "note", role: "presentation" }, this.word("recent")),
      ...recent.map((query, i) => this.ahead(query, query, i)),
    );
    this.reveal();
    this.status.textContent = this.word("recent");
  }

  private note(text: string): void {
    this.list.replaceChildren(element("p", { class: "note", role: "presentation" }, text));
    this.reveal();
    this.status.textContent = text;
  }

  private reveal(): void {
    this.select(-1);
    this.list.hidden = false;
    const hasOptions = this.options().length > 0; // ARIA requires options in a listbox
    this.list.setAttribute("role", hasOptions ? "listbox" : "group");
    this.input.setAttribute("aria-expanded", String(hasOptions));
  }

  private close(): void {
    this.asked++;
    this.select(-1);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }

  private options(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  }

  private select(i: number): void {
    this.active = i;
    this.input.removeAttribute("aria-activedescendant");
    this.options().forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === i));
      if (n !== i) return;
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  private key(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const count = this.options().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && count > 0) {
      event.preventDefault();
      this.asked++; // drops a pending answer, which would change the list under the cursor
      this.select((this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Escape" && !this.onPage) {
      event.preventDefault();
      this.close();
    }
  }
}

/** The nearest element around the target of an event that a selector matches. */
function closest(event: Event, selector: string): Element | null {
  return event.target instanceof Element ? event.target.closest(selector) : null;
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
