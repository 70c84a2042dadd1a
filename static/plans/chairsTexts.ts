// The texts of two plans side by side: what a row is about, how each side answers it, what
// taking one answer does, and what a whole plan comes to.

import type { Strain } from "../goal/sheet";
import type { Input, Template } from "../goal/template";
import { labelOf } from "../goal/text";
import { excerpt } from "../shared/text";
import { joined, labelled, type Words } from "../shared/words";
import { amount, periodName } from "../year/names";
import { type Answer, HAPPENED, type Row, unitOf } from "./chairs";
import type { Effect, Figure, Move, Outcome } from "./outcome";

/** How a number is typed; a text of another form has no unit after it. */
const plainNumber = /^[\d\uff10-\uff19.,\uff0c]+$/;

export class Texts {
  constructor(private readonly template: Template, private readonly word: Words) {}

  label({ part, quarter, key }: Row): string {
    if (part === "prior" || part === "closed") return this.word(part);
    if (part === "input") return this.input(key)?.label ?? key;
    const { dealsize, variables } = this.template;
    const name = part === "happened" ? variables.find((variable) => variable.key === key)?.label : key === dealsize ? this.word("amount") : labelOf(this.template, key);
    return this.word(`row_${part}`, periodName(quarter, this.word), name || key);
  }

  /** The unit of a row's number, or "". */
  unit({ part, key }: Row): string {
    const input = this.input(key);
    if (part === "done" || part === "open") return unitOf(this.template, key);
    return part !== "input" || input === undefined ? "" : input.kind === "percent" ? "%" : input.unit;
  }

  private input(key: string): Input | undefined {
    return this.template.inputs.find((input) => input.key === key);
  }

  /** An answer with its unit. */
  answer(row: Row, { text, how }: Answer): string {
    const { part } = row;
    if (part === "closed") return text === "" ? this.word("closed_none") : this.word("closed_until", text.split(" ").length);
    if (part === "happened") return this.word(text === HAPPENED ? "happened_yes" : "happened_no");
    if (how === "unknown") return this.word("unknown");
    if (how === "blank") return this.word(part === "done" || part === "open" ? "as_planned" : part === "prior" ? "as_usual" : "blank");
    const typed = text.trim();
    return plainNumber.test(typed) ? amount(typed, this.unit(row)) : excerpt(typed);
  }

  /** What taking an answer changes. */
  effect({ results, strain, kind, others }: Effect): string {
    const parts = [...results, ...others].map((move) => this.move(move));
    if (strain !== undefined) parts.push(this.strainMove(strain.from, strain.to));
    if (kind !== undefined) parts.push(this.word("move", this.word(`is_${kind.from}`), this.word(`is_${kind.to}`)));
    return joined(parts.filter(Boolean), "comma") || this.word("no_effect");
  }

  private move({ from, to }: Move): string {
    return `${from.label} ${this.word("move", from.text || "—", amount(to.text || "—", to.unit))}`;
  }

  private strainMove(from: Strain | undefined, to: Strain | undefined): string {
    if (from?.about !== to?.about) return labelled(this.word("tightest"), this.word("move", this.rate(from), this.rate(to)));
    if (from === undefined || to === undefined || from.rate === to.rate) return "";
    return `${this.word("tight", from.about)} ${this.word("move", from.rate, amount(to.rate, to.unit))}`;
  }

  private rate(strain: Strain | undefined): string {
    return strain === undefined ? "—" : `${strain.about} ${amount(strain.rate, strain.unit)}`;
  }

  /** What a plan comes to, in a line. */
  outcome({ results, strain, kind, missing }: Outcome): string {
    const parts = results.map((figure) => figureText(figure));
    if (strain !== undefined) parts.push(`${this.word("tight", strain.about)} ${amount(strain.rate, strain.unit)}${this.limit(strain)}`);
    if (kind === "missing" && missing !== "") parts.push(this.word("needs", missing));
    else if (kind !== "") parts.push(this.word(`is_${kind}`));
    return joined(parts, "comma");
  }

  private limit({ period, limit }: Strain): string {
    const most = this.word("most", limit);
    return this.word("brackets", period === "" ? most : joined([periodName(period, this.word), most], "comma"));
  }
}

function figureText({ label, text, unit }: Figure): string {
  return `${label} ${amount(text || "—", unit)}`;
}
