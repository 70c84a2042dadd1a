// The home page's guide: asks for the reader's track, stage and date of joining, saves
// them, and shows what this week and today hold for her.

import { controlOf, element, required, setHidden, setText, type Control } from "../shared/dom";
import { readReader, type Reader } from "../reading/reader";
import { isListOf, parseData } from "../shared/json";
import { today } from "../shared/today";
import { dateName, labelled, type Words, wordsOf } from "../shared/words";
import type { Outcome, Store } from "../storage/store";
import { dayOf, isDates, isGuide, nowOf, sideOf, Workdays, type Guide, type Now, type Task } from "./guide";
import { markCell } from "./map";
import { PathView } from "./path";
import { PlanView } from "./plan";

export function attachHome(store: Store): void {
  const home = document.querySelector<HTMLElement>("[data-home]");
  if (home !== null) new Home(home, store);
}

class Home {
  private readonly form: HTMLFormElement;
  private readonly guide: HTMLElement;
  private readonly word: Words;
  private readonly guides: readonly Guide[];
  private readonly workdays: Workdays;
  private readonly path: PathView;
  private readonly plan: PlanView;

  constructor(private readonly home: HTMLElement, private readonly store: Store) {
    this.form = required(home, "[data-reader]", HTMLFormElement);
    this.guide = required(home, "[data-guide]");
    this.word = wordsOf(home);
    this.guides = parseData(home, "guides", isListOf(isGuide), []);
    this.workdays = new Workdays(parseData(home, "irregular", isDates, []));
    this.path = new PathView(home, this.word, (texts) => this.list("[data-step]", this.word("do"), texts));
    this.plan = new PlanView(this.find("[data-plan]"), store);
    home.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.remember();
    });
    required(home, "[data-change]").addEventListener("click", () => this.ask());
    store.onChange((key) => key === "reader", () => this.restore());
    this.restore();
  }

  private restore(): void {
    const reader = readReader(this.store.read("reader"));
    if (reader !== "unreadable" && this.offers(reader)) this.greet(reader, "saved");
  }

  /** An element that a layout may lack. */
  private find(selector: string): HTMLElement | null {
    return this.home.querySelector<HTMLElement>(selector);
  }

  private field(name: keyof Reader): Control {
    const field = controlOf(this.form, name);
    if (field === null) throw new Error(`the form of the home page has no ${name}`);
    return field;
  }

  /** The options of a field; a hidden field, of a site with one track or stage, has none. */
  private options(name: keyof Reader): HTMLOptionElement[] {
    const field = controlOf(this.form, name);
    return field instanceof HTMLSelectElement ? [...field.options] : [];
  }

  /** Whether the site still has the reader's track and stage; if not, the form is shown again. */
  private offers(reader: Reader): boolean {
    return (["track", "stage"] as const).every((name) => {
      const options = this.options(name);
      return options.length === 0 || options.some(({ value }) => value === reader[name]);
    });
  }

  private remember(): void {
    const reader = { track: this.field("track").value, stage: this.field("stage").value, joined: this.field("joined").value };
    this.greet(reader, this.store.change("reader", readReader, () => reader));
  }

  /** Shows the form or the guide, each under its heading. */
  private show(isGuide: boolean): void {
    this.form.hidden = isGuide;
    this.guide.hidden = !isGuide;
    this.home.parentElement?.toggleAttribute("data-known", isGuide);
    setText(this.home.querySelector("h2"), this.word(isGuide ? "now" : "who"));
  }

  private ask(): void {
    this.show(false);
    markCell(undefined, "");
    delete this.home.dataset["accent"];
    this.field("track").focus();
  }

  private greet(reader: Reader, outcome: Outcome): void {
    for (const name of ["track", "stage", "joined"] as const) this.field(name).value = reader[name];
    this.show(true);
    setText(this.find("[data-who]"), this.word("reader", this.chosen("track"), this.chosen("stage"), reader.joined));
    this.say("[data-kept]", outcome === "saved" ? "" : this.word(outcome));
    const accent = markCell(reader, this.word("here"));
    if (accent !== undefined) this.home.dataset["accent"] = accent;
    const date = today();
    const guide = this.guides.find(({ track, stage }) => track === reader.track && stage === reader.stage);
    this.showMissing(reader, guide === undefined);
    const now = nowOf(guide ?? noGuide, reader.joined, date, this.workdays);
    this.showTime(now);
    this.list("[data-week]", now.week?.title ?? "", now.week?.today ?? []);
    linkTo(this.find("[data-week] h3"), addressOf(guide?.path ?? "", now.week));
    this.list("[data-step]", this.word(now.rest === "" ? "do" : "donext"), now.isFirstWeek ? [] : now.step?.today ?? []);
    this.path.show(guide?.path ?? "", now.week, now.row);
    this.showQuarter(guide ?? noGuide, now);
    this.showPlaybook(guide ?? noGuide, now, date);
    this.showSheet(guide ?? noGuide, date);
    this.plan.show(guide?.sheet ?? "", date);
  }

  private chosen(name: "track" | "stage"): string {
    return this.options(name).find(({ selected }) => selected)?.text ?? "";
  }

  /** Sets the text of an element, and hides it if there is none. */
  private say(selector: string, text: string): void {
    const shown = this.find(selector);
    setHidden(shown, text === "");
    setText(shown, text);
  }

  /** Says how long the reader has been here, and whether today is worked. */
  private showTime({ day, month, week, rest, next, isShifted }: Now): void {
    setText(this.find("[data-when]"), this.elapsed(day, month, week?.week ?? 0));
    this.say("[data-rest]", day <= 0 || rest === "" ? "" : this.word(rest, dateName(next)));
    this.say("[data-shifted]", isShifted ? this.word("shifted") : "");
  }

  private elapsed(day: number, month: number, week: number): string {
    if (day <= 0) return this.word("before", 1 - day);
    if (day === 1) return this.word("first");
    if (week > 0 || month === 1) return this.word("day", day, Math.ceil(day / 7));
    return month <= 24 ? this.word("month", month) : this.word("year", Math.ceil(month / 12));
  }

  private list(selector: string, title: string, lines: readonly string[]): void {
    const shown = this.find(selector);
    setHidden(shown, lines.length === 0);
    setText(shown?.querySelector("h3 a") ?? shown?.querySelector("h3") ?? null, title);
    shown?.querySelector("ul")?.replaceChildren(...lines.map((line) => element("li", {}, line)));
  }

  private showQuarter({ url }: Guide, { quarter: { quarter, week, weeks }, rhythm }: Now): void {
    const shown = this.find("[data-quarter]");
    setHidden(shown, rhythm.length === 0);
    setText(shown?.querySelector("h3") ?? null, this.word("quarter", quarter, week, weeks));
    const items = rhythm.map((task) => {
      const lines = (task.today ?? []).map((line) => element("li", {}, line));
      return element("li", {}, element("a", { href: addressOf(url, task) }, task.title), element("ul", {}, ...lines));
    });
    shown?.querySelector("ul")?.replaceChildren(...items);
  }

  /** Links to the playbook's section of the step, and says when the step is due. */
  private showPlaybook({ title, url }: Guide, { step, due }: Now, date: string): void {
    const shown = this.find("[data-playbook]");
    setHidden(shown, title === "");
    linkTo(shown, addressOf(url, step), step === undefined ? title : labelled(title, step.title));
    setText(shown?.querySelector("span") ?? null, due === undefined ? "" : this.left(dayOf(date, due) - 1, due, step?.month ?? 0));
  }

  /** How many days are left until a number of months after joining. */
  private left(days: number, due: string, months: number): string {
    return days > 0 ? this.word("due", dateName(due), months, days) : this.word("duetoday", months);
  }

  /** Links to the worksheet, and says if today is not in its fiscal year. */
  private showSheet({ sheet, fiscal }: Guide, date: string): void {
    const shown = this.find("[data-sheet]");
    setHidden(shown, sheet === "");
    linkTo(shown, sheet);
    const side = sheet === "" ? 0 : sideOf(fiscal, date);
    setText(shown?.querySelector("small") ?? null, side < 0 ? this.word("notyet", fiscal) : side > 0 ? this.word("ended", fiscal.slice(0, 4)) : "");
  }

  /** Links to the pages of the track and the stage of a reader whose playbook does not exist. */
  private showMissing(reader: Reader, isMissing: boolean): void {
    const shown = this.find("[data-missing]");
    setHidden(shown, !isMissing);
    const links = shown?.querySelectorAll("a");
    (["track", "stage"] as const).forEach((name, i) => {
      setText(links?.[i] ?? null, this.chosen(name));
      links?.[i]?.setAttribute("href", `${name}s/${encodeURIComponent(reader[name])}.html`);
    });
  }
}

/** Sets the address of the link in an element, and its text if one is given. */
function linkTo(within: HTMLElement | null, url: string, text?: string): void {
  const link = within?.querySelector("a") ?? null;
  link?.setAttribute("href", url);
  if (text !== undefined) setText(link, text);
}

/** The address of a task's section on a page. */
function addressOf(url: string, task: Task | undefined): string {
  return task?.anchor === undefined ? url : `${url}#${encodeURIComponent(task.anchor)}`;
}

/** The guide of a reader whose playbook does not exist. */
const noGuide: Guide = { track: "", stage: "", title: "", url: "", sheet: "", fiscal: "", steps: [], rhythm: [], path: "", weeks: [] };
