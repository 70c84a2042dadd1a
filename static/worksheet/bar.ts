// The line above a worksheet that says whose plan it shows: the reader names it, chooses
// another one, begins the next, takes changes back, and saves it as a file or opens one.

import { announceWord } from "../shared/announcer";
import { element, setHidden, setText } from "../shared/dom";
import { runScript } from "../shared/script";
import { type Words, wordsOf } from "../shared/words";
import type { Actions } from "./actions";
import type { SavedPlan } from "./saved";
import type { Kept, Shelf } from "./shelf";

/** Called when another plan is shown, or the shown one has changed; the word says what was done. */
export type OnShown = (word: string) => void;

export class Bar {
  private readonly root: HTMLElement | null;
  private readonly word: Words;
  private readonly next: HTMLElement | null;
  /** What the button for the next person precedes in the menu. */
  private readonly place: Element | null;
  /** The actions, whose script may still be loading; undefined before it is requested and after it has failed. */
  private actions: Promise<Actions | undefined> | undefined;
  /** Whether loadAhead has requested the script. A request that fails is repeated only by an action, not at each change. */
  private isAhead = false;

  constructor(private readonly page: HTMLElement, private readonly shelf: Shelf, private readonly onShown: OnShown) {
    this.root = this.find("[data-plans]");
    this.word = this.root === null ? (key) => key : wordsOf(this.root);
    this.attachName();
    this.attachButtons();
    this.attachKeys();
    this.attachMenu();
    window.cairnImported = async (changes) => [...changes.keys()].every((key) => shelf.holds(key)) && this.act((actions) => actions.imported(changes));
    window.cairnChosen = (key) => {
      if (shelf.holds(key) && key !== shelf.plan.key) this.done(shelf.choose(key) ? "chosen" : "notsaved");
    };
    this.next = this.find("[data-next]");
    this.place = this.next?.nextElementSibling ?? null;
    this.find("[data-people]")?.replaceChildren(...this.people.map((name) => element("option", { value: name })));
    this.show();
  }

  private find<E extends HTMLElement = HTMLElement>(selector: string): E | null {
    return this.page.querySelector<E>(selector);
  }

  /** The people on the roster. */
  private get people(): readonly string[] {
    return this.shelf.roster().filter((name) => name !== this.word("person")); // the heading of the column
  }

  private get name(): HTMLInputElement | null {
    return this.find<HTMLInputElement>("[data-person]");
  }

  private attachName(): void {
    const name = this.name;
    name?.addEventListener("input", () => {
      const person = name.value.trim();
      this.shelf.record(this.shelf.plan.change((plan) => ({ ...plan, person })), "person");
      this.done(this.shelf.plan.isSaved ? "saved" : "notsaved");
    });
    const chosen = this.find<HTMLSelectElement>("[data-chosen]");
    chosen?.addEventListener("change", () => {
      this.done(this.shelf.choose(chosen.value) ? "chosen" : "notsaved");
    });
    this.page.addEventListener("focusout", () => this.shelf.history.seal());
  }

  private attachButtons(): void {
    const on = (selector: string, act: () => void): void => this.find(selector)?.addEventListener("click", act);
    on("[data-next]", () => this.act(() => this.begin()));
    on("[data-undo]", () => this.undo());
    on("[data-redo]", () => this.redo());
    on("[data-save-plan]", () => this.save((actions) => actions.savePlan()));
    on("[data-copy-link]", () => this.save((actions) => actions.copyLink()));
    on("[data-open-plan]", () => document.querySelector<HTMLElement>("[data-import] input")?.click());
    on("[data-revise]", () => this.act((actions) => actions.revise()));
    on("[data-reset]", () => this.act((actions) => actions.reset()));
    on("[data-remove]", () => this.act((actions) => actions.remove()));
    on("[data-checked]", () => {
      this.shelf.record(this.shelf.plan.confirmTemplate());
      this.done("saved");
    });
  }

  /** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y; while a text is edited they belong to the browser. */
  private attachKeys(): void {
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || isEditing(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) this.redo();
      else this.undo();
    });
  }

  /** Closes the menu after a click anywhere but on its own line, and by Escape. A focus in the menu, which is hidden then, moves to the line. */
  private attachMenu(): void {
    const menu = this.find("[data-more]");
    const line = menu?.querySelector("summary");
    const close = (): void => {
      if (menu?.contains(document.activeElement)) line?.focus();
      menu?.removeAttribute("open");
    };
    document.addEventListener("click", ({ target }) => {
      if (target !== line) close();
    });
    menu?.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") close();
    });
  }

  /** Loads the script of the actions once; undefined if that fails. */
  private load(): Promise<Actions | undefined> {
    const load = async (): Promise<Actions | undefined> => {
      await runScript(this.page.dataset["actionScript"] ?? "");
      return window.cairnActions?.(this.shelf, wordsOf(this.page, "action"), this.word("unnamed"));
    };
    return (this.actions ??= load().catch(() => (this.actions = undefined)));
  }

  /** Requests the actions at the first change, so that an undo need not wait for the script. */
  private loadAhead(): void {
    if (this.isAhead || !this.shelf.history.canUndo) return;
    this.isAhead = true;
    void this.load();
  }

  /** Waits for the script of the actions, runs one and shows its result. Actions run in the order of the clicks. False if the script could not be loaded, which the reader is told. */
  async act(take: (actions: Actions) => string | Promise<string>): Promise<boolean> {
    const actions = await this.load();
    if (actions === undefined) announceWord("failed");
    else this.done(await take(actions));
    return actions !== undefined;
  }

  private begin(): string {
    if (!this.shelf.begin()) return "notsaved";
    this.name?.focus();
    return "begun";
  }

  undo(): void {
    void this.act((actions) => actions.undo());
  }

  private redo(): void {
    void this.act((actions) => actions.redo());
  }

  /** Shows the plan after an action, and the action's word in the status line; "" shows nothing. */
  private done(word: string): void {
    if (word === "") return;
    this.show();
    this.onShown(word);
  }

  /** Lets an action download a file or copy a link, and shows the text that it returns. */
  save(download: (actions: Actions) => string | Promise<string>): Promise<boolean> {
    return this.act(async (actions) => {
      setText(this.find("[data-status]"), await download(actions));
      return "";
    });
  }

  /** Places the button for the next person beside the names while plans of a roster are keyed in: some people on it have one, others none. */
  private placeNext(kept: readonly Kept[]): void {
    const names = this.people;
    const done = new Set(kept.map(({ plan }) => plan?.person));
    const isKeying = names.some((name) => done.has(name)) && !names.every((name) => done.has(name));
    const before = isKeying ? this.find("[data-undo]") : this.place;
    if (this.next !== null && before !== null && this.next.nextElementSibling !== before) before.before(this.next);
  }

  /** Shows whose plan is open, and the list of the others. */
  show(): void {
    const { plan, history } = this.shelf;
    const person = plan.content.person;
    if (this.name !== null && this.name.value.trim() !== person) this.name.value = person;
    for (const line of this.page.querySelectorAll(`[data-line="name"]`)) setText(line, person);
    const kept = this.shelf.list();
    this.placeNext(kept);
    setHidden(this.find("[data-others]"), kept.length < 2);
    this.find("[data-chosen]")?.replaceChildren(...this.options(kept));
    this.find("[data-remove]")?.toggleAttribute("disabled", plan.unreadable);
    this.find("[data-undo]")?.toggleAttribute("disabled", !history.canUndo);
    this.find("[data-redo]")?.toggleAttribute("disabled", !history.canRedo);
    this.loadAhead();
    this.showOutdated();
  }

  private options(kept: readonly Kept[]): HTMLElement[] {
    const titles = kept.map(({ plan }) => this.titleOf(plan));
    return kept.map(({ key }, i) => {
      const twins = titles.slice(0, i).filter((title) => title === titles[i]).length;
      const option = element("option", { value: key }, `${titles[i]}${twins > 0 ? ` · ${twins + 1}` : ""}`);
      option.selected = key === this.shelf.plan.key;
      return option;
    });
  }

  private titleOf(plan: SavedPlan | undefined): string {
    if (plan === undefined) return this.word("damaged");
    const title = [plan.person || this.word("unnamed"), plan.year, `v${plan.revision}`].filter((part) => part !== null).join(" ");
    return plan.madeFrom?.revision === plan.revision ? this.word("copied", title) : title; // an import kept both
  }

  /** Says that the plan was filled in for another version of the template, and how the inputs that the reader typed mean something else now. */
  private showOutdated(): void {
    const shown = this.find("[data-outdated]");
    const { plan } = this.shelf;
    setHidden(shown, !plan.changed);
    for (const change of shown?.querySelectorAll("li") ?? []) {
      const names = [...change.querySelectorAll<HTMLElement>("[data-redefined]")];
      const isTyped = (name: HTMLElement): boolean => plan.typed.has(name.dataset["redefined"] ?? "");
      for (const name of names) setHidden(name, !isTyped(name));
      setHidden(change, !names.some(isTyped));
    }
  }
}

/** Whether a key press goes to a text that is being edited. */
function isEditing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return ["text", "search", "number", "email", "tel", "url"].includes(target.type);
  return target instanceof HTMLTextAreaElement;
}
