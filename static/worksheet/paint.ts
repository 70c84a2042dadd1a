// Shows an evaluated sheet in the elements of the page; creates none. What is on the screen is
// shown at once, the rest in small parts, between which the page can take the next keystroke.

import { setAttribute, setHidden, setText } from "../shared/dom";
import { readText } from "../goal/entry";
import type { Calendar } from "../goal/calendar";
import type { Input, Template } from "../goal/template";
import type { Entries, Meter, Sheet } from "../goal/sheet";
import { markStale } from "./stale";
import { openDays } from "../goal/split";
import { labelled, type Words } from "../shared/words";

/** What is painted. The numbers in stale are from before an error. */
interface View {
  readonly sheet: Sheet;
  readonly entries: Entries;
  readonly stale: ReadonlySet<string>;
}

/** An element that shows a part of the sheet. */
interface Spot {
  readonly element: HTMLElement;
  readonly paint: (view: View) => void;
}

/** How many elements are painted without a break. */
const PART = 50;

export class Painter {
  private readonly inputs: ReadonlyMap<string, Input>;
  private readonly spots: readonly Spot[];
  /** The elements whose text has changed and that are still to be highlighted; undefined before the first paint has ended. */
  private changed: Set<HTMLElement> | undefined;

  /** isSeen: whether an element is on the screen. */
  constructor(
    private readonly page: HTMLElement,
    private readonly template: Template,
    calendar: Calendar,
    private readonly word: Words,
    private readonly isSeen: (element: Element) => boolean = () => true,
  ) {
    this.inputs = new Map(template.inputs.map((input) => [input.key, input]));
    this.spots = [...this.numbers(), ...this.texts(), ...this.pictures(), ...this.lists(calendar)];
    for (const output of this.page.querySelectorAll("output")) output.setAttribute("aria-live", "off"); // a screen reader would read out every number that changes
  }

  /** Paints what is on the screen up to the first break. */
  *paint(sheet: Sheet, entries: Entries, stale: ReadonlySet<string>): Generator<void, void> {
    const view: View = { sheet, entries, stale };
    const seen = new Set(this.spots.filter(({ element }) => this.isSeen(element)));
    for (const spot of seen) spot.paint(view);
    yield;
    flash([...(this.changed ?? [])].filter(this.isSeen));
    this.changed?.clear();
    let painted = 0;
    for (const spot of this.spots) {
      if (seen.has(spot)) continue;
      spot.paint(view);
      if (++painted % PART === 0) yield;
    }
    this.changed = new Set();
  }

  private numbers(): Spot[] {
    return [
      ...this.all<HTMLOutputElement>("output").map((element) => ({ element, paint: (view: View) => this.paintOutput(element, view) })),
      ...this.each("whole", (element, view, key) => this.show(element, view.sheet.whole.get(key) || "—", key, view)),
      ...this.each("term", (element, view, key) => this.show(element, this.term(view, key) ?? element.textContent ?? "", key, view)),
    ];
  }

  private texts(): Spot[] {
    const beside = (element: Element): string => element.closest("li, div, td")?.querySelector("output")?.name ?? "";
    return [
      ...this.all(".reckoning").map((element) => {
        const key = beside(element);
        return { element, paint: ({ sheet }: View) => setHidden(element, sheet.steps.has(key)) }; // what is done and what is left has no formula
      }),
      ...this.all("[data-why]").map((element) => {
        const key = beside(element);
        return { element, paint: ({ sheet }: View) => setText(element, this.why(sheet, key)) };
      }),
      ...this.each("verdict-of", (element, { sheet }, key) => this.judge(element, sheet, key)),
      ...this.all("[data-tone]").map((element) => {
        const key = element.querySelector("output")?.name ?? "";
        return { element, paint: ({ sheet }: View) => paintTone(element, sheet, key) };
      }),
    ];
  }

  private pictures(): Spot[] {
    return [
      ...this.each("bars", (element, { sheet }, key) => setAttribute(element, "d", sheet.bars.get(key) ?? "")),
      ...this.each("load", (element, { sheet }, key) => {
        element.toggleAttribute("data-over", sheet.over.has(key));
        this.paintLoad(element, sheet.meters.get(key)?.load ?? "");
      }),
      ...this.each("meter", (element, { sheet }, key) => this.paintMeter(element, sheet.meters.get(key))),
    ];
  }

  private lists(calendar: Calendar): Spot[] {
    const weeks = calendar.weeks.flat();
    return [
      ...this.list("[data-answer]", ({ sheet }) => sheet.smart, (element, answer) => this.paintAnswer(element, answer)),
      ...this.all("[data-fulfilled]").map((element) => ({ element, paint: ({ sheet: { smart } }: View) => {
        setText(element, this.word("fulfilled", smart.length, smart.filter((answer) => answer === "yes").length));
      } })),
      ...this.list("[data-slice]", ({ sheet }) => sheet.slices, (element, points) => setAttribute(element, "points", points)),
      ...this.list("[data-milestone]", ({ sheet }) => sheet.milestones, (element, date) => {
        setAttribute(element, "datetime", date);
        setText(element, date);
      }),
      ...this.list("[data-days]", () => weeks, (element, week, { opening }) => setText(element, String(openDays(week, opening)))),
    ];
  }

  private paintOutput(output: HTMLOutputElement, view: View): void {
    const shown = view.sheet.shown.get(output.name);
    if (shown === undefined) return;
    setAttribute(output, "data-value", shown.raw);
    this.show(output, shown.text || "—", output.name, view);
  }

  /** Shows a number, and whether it is from before an error or over the capacity. */
  private show(element: HTMLElement, text: string, key: string, { sheet, stale }: View): void {
    if (element.textContent !== text) {
      this.changed?.add(element);
      element.textContent = text;
    }
    element.toggleAttribute("data-over", sheet.over.has(key));
    markStale(element, stale.has(key), this.word);
  }

  private all<E extends HTMLElement = HTMLElement>(selector: string): readonly E[] {
    return [...this.page.querySelectorAll<E>(selector)];
  }

  /** The elements with a data attribute, whose value paint takes: the card of the week changes it. */
  private each(name: string, paint: (element: HTMLElement, view: View, value: string) => void): Spot[] {
    return this.all(`[data-${name}]`).map((element) => ({ element, paint: (view) => paint(element, view, element.getAttribute(`data-${name}`) ?? "") }));
  }

  /** The elements for a selector, each of which shows the value of its place in a list. */
  private list<T>(selector: string, values: (view: View) => readonly T[], paint: (element: HTMLElement, value: T, sheet: Sheet) => void): Spot[] {
    return this.all(selector).map((element, i) => ({ element, paint: (view) => {
      const value = values(view)[i];
      if (value !== undefined) paint(element, value, view.sheet);
    } }));
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
    setAttribute(element, "data-verdict", verdict);
    if (verdict === "" || (verdict === "within" && !isGoal)) setText(element, "");
    else setText(element, advice === "" ? this.word(verdict) : labelled(this.word(verdict), advice));
  }

  /** A value in the arithmetic of a formula; undefined for a constant, which the page already shows. */
  private term({ sheet, entries }: View, key: string): string | undefined {
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
      if (found === null) return;
      setAttribute(found, "x1", from || absent);
      setAttribute(found, "x2", to || absent);
    };
    place(".zone", meter?.low, meter?.high, "0");
    place(".level", "0", meter?.value, "0");
    place(".limit", meter?.capacity, meter?.capacity, "-9");
  }

  private paintAnswer(element: HTMLElement, answer: string): void {
    setAttribute(element, "data-answer", answer);
    setText(element.querySelector(".answer"), this.word(answer === "" ? "undecided" : `answer_${answer}`));
  }
}

function paintTone(cell: HTMLElement, sheet: Sheet, key: string): void {
  setAttribute(cell, "data-tone", sheet.verdicts.get(key) ?? "");
  cell.toggleAttribute("data-same", sheet.shown.get(key)?.text === sheet.shown.get(key.replace(/~.*/, ""))?.text);
}

/** Highlights numbers that have changed, for a moment; at once instead of fading if the reader prefers no motion. */
function flash(changed: readonly HTMLElement[]): void {
  const easing = matchMedia("(prefers-reduced-motion: reduce)").matches ? "steps(1, end)" : "ease-in";
  for (const element of changed) {
    element.animate([{ backgroundColor: "var(--mark)" }, { backgroundColor: "transparent" }], { duration: 1500, easing });
  }
}
