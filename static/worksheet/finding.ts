// Shows the verdict on the plan: its name, the worst finding in a sentence, the part of the
// year, the smallest change that mends the plan, and the verdicts under cautious variables.

import type { Cautious, Cure, Finding, Reach, Strain } from "../goal/sheet";
import { setHidden, setText } from "../shared/dom";
import { markStale } from "./stale";
import { joined, localeOfPage, type Words } from "../shared/words";

export class FindingPainter {
  constructor(private readonly page: HTMLElement, private readonly word: Words) {}

  /** The verdict is stale if it is from before an error. */
  paint(finding: Finding, examples: number, isStale: boolean): void {
    for (const element of this.all("[data-finding]")) element.dataset["finding"] = finding.kind;
    for (const element of this.all("[data-finding-name]")) {
      setText(element, this.word(`finding_${finding.kind}`));
      markStale(element, isStale, this.word);
    }
    this.set("[data-finding-examples]", examples === 0 ? "" : this.word("finding_examples", examples));
    this.set("[data-finding-text]", this.text(finding));
    this.all("[data-finding-cautious]").forEach((element, i) => setText(element, this.cautious(finding.cautious[i])));
    if (finding.kind === "fits" || finding.kind === "missing") this.paintCure(undefined);
    this.paintPart(finding, undefined);
  }

  /** Shows the part of the year that is left, and what can be reached in it. */
  paintPart({ part }: Finding, reach: Reach | undefined): void {
    const found = this.page.querySelector<HTMLElement>("[data-finding-part]");
    const isWhole = part === undefined || part.text === part.source;
    setHidden(found, isWhole);
    if (isWhole) return;
    const text = this.word("part", amount(part.source, part.unit), amount(part.text || "—", part.unit));
    setText(found, text + (reach === undefined ? "" : this.word("reach", amount(reach.text, reach.unit))));
  }

  paintCure(cure: Cure | undefined): void {
    const found = this.page.querySelector<HTMLElement>("[data-finding-cure]");
    setHidden(found, cure === undefined);
    if (cure === undefined) return;
    const link = found?.querySelector("a") ?? null;
    link?.setAttribute("href", `#field-${cure.key}`);
    setText(link, this.word("cure_change", cure.label, amount(cure.text, cure.unit)));
  }

  private all(selector: string): readonly HTMLElement[] {
    return [...this.page.querySelectorAll<HTMLElement>(selector)];
  }

  private set(selector: string, text: string): void {
    setText(this.page.querySelector(selector), text);
  }

  private text({ kind, missing, late, strain }: Finding): string {
    if (kind === "missing") return this.word("finding_needs", missing);
    return kind === "late" && late.length > 0 ? this.word("finding_steps", joined(late, "list")) : this.strain(strain);
  }

  private strain(strain: Strain | undefined): string {
    if (strain === undefined) return "";
    const { about, rate, limit, unit, load } = strain;
    return this.word(load === "" ? "strain_none" : "strain", this.when(strain), about, amount(rate, unit), amount(limit, unit), load);
  }

  private when({ period, level }: Strain): string {
    if (period !== "" && level === "month") return localeOfPage()("months").split("|")[Number(period.slice(5)) - 1] ?? "";
    return period !== "" && level === "quarter" ? this.word("quarter", Number(period.slice(6))) : this.word("year");
  }

  private cautious(cautious: Cautious | undefined): string {
    if (cautious === undefined) return "";
    return this.word("cautious", cautious.label, this.word(`finding_${cautious.kind}`), this.strain(cautious.strain));
  }
}

/** A number with its unit. A unit that is a sign stands next to the number. */
function amount(text: string, unit: string): string {
  return unit === "%" || unit === "" ? text + unit : `${text} ${unit}`;
}
