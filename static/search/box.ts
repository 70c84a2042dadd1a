// The search box: an ARIA combobox whose options are links.

import { isComposing, required, setHidden } from "../shared/dom";
import { readReader } from "../reading/reader";
import { joined, labelled, type Words, wordsOf } from "../shared/words";
import type { Store } from "../storage/store";
import type { Answer, Engine, Options } from "./engine";
import { definitionOption, group, note, pageOption, resultOption } from "./options";
import { Recent } from "./recent";
import { attachVisit, Unanswered, type Visit } from "./unanswered";

/**
 * How many results are asked for first, how many more when the reader comes near the last one, and at most. The texts of the
 * results are most of what a query loads: each lies in a file of its own in a large index. The box begins with few, and goes
 * on when the reader points at one of them. The page's first results fill a usual screen.
 */
const BOX_RESULTS = { first: 3, more: 5, most: 18 };
const PAGE_RESULTS = { first: 10, more: 10, most: 100 };

/** The pause in typing after which a query is asked, in milliseconds. What a half-typed word needs is not loaded in vain. */
const PAUSE = 150;

/** The part of a query that is searched, in UTF-16 units. */
const MAX_QUERY = 200;

/** Opens the engine with the address of the index's manifest. */
type Open = (manifestURL: string) => Promise<Engine>;

export function attachBox(store: Store, open: Open): void {
  const form = document.querySelector<HTMLFormElement>("[data-search]");
  if (form !== null) new Box(form, store, open);
}

/** The answer in view. */
interface Shown {
  readonly query: string;
  readonly options: Options;
  readonly limit: number;
  readonly answer: Answer;
  /** The options of its results. */
  readonly results: readonly HTMLElement[];
}

class Box {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private readonly word: Words;
  private readonly onPage: boolean;
  private readonly recent: Recent;
  private readonly visit: Visit;
  private engine: Promise<Engine> | undefined;
  /** On the search page, what can be asked; shown while nothing is. */
  private readonly hint: HTMLElement | null;
  private filters: readonly HTMLSelectElement[] = [];
  private active: HTMLElement | undefined;
  /** The number of queries so far; an answer to an older query is dropped. */
  private asked = 0;
  /** The timer of a query that waits for the reader to pause. */
  private waiting: number | undefined;
  private shown: Shown | undefined;
  private isReadingOn = false;
  private readonly nearEnd: IntersectionObserver;

  constructor(private readonly form: HTMLFormElement, private readonly store: Store, private readonly openEngine: Open) {
    this.input = required(form, "[role=combobox]", HTMLInputElement);
    this.list = required(form, "[role=listbox]");
    this.status = required(form, "[data-search-status]");
    this.word = wordsOf(form, "search");
    this.recent = new Recent(store);
    const page = document.querySelector("[data-search-page]");
    this.onPage = page !== null;
    this.hint = page?.querySelector<HTMLElement>("[data-search-hint]") ?? null;
    if (page !== null) {
      page.append(this.list);
      this.list.classList.add("page");
    }
    this.nearEnd = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void this.readOn();
      },
      { root: this.onPage ? null : this.list, rootMargin: "0px 0px 200px" },
    );
    this.listen();
    this.visit = attachVisit(new Unanswered(store), this.form, this.list);
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
      if (event instanceof InputEvent && event.isComposing) return;
      this.drop();
      this.select(undefined);
      if (isKey(event) && this.input.value.trim() !== "") this.waiting = window.setTimeout(() => void this.ask(), PAUSE);
      else void this.ask();
    });
    this.input.addEventListener("compositionend", () => void this.ask());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // A browser submits the form at Enter, except while an input method composes.
    this.form.addEventListener("submit", (event) => {
      if (this.active === undefined) return this.recent.add(this.input.value);
      event.preventDefault();
      this.active.click();
    });
    this.list.addEventListener("click", (event) => {
      if (closest(event, "[role=option]") !== null) this.recent.add(this.input.value);
    });
    this.list.addEventListener("pointerover", (event) => {
      const isFirst = !this.onPage && this.shown?.limit === BOX_RESULTS.first;
      if (isFirst && closest(event, ".result:not(.all)") !== null) void this.readOn();
    });
    (this.onPage ? window : this.list).addEventListener("scroll", () => {
      if (this.onPage || this.list.scrollTop > 0) this.watch();
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

  /** Drops a query that waits or whose answer is not here yet. */
  private drop(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.asked++;
  }

  private get limits(): typeof BOX_RESULTS {
    return this.onPage ? PAGE_RESULTS : BOX_RESULTS;
  }

  /** The options of a query that is asked now. */
  private get options(): Options {
    const reader = readReader(this.store.read("reader"));
    return {
      filters: this.filters.filter(({ value }) => value !== "").map(({ name, value }) => `${name}:${value}`),
      questions: this.word("questions").split("|"),
      reader: reader === "unreadable" ? undefined : reader,
    };
  }

  private async ask(): Promise<void> {
    this.drop();
    const asked = this.asked;
    const query = this.input.value.trim().slice(0, MAX_QUERY);
    if (query === "") return this.offer();
    try {
      const engine = await this.open();
      const { options, limits } = this;
      const answer = await engine.search(query, limits.first, options);
      if (asked !== this.asked) return;
      this.visit.show(query, answer);
      this.show(query, options, answer);
    } catch {
      if (asked === this.asked) this.say(this.word("failed"));
    }
  }

  private show(query: string, options: Options, answer: Answer): void {
    const { total, also, meant, definition, results } = answer;
    const notes = [
      ...(meant.length === 0 ? [] : [this.word("meant", joined(meant, "list"))]),
      ...(also.length === 0 ? [] : [this.word("also", joined(also, "list"))]),
    ];
    const found = total > 0 ? this.word("found", total) : this.word(results.length > 0 ? "only" : "none", query);
    this.list.replaceChildren(...notes.map(note));
    if (definition !== undefined) this.list.append(definitionOption(definition, this.word("term"), this.onPage));
    else if (results.length === 0) this.list.append(note(found));
    this.nearEnd.disconnect();
    this.shown = { query, options, limit: this.limits.first, answer: { ...answer, results: [] }, results: [] };
    const ahead = total > results.length ? this.word("all", total) : results.length >= this.limits.first ? this.word("further") : "";
    if (!this.onPage && ahead !== "") this.list.append(this.allOf(query, ahead));
    this.append(answer);
    this.list.scrollTop = 0;
    const said = joined([found, ...notes], "comma");
    if (definition === undefined) this.reveal(said);
    else this.reveal(labelled(definition.name, definition.text) + (total > 0 ? ` ${said}` : ""));
  }

  /** Appends the results that the answer in view does not have yet. What is shown stays in its place. */
  private append(answer: Answer): void {
    const { shown } = this;
    if (shown === undefined) return;
    const behind = this.list.querySelector(".all");
    const options = [...shown.results];
    for (const [i, result] of answer.results.entries()) {
      const isDefined = result.path === answer.definition?.path && result.anchor === answer.definition.anchor;
      if (i < shown.answer.results.length || isDefined) continue;
      const option = resultOption(result, i, this.onPage);
      options.push(option);
      if (result.near) this.nearGroup(shown, behind).append(option);
      else this.list.insertBefore(option, behind);
    }
    this.shown = { ...shown, answer, results: options };
    if (!this.hasMore(this.shown)) this.end(this.shown);
    else if (this.onPage) this.watch();
  }

  /** The group of near results, which is created for the first one. */
  private nearGroup({ query, answer }: Shown, behind: Element | null): Element {
    const known = this.list.querySelector(".near");
    if (known !== null) return known;
    const made = group("near", answer.total > 0 ? this.word("near") : this.word("only", query));
    made.classList.add("near");
    this.list.insertBefore(made, behind);
    return made;
  }

  /** Whether the engine may have more results than those in view, and the reader gets more here. */
  private hasMore({ answer, limit }: Shown): boolean {
    return answer.results.length >= limit && limit < this.limits.most;
  }

  /** Shows at the end of an answer without an exact hit where else to look. */
  private end({ answer }: Shown): void {
    if (answer.total > 0 || answer.definition !== undefined) return;
    const ways = [...this.form.querySelectorAll<HTMLAnchorElement>("[data-search-ways] a")];
    if (ways.length > 0) this.list.insertBefore(group("ways", this.word("ways"), ...ways.map(({ href, text }, i) => pageOption(`way-${i}`, href, text, this.onPage))), this.list.querySelector(".all"));
  }

  /** Waits until the reader comes near the last result. */
  private watch(): void {
    const last = this.shown?.results.slice(-2)[0];
    if (last !== undefined) this.nearEnd.observe(last);
  }

  /** Asks for more results of the answer in view. */
  private async readOn(): Promise<void> {
    const { shown } = this;
    if (shown === undefined || this.isReadingOn || !this.hasMore(shown)) return;
    this.isReadingOn = true;
    this.nearEnd.disconnect();
    try {
      const limit = shown.limit + this.limits.more;
      const answer = await (await this.open()).search(shown.query, limit, shown.options);
      if (this.shown !== shown) return;
      this.shown = { ...shown, limit };
      this.append(answer);
    } catch {
      // her next step tries again
    } finally {
      this.isReadingOn = false;
    }
  }

  /** An option that leads to the search page. */
  private ahead(id: string, query: string, words: string): HTMLElement {
    return pageOption(id, `${this.form.getAttribute("action") ?? ""}?q=${encodeURIComponent(query)}`, words, this.onPage);
  }

  /** The option that leads to all results, or to more. */
  private allOf(query: string, words: string): HTMLElement {
    const option = this.ahead("all", query, words);
    option.classList.add("all");
    return option;
  }

  /** Offers recent searches while the box is empty. */
  private offer(): void {
    this.close();
    const recent = this.recent.list();
    if (this.onPage || recent.length === 0) return;
    this.list.replaceChildren(note(this.word("recent")), ...recent.map((query, i) => this.ahead(`recent-${i}`, query, query)));
    this.reveal(this.word("recent"));
  }

  private say(text: string): void {
    this.shown = undefined;
    this.list.replaceChildren(note(text));
    this.reveal(text);
  }

  /** Shows the list and announces a text. */
  private reveal(text: string): void {
    this.select(undefined);
    this.list.hidden = false;
    setHidden(this.hint, true);
    const hasOptions = this.all().length > 0; // ARIA requires options in a listbox
    this.list.setAttribute("role", hasOptions ? "listbox" : "group");
    this.input.setAttribute("aria-expanded", String(hasOptions));
    this.status.textContent = text;
  }

  private close(): void {
    this.drop();
    this.nearEnd.disconnect();
    this.shown = undefined;
    this.select(undefined);
    this.list.hidden = true;
    setHidden(this.hint, false);
    this.list.replaceChildren();
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }

  private all(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private select(option: HTMLElement | undefined): void {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    this.input.removeAttribute("aria-activedescendant");
    if (option === undefined) return;
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.all().length > 0) {
      event.preventDefault();
      if (this.waiting === undefined) this.move(step);
      else void this.ask();
    } else if (event.key === "Escape" && !this.onPage) {
      event.preventDefault();
      this.close();
    }
  }

  /** Selects the next option or the one before it, around the ends. */
  private move(step: number): void {
    this.drop(); // a pending answer would change the list under the cursor
    const all = this.all();
    const from = this.active === undefined ? (step > 0 ? -1 : 0) : all.indexOf(this.active);
    const next = all[(from + step + all.length) % all.length];
    this.select(next);
    if (next !== undefined && this.shown?.results.slice(-2).includes(next)) void this.readOn();
  }
}

/** Whether an event is a pressed key, which others may follow, and not a paste, say. */
function isKey(event: Event): boolean {
  return event instanceof InputEvent && /^(insertText|deleteContent)/.test(event.inputType);
}

/** The nearest element around the target of an event that a selector matches. */
function closest(event: Event, selector: string): Element | null {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}
