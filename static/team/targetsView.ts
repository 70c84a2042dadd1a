// The targets of a team, which the manager types or takes from her own plan, beside what the
// plans of the people add up to.

import { element } from "../shared/dom";
import { joined, labelled, type Words } from "../shared/words";
import { shape } from "../year/circles";
import { moneyIn } from "./money";
import type { Gap } from "./report";
import type { Typed } from "./state";
import type { Shown } from "./tableView";
import { countText, moneyText } from "./texts";

/** A card with the fields of a target and what follows from it. Its fields stay while the reader types: `paint` shows new numbers. */
export class TargetCard {
  readonly element: HTMLElement;
  private readonly results = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "20", name: "results" });
  private readonly money = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "20", name: "money" });
  private readonly said = element("p", { "class": "said" });
  private readonly bar = shape("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" });

  constructor(title: string, private readonly unit: string, private readonly moneyUnit: string, private readonly word: Words, type: (what: "results" | "money", text: string) => void) {
    this.results.setAttribute("aria-label", labelled(title, unit));
    this.money.setAttribute("aria-label", labelled(title, moneyUnit));
    this.results.addEventListener("input", () => type("results", this.results.value));
    this.money.addEventListener("input", () => type("money", this.money.value));
    const money = moneyUnit === "" ? [] : [this.money, ` ${moneyUnit}`];
    this.element = element("div", { "class": "target" }, element("p", {}, element("strong", {}, title), " ", this.results, ` ${unit} `, ...money), this.said);
    this.element.append(this.bar);
  }

  paint({ target, total, results, money }: Gap<Shown>, typed: Typed): void {
    const { word, unit, moneyUnit } = this;
    this.fill(this.results, typed.results ?? (target.results === undefined ? "" : String(target.results)));
    this.fill(this.money, typed.money ?? (target.money === undefined ? "" : String(moneyIn(target.money, moneyUnit))));
    const has = [total.results.goal === undefined ? "" : countText(total.results.goal, unit), moneyUnit === "" || total.money.goal === undefined ? "" : `${moneyText(total.money.goal, moneyUnit)} ${moneyUnit}`];
    const gaps = [this.gap(results, (x) => countText(x, unit)), this.gap(money, (x) => `${moneyText(x, moneyUnit)} ${moneyUnit}`)];
    this.said.replaceChildren(`${word("sum")} ${joined(has.filter(Boolean), "comma")}`, ...gaps.flatMap((gap) => (gap === undefined ? [] : [" ", gap])));
    this.paintBar(target.results, total.results.done ?? 0, total.results.goal ?? 0);
  }

  /** Shows a text in a field in which the reader does not type. */
  private fill(field: HTMLInputElement, text: string): void {
    if (field !== document.activeElement && field.value !== text) field.value = text;
  }

  private gap(x: number | undefined, text: (x: number) => string): HTMLElement | undefined {
    if (x === undefined) return undefined;
    if (x === 0) return element("b", { "class": "met" }, this.word("exact"));
    return element("b", { "class": x > 0 ? "missing" : "met" }, this.word(x > 0 ? "missing_results" : "over_results", text(Math.abs(x))));
  }

  /** Draws what is done and what is planned as parts of the target. */
  private paintBar(target: number | undefined, done: number, goal: number): void {
    const line = (x: number, name: string): SVGLineElement => shape("line", { x1: "0", x2: String(Math.min(100, (100 * x) / (target ?? 1))), y1: "3", y2: "3", "class": name });
    this.bar.replaceChildren(...(target === undefined || !(target > 0) ? [] : [line(goal, "goal"), line(done, "done")]));
    this.bar.toggleAttribute("hidden", target === undefined || !(target > 0));
  }
}
