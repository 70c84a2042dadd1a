// Shows an evaluated sheet in the elements of the page; creates none.

import { setHidden, setText } from "../shared/dom";
import { readText } from "../goal/entry";
import type { Calendar, Week } from "../goal/calendar";
import type { Input, Template } from "../goal/template";
import type { Entries, Meter, Sheet } from "../goal/sheet";
import { markStale } from "./stale";
import { openDays } from "../goal/split";
import { labelled, type Words } from "../shared/words";

interface Marks {
  readonly isStale: boolean;
  readonly isOver: boolean;
}

export class Painter {
  private readonly weeks: readonly Week[];
  private readonly inputs: ReadonlyMap<string, Input>;
  private readonly found = new Map<string, readonly HTMLElement[]>();
  /** The elements whose text has changed in this paint; undefined in the first. */
  private changed: HTMLElement[] | undefined;

  constructor(private readonly page: HTMLElement, private readonly template: Template, calendar: Calendar, private readonly word: Words) {
    this.weeks = calendar.weeks.flat();
    this.inputs = new Map(template.inputs.map((input) => [input.key, input]));
    for (const output of this.all("output")) output.setAttribute("aria-live", "off"); // a screen reader would read out every number that changes
  }

  /** The numbers in stale are from before an error. */
  paint(sheet: Sheet, entries: Entries, stale: ReadonlySet<string>): void {
    const marks = (key: string): Marks => ({ isStale: stale.has(key), isOver: sheet.over.has(key) });
    for (const output of this.all("output")) {
      const name = output.getAttribute("name") ?? "";
      const shown = sheet.shown.get(name);
      if (shown === undefined) continue;
      output.dataset["value"] = shown.raw;
      this.show(output, shown.text || "—", marks(name));
    }
    this.each("whole", (element, key) => this.show(element, sheet.whole.get(key) || "—", marks(key)));
    for (const element of this.all(".reckoning")) element.hidden = sheet.steps.has(element.closest("li, div, td")?.querySelector("output")?.name ?? ""); // what is done and what is left has no formula
    for (const element of this.all("[data-why]")) setText(element, this.why(sheet, element.closest("li, div, td")?.querySelector("output")?.name ?? ""));
    this.each("verdict-of", (element, key) => this.judge(element, sheet, key));
    this.each("term", (element, key) => this.show(element, this.term(sheet, entries, key) ?? element.textContent ?? "", marks(key)));
    for (const cell of this.all("[data-tone]")) {
      const key = cell.querySelector("output")?.name ?? "";
      cell.dataset["tone"] = sheet.verdicts.get(key) ?? "";
      cell.toggleAttribute("data-same", sheet.shown.get(key)?.text === sheet.shown.get(key.replace(/~.*/, ""))?.text);
    }
    this.each("bars", (element, key) => element.setAttribute("d", sheet.bars.get(key) ?? ""));
    this.each("load", (element, key) => {
      element.toggleAttribute("data-over", sheet.over.has(key));
      this.paintLoad(element, sheet.meters.get(key)?.load ?? "");
    });
    this.each("meter", (element, key) => this.paintMeter(element, sheet.meters.get(key)));
    this.paintList("[data-answer]", sheet.smart, (element, answer) => this.paintAnswer(element, answer));
    const fulfilled = sheet.smart.filter((answer) => answer === "yes").length;
    for (const element of this.all("[data-fulfilled]")) setText(element, this.word("fulfilled", sheet.smart.length, fulfilled));
    this.paintList("[data-slice]", sheet.slices, (element, points) => element.setAttribute("points", points));
    this.paintList("[data-milestone]", sheet.milestones, (element, date) => {
      element.setAttribute("datetime", date);
      setText(element, date);
    });
    this.paintList("[data-days]", this.weeks, (element, week) => setText(element, String(openDays(week, sheet.opening))));
    flash(this.changed ?? []);
    this.changed = [];
  }

  /** Shows a number, and whether it is from before an error or over the capacity. */
  private show(element: HTMLElement, text: string, { isStale, isOver }: Marks): void {
    if (element.textContent !== text) this.changed?.push(element);
    setText(element, text);
    element.toggleAttribute("data-over", isOver);
    markStale(element, isStale, this.word);
  }

  /** The elements for a selector, cached: the set never changes while the page is open. */
  private all(selector: string): readonly HTMLElement[] {
    const known = this.found.get(selector);
    if (known !== undefined) return known;
    const found = [...this.page.querySelectorAll<HTMLElement>(selector)];
    this.found.set(selector, found);
    return found;
  }

  /** Calls paint for each element with a data attribute, with the attribute's value. */
  private each(name: string, paint: (element: HTMLElement, value: string) => void): void {
    for (const element of this.all(`[data-${name}]`)) paint(element, element.getAttribute(`data-${name}`) ?? "");
  }

  private paintList<T>(selector: string, values: readonly T[], paint: (element: HTMLElement, value: T) => void): void {
    this.all(selector).forEach((element, i) => {
      const value = values[i];
      if (value !== undefined) paint(element, value);
    });
  }

  private why(sheet: Sheet, key: string): string {
    const step = sheet.steps.get(key);
    if (step !== undefined) return this.word("progress", step.done, step.rest);
    const shown = sheet.shown.get(key);
    if (shown === undefined || shown.why === "") return "";
    const reason = this.word(shown.why);
    return shown.about === "" ? reason : labelled(reason, shown.about);
  }

  private judge(element: HTMLElement, sheet: Sheet, key: string): void {
    const verdict = sheet.verdicts.get(key) ?? "";
    const isGoal = this.template.process.some((p) => p.key === key);
    const advice = verdict === "below" || verdict === "above" ? (element.dataset[verdict] ?? "") : "";
    element.dataset["verdict"] = verdict;
    if (verdict === "" || (verdict === "within" && !isGoal)) setText(element, "");
    else setText(element, advice === "" ? this.word(verdict) : labelled(this.word(verdict), advice));
  }

  /** A value in the arithmetic of a formula; undefined for a constant, which the page already shows. */
  private term(sheet: Sheet, entries: Entries, key: string): string | undefined {
    const input = this.inputs.get(key);
    const shown = sheet.shown.get(key);
    if (input === undefined) return shown === undefined ? undefined : shown.text || "—";
    const value = sheet.rates.get(key) ?? entries.get(key);
    return typeof value === "number" ? readText(input, value) : (value ?? "—");
  }

  private paintLoad(element: HTMLElement, load: string): void {
    setHidden(element.parentElement, load === "");
    setText(element, load);
  }

  private paintMeter(svg: HTMLElement, meter: Meter | undefined): void {
    const place = (line: string, from: string | undefined, to: string | undefined, absent: string): void => {
      const found = svg.querySelector(line);
      found?.setAttribute("x1", from || absent);
      found?.setAttribute("x2", to || absent);
    };
    place(".zone", meter?.low, meter?.high, "0");
    place(".level", "0", meter?.value, "0");
    place(".limit", meter?.capacity, meter?.capacity, "-9");
  }

  private paintAnswer(element: HTMLElement, answer: string): void {
    element.dataset["answer"] = answer;
    setText(element.querySelector(".answer"), this.word(answer === "" ? "undecided" : `answer_${answer}`));
  }
}

/** Highlights numbers that have changed, for a moment; at once instead of fading if the reader prefers no motion. */
function flash(changed: readonly HTMLElement[]): void {
  const easing = matchMedia("(prefers-reduced-motion: reduce)").matches ? "steps(1, end)" : "ease-in";
  for (const element of changed) {
    if (element.closest("details:not([open])") !== null) continue;
    element.animate([{ backgroundColor: "var(--mark)" }, { backgroundColor: "transparent" }], { duration: 1500, easing });
  }
}
