// The card of the week: which week it shows, and what that week asks. What the reader has ticked and what is due is shown by a script
// of its own, which the page loads for a plan that she keeps, or when she first uses the card.

import type { Calendar, Week } from "../goal/calendar";
import type { Sheet } from "../goal/sheet";
import { openDays } from "../goal/split";
import type { Template } from "../goal/template";
import { announceWord } from "../shared/announcer";
import { setHidden, setText } from "../shared/dom";
import { holdPage } from "../shared/hold";
import { runScript } from "../shared/script";
import { dateName, joined, type Words, wordsOf } from "../shared/words";
import { boxes } from "./boxes";
import type { Rule, SavedPlan } from "./saved";
import { cardOf, type Place, weekBefore } from "./week";

/** Receives what the reader does on the card. */
export interface Listener {
  /** She has done something n times on a day, or takes it back if n is negative; `said` is the text that says so. */
  ticked(key: string, n: number, on: string, said: string): void;
  ruled(rule: Rule): void;
  /** The card is to be painted again. */
  turned(): void;
}

/** What the card shows. */
export interface View {
  readonly page: HTMLElement;
  readonly template: Template;
  readonly calendar: Calendar;
  readonly listener: Listener;
  readonly place: Place;
  readonly week: Week | undefined;
  readonly today: string;
  /** Whether the week has begun, so that what the reader does can be recorded in it. */
  readonly isOpen: boolean;
  /** Whether there is a week before, to which the reader can turn, and whether she has. */
  readonly hasBefore: boolean;
  isBack: boolean;
  /** Whether the reader has unfolded the rows of which the week asks nothing. */
  isUnfolded: boolean;
}

/** The part of the card that the later script shows. */
export interface Monday {
  /** Shows the tallies, what is due, and the rule. */
  paint(sheet: Sheet, plan: SavedPlan): void;
  /** Whether something of a row is ticked or owed, so that it is not folded. */
  isUsed(row: HTMLElement | null): boolean;
  /** isFolded: whether rows are folded, or would be if the reader had not unfolded them. */
  paintFold(isFolded: boolean): void;
}

declare global {
  interface Window {
    cairnMonday?: (card: View, word: Words) => Monday;
  }
}

export class WeekCard implements View {
  place: Place = "none";
  week: Week | undefined;
  today = "";
  hasBefore = false;
  isBack = false;
  isUnfolded = false;
  private readonly weeks: readonly Week[];
  private readonly found = new Map<string, readonly HTMLElement[]>();
  private monday: Monday | undefined;
  private loading: Promise<void> | undefined;
  /** Called when the card is painted; further calls do nothing. */
  private painted: (() => void) | undefined;

  constructor(readonly page: HTMLElement, readonly template: Template, readonly calendar: Calendar, private word: Words, readonly listener: Listener) {
    this.weeks = calendar.weeks.flat();
    for (const use of ["click", "input"]) page.querySelector("#ui\\:week")?.addEventListener(use, (event) => this.use(event));
  }

  get isOpen(): boolean {
    return this.place === "now" || this.place === "back";
  }

  /** Loads the later script. */
  load(): Promise<void> {
    return (this.loading ??= this.begin());
  }

  private async begin(): Promise<void> {
    await runScript(this.page.dataset["mondayScript"] ?? "");
    this.word = wordsOf(this.page, "monday");
    this.monday = window.cairnMonday?.(this, this.word);
    await new Promise<void>((painted) => {
      this.painted = painted;
      this.listener.turned();
    });
  }

  /** Loads the script at the first use of the card, and repeats what the reader did for it. */
  private use({ target }: Event): void {
    if (this.monday !== undefined || !(target instanceof HTMLElement) || !target.matches("[data-tick], [data-rule] input")) return;
    this.load().then(
      () => void (target instanceof HTMLInputElement ? target.dispatchEvent(new Event("input")) : target.click()),
      () => {
        this.loading = undefined;
        announceWord("failed");
      },
    );
  }

  /** The elements for a selector, cached: the set never changes while the page is open. */
  private all(selector: string): readonly HTMLElement[] {
    const found = this.found.get(selector) ?? [...this.page.querySelectorAll<HTMLElement>(selector)];
    this.found.set(selector, found);
    return found;
  }

  /** Decides which week the card shows, and names it. The painter then shows the numbers of the elements, whose names this sets. */
  name(sheet: Sheet, today: string): void {
    if (this.weeks.length === 0) return;
    this.today = today;
    const before = weekBefore(this.weeks, sheet.opening, today);
    this.hasBefore = before !== undefined;
    ({ place: this.place, week: this.week } = this.isBack && before !== undefined ? { place: "back", week: before } : cardOf(this.weeks, sheet.opening, today));
    const { place, week } = this;
    for (const shown of this.all("[data-week-of]")) {
      shown.dataset["term"] = `${shown.dataset["weekOf"] ?? ""}@${week === undefined ? "" : this.periodOf(week, shown.dataset["per"])}`;
    }
    const name = week === undefined ? "" : this.weekName(week, sheet.opening);
    const about = this.isOpen ? "" : this.word(`week_${place}`, place === "opening" ? sheet.opening : place === "first" ? this.weeks[0]?.monday ?? "" : this.template.year.id);
    for (const element of this.all("[data-week-name]")) setText(element, about + name);
    this.paintLearning(week, sheet.begins);
    const title = this.word(place === "back" ? "week_back" : place === "now" || week === undefined ? "week" : "week_next");
    for (const element of this.all("[data-week-title]")) {
      setText(element, title);
      element.closest("section")?.setAttribute("aria-label", title);
    }
    this.all("tr[data-week]").forEach((row, i) => row.toggleAttribute("data-now", place === "now" && this.weeks[i] === week));
  }

  /** Shows what is ticked and due, when the painter has shown the numbers. isKept: the reader keeps the plan. */
  paint(sheet: Sheet, plan: SavedPlan, isKept: boolean): void {
    const isUsed = (plan.records ?? []).length > 0 || plan.rule !== undefined;
    if (this.weeks.length > 0 && this.loading === undefined && (isUsed || (isKept && document.readyState === "loading"))) {
      const loading = this.load().catch(() => (this.loading = undefined));
      if (document.readyState === "loading") holdPage(loading); // so that nothing moves
    }
    if (this.monday === undefined) this.paintPlain();
    for (const list of this.all(".todo")) list.toggleAttribute("data-open", this.isOpen);
    this.monday?.paint(sheet, plan);
    this.foldIdle(sheet.finding.late);
    this.painted?.();
  }

  /** Shows the rows as they are while nothing is ticked. */
  private paintPlain(): void {
    for (const plus of this.all(`.todo [data-tick="1"]`)) setHidden(plus, !this.isOpen);
    for (const list of this.all(".todo [data-boxes]")) setText(list, boxes(list.closest("li")?.querySelector("strong")?.textContent ?? "", 0));
  }

  /** Hides the numbers of the card that are 0, that belong to no week, or whose step is out of reach; one line names those that are 0. Rows with ticks or debts stay. */
  private foldIdle(late: readonly string[]): void {
    const idle: string[] = [];
    let isFolded = false;
    for (const shown of this.all("[data-week-of]")) {
      const row = shown.closest("li");
      const isIdle = shown.textContent === "0";
      const isOut = shown.dataset["term"]?.endsWith("@") ?? false;
      const label = row?.firstElementChild?.textContent ?? "";
      const isOff = (isIdle || late.includes(label)) && this.monday?.isUsed(row) !== true;
      setHidden(row ?? shown.parentElement, isOut || (isOff && (row === null || !this.isOpen || !this.isUnfolded)));
      if (row === null || isOut || !isOff) continue;
      isFolded = true;
      if (isIdle) idle.push(label);
    }
    for (const line of this.all("[data-idle]")) {
      setHidden(line, idle.length === 0);
      setText(line, this.word("week_idle", joined(idle, "list")));
    }
    this.monday?.paintFold(isFolded);
  }

  /** Says from when the reader does her own work, in a week whose days are worth nothing in the ramp. */
  private paintLearning(week: Week | undefined, begins: string): void {
    const isLearning = week !== undefined && openDays(week, begins) === 0;
    for (const element of this.all("[data-learning]")) {
      setHidden(element, !isLearning);
      if (isLearning) setText(element, this.word("learning", dateName(begins)));
    }
  }

  /** The id of the period that a number of the card is of: the week, or its month or quarter. */
  private periodOf(week: Week, per: string | undefined): string {
    const { months, weeks } = this.calendar;
    const month = weeks.findIndex((list) => list.includes(week));
    if (per === "month") return months[month]?.id ?? "";
    return per === "quarter" ? this.calendar.quarterId(month) : week.id;
  }

  private weekName(week: Week, opening: string): string {
    return this.word("week_name", Number(week.id.slice(6)), dateName(week.monday), openDays(week, opening));
  }
}
