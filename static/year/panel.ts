// The part of the worksheet that says whether the year's result is still within reach: the
// odds, what would make them good, the last days, and what it takes to hold a number.

import { dateText, type Day, knownDay } from "../goal/dates";
import { isIdle } from "../goal/outlook";
import { judge } from "../goal/verdict";
import { highest } from "../goal/load";
import type { Entries } from "../goal/sheet";
import { entryText } from "../goal/entry";
import { element } from "../shared/dom";
import { dateName, joined, type Words } from "../shared/words";
import { display, displayPercent, isBlank, round } from "../formula/formula";
import { type Change, changesOf, GOOD } from "./changes";
import { type Chances, chancesOf, type Stage, stagesOf } from "./chances";
import { circles } from "./circles";
import { Holder } from "./hold";
import { amount, amountOf, inputAmount, periodName } from "./names";
import { swaysOf } from "./sways";
import type { Host, View } from "./view";

/** The most working days before a last day that are marked as few. */
const FEW = 10;

export class Panel {
  private readonly odds = element("div", { class: "odds" });
  private readonly changes = element("div");
  private readonly days = element("div");
  private readonly sways = element("div");
  private readonly holder: Holder;
  private readonly word: Words;
  private view: View | undefined;
  /** The key of the number with which the reader begins: that of the goal with the highest load, or of the result. */
  private first = "";

  constructor(root: HTMLElement, private readonly host: Host) {
    this.word = host.word;
    this.holder = new Holder(host, () => this.paintSways());
    root.replaceChildren(this.odds, this.changes, this.days, this.holder.root, this.sways);
  }

  /** Asks at how much to hold the number of an output, unless it cannot be held. */
  choose(name: string): void {
    if (this.holder.choose(name)) this.holder.focus();
  }

  /** Shows a plan, each part in a task of its own, so that the reader can go on typing. */
  paint(view: View): void {
    this.view = view;
    const { holder } = this;
    const parts = [() => this.paintChances(view), () => holder.paint(view, this.first), () => holder.solve(), () => this.paintSways(), () => holder.paintPins()];
    const next = (): void => {
      if (this.view !== view) return; // the plan has changed since
      parts.shift()?.();
      if (parts.length > 0) setTimeout(next);
    };
    next();
  }

  private paintChances(view: View): void {
    const { plan, steps } = view.outlook(view.entries);
    const stages = stagesOf(plan, steps);
    const chances = chancesOf(stages, view.prior);
    this.first = highest(judge(plan).goals, ({ ratio }) => ratio)?.process.key ?? chances?.result.split.key ?? "";
    this.odds.replaceChildren(...this.oddsOf(stages, chances, view.prior));
    this.changes.replaceChildren(...(chances === undefined ? [] : this.changesOf(view, stages, chances)));
    this.days.replaceChildren(...this.lastDays(view));
  }

  private oddsOf(stages: readonly Stage[], chances: Chances | undefined, prior: number): Node[] {
    const { word } = this;
    if (chances === undefined) return [element("p", { class: "note" }, word(stages.length === 0 ? "odds_none" : "odds_missing"))];
    const { odds, needed, trials, result, trial, isOwn } = chances;
    if (needed === 0) return [element("p", {}, element("strong", {}, word("odds_done")))];
    const tens = Math.round(10 * odds);
    const said = tens === 0 ? word("odds_never") : tens === 10 ? word("odds_always") : word("odds_times", word("numerals").split("|")[tens - 1] ?? tens);
    const { planned = 0, wins = 0, trials: tried = 0 } = trial.rate ?? {};
    const about = word("odds_about", result.label, this.count(needed, result), trial.label, this.count(trials, trial));
    const rate = displayPercent(round(planned, 3), -1);
    const source = isOwn ? word("odds_own", rate, prior, display(tried, 0), display(wins, 0)) : word("odds_plan", rate);
    return [circles(tens, said), element("p", {}, element("strong", {}, said), " ", element("small", {}, displayPercent(odds, 0))), element("p", { class: "note" }, about), element("p", { class: "note" }, source)];
  }

  /** A whole number of a step with its unit. */
  private count(n: number, stage: Pick<Stage, "split">): string {
    return amount(display(n, 0), this.host.template.computed.find(({ key }) => key === stage.split.key)?.unit ?? "");
  }

  private changesOf(view: View, stages: readonly Stage[], chances: Chances): Node[] {
    const { word } = this;
    if (chances.needed === 0) return [];
    if (chances.odds >= GOOD) return [element("p", {}, word("odds_good"))];
    const { plan } = view.outlook(view.entries);
    const changes = changesOf(plan, view.entries, stages, chances, view.prior, view.today);
    if (changes.length === 0) return [element("p", {}, word("changes_none"))];
    return [element("h3", {}, word("changes")), element("ol", { class: "changes" }, ...changes.map((change) => this.change(view, change)))];
  }

  private change(view: View, change: Change): HTMLElement {
    const { word, host } = this;
    const parts = [word("change_odds", displayPercent(change.odds, 0)), ...this.cost(change)];
    if (change.latest !== undefined) parts.unshift(word("change_until", dateName(dateText(change.latest))));
    const line = element("li", {}, element("b", {}, this.action(change)), " ", element("small", {}, joined(parts, "comma")));
    const input = host.template.inputs.find(({ key }) => key === change.key);
    const { value } = change;
    if (input === undefined || value === undefined || !this.isGood(view, new Map(view.entries).set(input.key, value))) return line;
    const button = element("button", { type: "button", class: "quiet" }, word("apply"));
    button.addEventListener("click", () => host.enter(input.key, entryText(input, value)));
    line.append(" ", button);
    return line;
  }

  /** Whether the plan has good odds with other entries. A higher rate asks for fewer trials, so it need not raise them. */
  private isGood(view: View, entries: Entries): boolean {
    const { plan, steps } = view.outlook(entries);
    return (chancesOf(stagesOf(plan, steps), view.prior)?.odds ?? 0) >= GOOD;
  }

  private action({ kind, key, label, count, value }: Change): string {
    const { word, host } = this;
    const input = host.template.inputs.find((i) => i.key === key);
    if (kind === "rate" && input !== undefined) return word("change_rate", label, inputAmount(input, value ?? 0));
    return word(`change_${kind}`, label, amount(display(count, 0), host.template.computed.find((c) => c.key === key)?.unit ?? ""));
  }

  /** What a change takes of the free capacity, and its fullest period after it. */
  private cost({ effort, kind }: Change): string[] {
    const { word, host } = this;
    if (effort === undefined) return kind === "fewer" ? [word("change_free")] : [];
    const { share, goal, period, rate, limit } = effort;
    if (share > 1) return [Number.isFinite(share) ? word("change_full", displayPercent(share, 0)) : word("change_none")];
    const computed = host.template.computed.find(({ key }) => key === goal.key);
    const busiest = computed === undefined ? [] : [word("change_busiest", periodName(period.id, word), computed.label, amountOf(computed, rate), amountOf(computed, limit))];
    return [word("change_share", displayPercent(share, 0)), ...busiest];
  }

  /** The last day of each step, and how many working days are left until then. */
  private lastDays({ outlook, entries, today }: View): Node[] {
    const { word, host } = this;
    const { base, plan } = outlook(entries);
    const rows = host.template.splits.filter((split) => !isIdle(base, split)).flatMap(({ key }) => {
      const timing = plan.timing(key);
      const label = host.template.computed.find((c) => c.key === key)?.label ?? "";
      return isBlank(timing) || label === "" ? [] : [this.lastDay(label, timing.latest, (latest) => plan.calendar.count({ from: Math.max(today, plan.opening), to: latest + 1 }))];
    });
    return rows.length === 0 ? [] : [element("h3", {}, word("days")), element("dl", { class: "days" }, ...rows)];
  }

  private lastDay(label: string, latest: Day | undefined, left: (latest: Day) => number): HTMLElement {
    const { word } = this;
    const row = element("div", {}, element("dt", {}, label));
    if (latest === undefined) row.append(element("dd", {}, word("days_out")));
    else {
      const days = left(latest);
      if (days > 0 && days <= FEW) row.className = "few";
      row.append(element("dd", {}, element("b", {}, dateName(dateText(latest))), " ", element("small", {}, days > 0 ? word("days_left", days) : word("days_over"))));
    }
    return row;
  }

  private paintSways(): void {
    this.sways.replaceChildren(...swaysOf(this.holder, this.word));
  }
}
