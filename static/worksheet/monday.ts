// What a reader opens the card of the week for on Monday morning: what she has ticked of it, what the earlier weeks of the quarter
// left, what is due in the next days, and the rule that she has written for herself.

import { boxes } from "./boxes";
import { dateText } from "../goal/dates";
import type { Sheet } from "../goal/sheet";
import { display } from "../formula/formula";
import { element, setHidden, setText } from "../shared/dom";
import { dateName, labelled, type Words } from "../shared/words";
import type { Monday, View } from "./weekcard";
import { type Due, dues, horizon, mondayOf, standing, type Texts, textsOf } from "./due";
import { ahead } from "./records";
import type { Rule, SavedPlan } from "./saved";
import { Tallies } from "./tallies";

/** The key of the records that say when the reader has kept her rule. */
const ruleKey = "rule";

export class MondayView implements Monday {
  private readonly rows: readonly Row[];
  private readonly parts: readonly HTMLInputElement[];
  private readonly texts: Texts;
  private tallies: Tallies | undefined;
  private planId = "";

  constructor(private readonly card: View, private readonly word: Words) {
    const { page, listener } = card;
    this.texts = textsOf(page);
    this.rows = [...page.querySelectorAll<HTMLElement>("[data-ticks]")].map((ticks) => new Row(ticks, word));
    this.parts = [...page.querySelectorAll<HTMLInputElement>("[data-rule] input")];
    for (const row of this.rows) row.listen((n) => this.tick(row, n));
    for (const part of this.parts) part.addEventListener("input", () => listener.ruled(this.rule));
    this.attach("[data-turn]", () => (card.isBack = !card.isBack));
    this.attach("[data-unfold]", () => (card.isUnfolded = !card.isUnfolded));
  }

  private find(selector: string): HTMLElement | null {
    return this.card.page.querySelector<HTMLElement>(selector);
  }

  private attach(selector: string, act: () => void): void {
    this.find(selector)?.addEventListener("click", () => {
      act();
      this.card.listener.turned();
    });
  }

  private get rule(): Rule {
    const [when = "", then = ""] = this.parts.map(({ value }) => value.trim());
    return { when, then };
  }

  /** Records a tick in the shown week; one that is taken back is recorded on the day of the last one. */
  private tick(row: Row, n: number): void {
    const { card: { place, week, today, listener }, tallies } = this;
    if (week === undefined || tallies === undefined) return;
    const day = place === "now" ? today : dateText(week.from + Math.max(...week.days, 0));
    const done = tallies.ticked(row.key, row.per) + n;
    if (done >= 0) listener.ticked(row.key, n, n < 0 ? tallies.lastDay(row.key, row.per) || day : day, labelled(row.label, row.tally(done)));
  }

  paint(sheet: Sheet, plan: SavedPlan): void {
    const { calendar, template, week, isOpen, today } = this.card;
    this.tallies = week === undefined ? undefined : new Tallies(calendar, week, sheet, plan);
    const tallies = isOpen ? this.tallies : undefined;
    this.paintRule(plan);
    for (const row of this.rows) row.paint(row.key === ruleKey && !hasRule(plan) ? undefined : tallies, template.splits.some(({ key }) => key === row.key));
    this.paintDue(sheet, plan);
    const { n, last } = ahead(plan, today);
    setHidden(this.find("[data-ahead]"), n <= 0);
    if (n > 0) setText(this.find("[data-ahead]"), this.word("ahead", n, dateName(last)));
    setHidden(this.find("[data-turn]"), !this.card.hasBefore);
    setText(this.find("[data-turn]"), this.word(this.card.place === "back" ? "turn_now" : "turn_back"));
  }

  isUsed(box: HTMLElement | null): boolean {
    return this.rows.some((row) => row.box === box && row.isUsed);
  }

  paintFold(isFolded: boolean): void {
    setHidden(this.find("[data-unfold]"), !this.card.isOpen || !isFolded);
    setText(this.find("[data-unfold]"), this.word(this.card.isUnfolded ? "fold" : "unfold"));
  }

  /** Shows the plan's rule. A field in which the reader is typing follows only another plan; she may have begun before this script was loaded. */
  private paintRule(plan: SavedPlan): void {
    const { id, rule: { when, then } = { when: "", then: "" } } = plan;
    this.parts.forEach((part, i) => {
      const text = i === 0 ? when : then;
      if (part.value.trim() !== text && (document.activeElement !== part || !["", id].includes(this.planId))) part.value = text;
    });
    const box = this.find("[data-rule]");
    box?.toggleAttribute("data-written", hasRule(plan));
    if (hasRule(plan) && id !== this.planId) box?.setAttribute("open", "");
    this.planId = id;
  }

  private paintDue(sheet: Sheet, plan: SavedPlan): void {
    const { calendar, template, today } = this.card;
    const [from, to] = [mondayOf(today), horizon(calendar, today)];
    const all = dues(template, calendar, sheet, plan, this.texts, this.word);
    const isUsed = (plan.records ?? []).length + (plan.closed ?? []).length > 0;
    const late = all.filter(({ id, date }) => isReview(id) && isUsed && date < from).slice(0, 1); // the quarter to close before the others
    const next = [...late, ...all.filter(({ date }) => from <= date && date <= to)];
    const lines = [...next.map((due) => this.dueLine(due)), ...standing(plan, this.texts).map((text) => element("li", {}, text))];
    setHidden(this.find("[data-due]"), lines.length === 0);
    const list = this.find("[data-due] ul");
    if (list !== null && list.textContent !== lines.map(({ textContent }) => textContent).join("")) list.replaceChildren(...lines);
  }

  /** A review is a link to the section in which its quarter is closed. */
  private dueLine({ id, date, text }: Due): HTMLElement {
    const section = this.find("[data-quarter]");
    const link = element("a", { href: `#${section?.id ?? ""}` }, text);
    link.addEventListener("click", () => section?.querySelector("details")?.setAttribute("open", ""));
    return element("li", date < this.card.today ? { class: "past" } : {}, element("time", { datetime: date }, dateName(date)), " ", isReview(id) && section !== null ? link : text);
  }
}

function isReview(id: string): boolean {
  return id.startsWith("review-");
}

/** Whether both parts of the rule are written. */
function hasRule({ rule }: SavedPlan): boolean {
  return rule !== undefined && rule.when !== "" && rule.then !== "";
}

/** A step or goal on the card, or the reader's rule, with its buttons. */
class Row {
  readonly box: HTMLElement | null;
  readonly key: string;
  readonly per: string | undefined;
  readonly label: string;
  /** Whether something was ticked or is owed. */
  isUsed = false;
  private readonly number: HTMLElement | null;
  private readonly minus: HTMLElement | null;
  private readonly plus: HTMLElement | null;

  constructor(private readonly ticks: HTMLElement, private readonly word: Words) {
    this.box = ticks.closest("li");
    this.number = this.box?.querySelector<HTMLElement>("[data-week-of]") ?? null;
    this.key = this.number?.dataset["weekOf"] ?? ruleKey;
    this.per = this.number?.dataset["per"];
    this.label = this.box?.firstElementChild?.textContent ?? ticks.getAttribute("aria-label") ?? "";
    this.minus = ticks.querySelector<HTMLElement>(`[data-tick="-1"]`);
    this.plus = ticks.querySelector<HTMLElement>(`[data-tick="1"]`);
  }

  listen(ticked: (n: number) => void): void {
    this.minus?.addEventListener("click", () => ticked(-1));
    this.plus?.addEventListener("click", () => ticked(1));
  }

  private find(selector: string): HTMLElement | null {
    return (this.box ?? this.ticks).querySelector<HTMLElement>(selector);
  }

  /** 2 / 3, or 2 where nothing is asked. */
  tally(done: number): string {
    return this.number === null ? String(done) : `${done} / ${this.number.textContent ?? ""}`;
  }

  /** tallies: of the shown week; undefined if nothing can be ticked in it. isStep: earlier weeks of the quarter count. */
  paint(tallies: Tallies | undefined, isStep: boolean): void {
    const done = tallies?.ticked(this.key, this.per) ?? 0;
    const debt = isStep ? tallies?.owed(this.key) : undefined;
    this.isUsed = done > 0 || (debt?.n ?? 0) > 0;
    setText(this.find("[data-tally]"), tallies === undefined ? "" : this.number !== null ? `${done} / ` : done > 0 ? this.word("rule_used", done) : "");
    setHidden(this.plus, tallies === undefined);
    if (done === 0 && document.activeElement === this.minus) this.plus?.focus();
    setHidden(this.minus, done === 0);
    setText(this.find("[data-owed]"), tallies === undefined || debt === undefined ? "" : this.note(tallies, debt.n, debt.isLast));
    setText(this.find("[data-boxes]"), boxes(this.number?.textContent ?? "", done));
  }

  private note(tallies: Tallies, owed: number, isLast: boolean): string {
    const { done, asked } = tallies.inQuarter(this.key);
    const quarter = this.word("in_quarter", display(done, -1), display(asked, -1));
    return owed > 0 ? `${this.word(isLast ? "owed_last" : "owed", display(owed, -1))} · ${quarter}` : quarter;
  }
}
