// Shows the verdict on the plan: its name, the worst finding in a sentence, the part of the
// year, the smallest change that mends the plan, and the verdicts under cautious variables.

import type { Cautious, Cure, Finding, Reach, Strain } from "../goal/sheet";
import { setAttribute, setHidden, setText } from "../shared/dom";
import { today } from "../shared/today";
import { markStale } from "./stale";
import { dateName, joined, monthName, type Words } from "../shared/words";

export class FindingPainter {
  /** The cure that the page offers. */
  private cure: Cure | undefined;

  /** apply is called with the cure whose button the reader clicks. */
  constructor(private readonly page: HTMLElement, private readonly word: Words, apply: (cure: Cure) => void) {
    page.querySelector<HTMLElement>("[data-apply]")?.addEventListener("click", ({ detail }) => {
      if (detail < 2 && this.cure !== undefined) apply(this.cure);
    });
  }

  /**
   * isStale: the verdict was computed from the values before an error. done: the text of the cure that was just applied, or "". `paintPart`
   * is to follow if the verdict `needsReach`, and `paintCure` if the plan is over a capacity.
   */
  paint(finding: Finding, examples: number, isStale: boolean, done: string): void {
    this.cure = undefined;
    for (const element of this.all("[data-finding]")) setAttribute(element, "data-finding", finding.kind);
    for (const element of this.all("[data-finding-name]")) {
      setText(element, this.word(`finding_${finding.kind}`));
      markStale(element, isStale, this.word);
    }
    this.set("[data-finding-examples]", examples === 0 ? "" : this.word("examples", examples));
    this.set("[data-finding-text]", this.text(finding));
    this.all("[data-finding-cautious]").forEach((element, i) => setText(element, this.cautious(finding.cautious[i], finding)));
    if (finding.kind === "over") this.reserve("[data-finding-cure]");
    else this.paintCure(undefined, done);
    if (needsReach(finding)) this.reserve("[data-finding-part]");
    else this.paintPart(finding, undefined);
  }

  /** Keeps the place of a line whose text is being computed, unseen: the reader does not see an old text, and the page does not move when the new one comes. */
  private reserve(selector: string): void {
    const line = this.page.querySelector<HTMLElement>(selector);
    line?.setAttribute("data-pending", "");
    setHidden(line, false);
  }

  /** Says which part of the year is left, what can be reached in it, and what is left for the next year. */
  paintPart(finding: Finding, most: Reach | undefined): void {
    const part = this.part(finding, most);
    const line = this.page.querySelector<HTMLElement>("[data-finding-part]");
    line?.removeAttribute("data-pending");
    setHidden(line, part === "");
    if (part !== "") setText(line, part);
  }

  private part(finding: Finding, most: Reach | undefined): string {
    const { part } = finding;
    if (part === undefined) return most === undefined ? "" : this.rest(most);
    if (part.text === part.source) return "";
    const text = this.word("part", amount(part.source, part.unit), amount(part.text || "—", part.unit));
    const within = most === undefined ? "" : this.word("reach", amount(most.text, most.unit));
    const left = finding.next.filter((next) => next.text !== "" && next.text !== "0");
    return text + within + left.map((next) => this.word("finding_next", next.label, amount(next.text, next.unit))).join("");
  }

  /** What is within reach of a target for the fiscal year, and what is left of it for the next year. */
  private rest({ label, text, rest, unit }: Reach): string {
    return text === "0" ? this.word("reach_none", label, amount(rest, unit)) : this.word("reach_rest", label, amount(text, unit), amount(rest, unit));
  }

  /** Shows the cure with a button that applies it, or, if done is not "", the cure that was applied with a button that takes it back. */
  paintCure(cure: Cure | undefined, done = ""): void {
    this.cure = cure;
    const line = this.page.querySelector<HTMLElement>("[data-finding-cure]");
    line?.removeAttribute("data-pending");
    const [apply = null, undo = null] = line?.querySelectorAll<HTMLElement>("button") ?? [];
    const [shown, other] = cure === undefined ? [undo, apply] : [apply, undo];
    const hadFocus = document.activeElement === other;
    setHidden(line, cure === undefined && done === "");
    setText(line?.querySelector("span") ?? null, cure === undefined ? done : this.word("cure", cure.label, amount(cure.text, cure.unit)));
    setHidden(other, true);
    setHidden(shown, false);
    if (hadFocus) shown?.focus();
  }

  private all(selector: string): readonly HTMLElement[] {
    return [...this.page.querySelectorAll<HTMLElement>(selector)];
  }

  private set(selector: string, text: string): void {
    setText(this.page.querySelector(selector), text);
  }

  /** The worst finding and, if the plan is out of reach, the last days that are still ahead. */
  private text(finding: Finding): string {
    const now = today();
    const until = finding.until.filter(({ date }) => date >= now).map(({ label, date }) => this.word("until_day", label, dateName(date)));
    return this.worst(finding) + (until.length === 0 ? "" : this.word("until", joined(until, "comma")));
  }

  private worst(finding: Finding): string {
    const { kind, missing, late, strain, part } = finding;
    if (kind === "missing") return this.word("finding_needs", missing);
    if (isNothing(finding)) return this.word("finding_nothing", part?.unit ?? "");
    if (kind === "fits" && strain === undefined) return this.word("finding_dates");
    return kind === "late" && late.length > 0 ? this.word("finding_steps", joined(late, "list")) : this.strain(strain);
  }

  private strain(strain: Strain | undefined): string {
    if (strain === undefined) return "";
    const { about, rate, limit, unit, load } = strain;
    return this.word(load === "" ? "strain_none" : "strain", this.when(strain), about, amount(rate, unit), amount(limit, unit), load);
  }

  private when({ period, level }: Strain): string {
    if (period !== "" && level === "month") return monthName(Number(period.slice(5)));
    return period !== "" && level === "quarter" ? this.word("quarter", Number(period.slice(6))) : this.word("year");
  }

  /** The steps of the funnel under a cautious variable and the verdict on them, unless it says no more than the verdict on the plan; "" if nothing is left to say. */
  private cautious(cautious: Cautious | undefined, finding: Finding): string {
    if (cautious === undefined) return "";
    const { label, kind } = cautious;
    const strain = kind === "fits" || kind === "over" ? this.strain(cautious.strain) : "";
    const repeats = kind === finding.kind && (strain === "" || strain === this.strain(finding.strain));
    const steps = joined(cautious.steps.map((step) => this.word("cautious_step", step.label, amount(step.text, step.unit))), "list");
    const says = [steps, repeats ? "" : this.word(`finding_${kind}`)].filter((text) => text !== "");
    return says.length === 0 ? "" : this.word("cautious", label, joined(says, "comma"), repeats ? "" : strain).trim();
  }
}

/** Whether the verdict says how much of the target is within reach. */
export function needsReach(finding: Finding): boolean {
  const { kind, part } = finding;
  return part === undefined ? kind === "late" : part.text !== part.source && !isNothing(finding);
}

/** Whether the plan is late only because less than 1 is left for the year. */
function isNothing({ kind, late, part }: Finding): boolean {
  return kind === "late" && late.length === 0 && part !== undefined;
}

/** A number with its unit. A unit that is a sign stands next to the number. */
function amount(text: string, unit: string): string {
  return unit === "%" || unit === "" ? text + unit : `${text} ${unit}`;
}
