// The page of an assessment: scores the answers at each change, saves them, and exports
// a record of them.

import { addResults, keepFields, readAnswers, restoreFields, version, type Answers, type Result } from "./assessment/answers";
import { isAssessment, score, polygon, type Assessment } from "./assessment/score";
import { ask } from "./shared/dialog";
import { element, required, setHidden, setText } from "./shared/dom";
import { attachFrame } from "./frame/frame";
import { joined, labelled, type Words, wordsOf } from "./shared/words";
import { saveFile } from "./shared/file";
import { isRecord, parseData } from "./shared/json";
import { announce } from "./shared/announcer";
import { today } from "./shared/today";
import { openStore, type Store } from "./storage/store";

class Page {
  private readonly assessment: Assessment;
  private readonly form: HTMLFormElement;
  private readonly word: Words;
  private readonly key: string;
  private results: readonly Result[] = [];
  /** Saved answers that the form has no field for. */
  private unmatched: Readonly<Record<string, string>> = {};
  private unreadable = false;

  constructor(private readonly page: HTMLElement, private readonly store: Store) {
    this.assessment = parseData(page, "assessment", isAssessment);
    this.word = wordsOf(page);
    this.key = `assessment:${document.documentElement.dataset["page"] ?? ""}`;
    this.form = required(page, "[data-answers]", HTMLFormElement);
    this.restore();
    this.takeStage();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.page.querySelector("[data-profile]")?.addEventListener("change", () => this.show());
    this.on("[data-keep]", () => this.keepResult());
    this.on("[data-export]", () => this.exportRecord());
    this.on("[data-print]", () => print());
    this.on("[data-clear]", () => void this.clear());
    setHidden(this.find("[data-buttons]"), false);
    this.show();
    store.onChange((changed) => changed === this.key, () => {
      this.restore();
      this.show();
    });
  }

  /** An element that a layout may lack. */
  private find(selector: string, within: Element | null = this.page): HTMLElement | null {
    return within?.querySelector<HTMLElement>(selector) ?? null;
  }

  private on(selector: string, f: () => void): void {
    this.find(selector)?.addEventListener("click", f);
  }

  /** Selects the stage that the reader entered on the home page as the profile to compare with. */
  private takeStage(): void {
    const select = this.page.querySelector<HTMLSelectElement>("[data-profile]");
    const reader = this.store.read("reader");
    if (select === null || !isRecord(reader)) return;
    const { stage } = reader;
    if (typeof stage === "string" && [...select.options].some(({ value }) => value === stage)) select.value = stage;
  }

  /** The id of the profile to compare with; a single profile is not offered as a choice. */
  private profile(): string {
    return this.page.querySelector<HTMLSelectElement>("[data-profile]")?.value ?? this.assessment.profiles[0]?.id ?? "";
  }

  private fields(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string" && value !== "") fields[name] = value;
    return fields;
  }

  private restore(): void {
    const saved = readAnswers(this.store.read(this.key));
    this.unreadable = saved === "unreadable";
    if (saved === "unreadable") return;
    const { form, unmatched, former } = restoreFields(this.assessment, saved.fields);
    const fields = new Map(Object.entries(form));
    for (const field of this.form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
      if (field instanceof HTMLInputElement && field.type === "radio") field.checked = fields.get(field.name) === field.value;
      else field.value = fields.get(field.name) ?? "";
    }
    this.results = saved.results;
    this.unmatched = unmatched;
    if (former === "taken") this.keep();
    if (former !== "none") announce(this.word(former));
  }

  /** Saves the answers, together with those that the form has no field for; false if they were not saved. */
  private keep(): boolean {
    if (this.unreadable) return false;
    const saved: Answers = { version, fields: { ...this.unmatched, ...keepFields(this.assessment, this.fields()) }, results: this.results };
    return this.store.amend(this.key, saved);
  }

  private changed(): boolean {
    const saved = this.keep();
    this.show();
    if (!saved && !this.unreadable) this.setStatus("full");
    return saved;
  }

  /** The index of the chosen answer of each question. */
  private chosen(): (number | undefined)[] {
    const fields = this.fields();
    return this.assessment.questions.map(({ answers }, i) => {
      const n = Number(fields[`question-${i}`] ?? NaN);
      return n in answers ? n : undefined;
    });
  }

  private show(): void {
    const chosen = this.chosen();
    const left = chosen.filter((answer) => answer === undefined).length;
    if (this.unreadable) this.setStatus("unreadable");
    else if (left === chosen.length) this.setStatus("none");
    else setText(this.status(), left > 0 ? this.word("left", left) : this.word("done"));
    const scores = score(this.assessment, chosen);
    const profile = this.profile();
    for (const scale of this.assessment.scales) this.showScale(scale.id, scores.get(scale.id) ?? 0, left < chosen.length, chosen, scale.expect[profile]);
    this.order(scores, left < chosen.length);
    this.draw(scores, profile, left < chosen.length);
    this.showEarlier();
  }

  private showScale(id: string, value: number, isAnswered: boolean, chosen: readonly (number | undefined)[], expected: number | undefined): void {
    const item = this.find(`[data-scale="${CSS.escape(id)}"]`);
    setText(this.find("output", item), isAnswered ? this.word("percent", Math.round(value)) : "");
    const gauge = this.find("[data-gauge]", item);
    if (gauge !== null) gauge.style.inlineSize = isAnswered ? `${value}%` : "0";
    const mark = this.find("[data-mark]", item);
    if (mark !== null) {
      mark.hidden = expected === undefined;
      mark.style.insetInlineStart = `${expected ?? 0}%`;
    }
    const gap = this.find("[data-gap]", item);
    setHidden(gap, !isAnswered || expected === undefined);
    const below = Math.round((expected ?? 0) - value);
    setText(gap, below > 0 ? this.word("below", below) : this.word("above"));
    gap?.classList.toggle("below", below > 0);
    const why = this.find("[data-why]", item);
    const reasons = this.assessment.questions.flatMap(({ answers }, i) => {
      const answer = answers[chosen[i] ?? -1];
      const most = Math.max(...answers.map(({ points }) => points[id] ?? 0));
      return answer !== undefined && most > 0 && answer.points[id] === most ? [answer.text] : [];
    });
    // Reasons help to choose among scales; where scales are levels to reach, there is nothing to choose.
    setHidden(why, reasons.length === 0 || this.assessment.profiles.length > 0);
    setText(why, this.word("why") + joined(reasons, "semicolon"));
  }

  /** Sorts the scales by score, the highest first, where they are alternatives to choose from. */
  private order(scores: ReadonlyMap<string, number>, isAnswered: boolean): void {
    if (this.assessment.profiles.length > 0) return;
    const list = this.find("[data-scales]");
    const ids = this.assessment.scales.map(({ id }) => id);
    if (isAnswered) ids.sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
    list?.append(...ids.flatMap((id) => this.find(`[data-scale="${CSS.escape(id)}"]`) ?? []));
    list?.classList.toggle("ranked", isAnswered);
  }

  private draw(scores: ReadonlyMap<string, number>, profile: string, isAnswered: boolean): void {
    if (this.page.querySelector(".radar") === null) return;
    const ids = this.assessment.scales.map(({ id }) => id);
    this.find("[data-reached]")?.setAttribute("points", isAnswered ? polygon(ids.map((id) => scores.get(id) ?? 0)) : "0,0");
    const before = this.results[this.results.length - 1];
    this.find("[data-before]")?.setAttribute("points", before === undefined ? "0,0" : polygon(ids.map((id) => before.scores[id] ?? 0)));
    setHidden(this.find("[data-before-legend]"), before === undefined);
    [...this.page.querySelectorAll("[data-expected]")].forEach((shape, i) => {
      shape.classList.toggle("chosen", this.assessment.profiles[i]?.id === profile);
    });
  }

  private showEarlier(): void {
    const table = this.find("[data-earlier]");
    setHidden(table, this.results.length === 0);
    const rows = [...this.results].reverse().map(({ on, scores }) =>
      element("tr", {}, element("th", { scope: "row" }, on), ...this.assessment.scales.map(({ id }) => element("td", {}, this.word("percent", Math.round(scores[id] ?? 0))))),
    );
    this.find("tbody", table)?.replaceChildren(...rows);
  }

  private keepResult(): void {
    if (this.unreadable) return this.setStatus("unreadable");
    const scores = Object.fromEntries(score(this.assessment, this.chosen()));
    const on = today();
    this.results = addResults(this.results, [{ on, scores }]);
    if (this.changed()) this.setStatus("kept");
  }

  /** Saves the answers and scores as plain text, which stays readable without this site. */
  private exportRecord(): void {
    const fields = this.fields();
    const chosen = this.chosen();
    const lines = [this.assessment.title, today(), ""];
    this.assessment.record?.fields.forEach((name, i) => lines.push(labelled(name, fields[`field-${i}`] ?? "")));
    this.assessment.questions.forEach(({ text, answers }, i) => {
      lines.push("", `${i + 1}. ${text}`, `   ${answers[chosen[i] ?? -1]?.text ?? this.word("unanswered")}`);
      const evidence = fields[`evidence-${i}`];
      if (evidence !== undefined) lines.push(`   ${labelled(this.assessment.record?.evidence ?? "", evidence)}`);
    });
    const scores = score(this.assessment, chosen);
    lines.push("", labelled(this.word("result"), "").trimEnd());
    for (const { id, name } of this.assessment.scales) lines.push(`   ${labelled(name, this.word("percent", Math.round(scores.get(id) ?? 0)))}`);
    if (this.assessment.record !== null) lines.push("", this.word("sign_manager"), "", this.word("sign_self"));
    saveFile(`${this.assessment.title} ${today()}.txt`, "text/plain", `\ufeff${lines.join("\r\n")}\r\n`);
  }

  private async clear(): Promise<void> {
    if (!(await ask(this.word(this.unreadable ? "clear_unreadable" : "clear_ask"), this.word("yes"), this.word("no")))) return;
    if (this.unreadable) this.store.remove(this.key);
    this.unreadable = false;
    this.form.reset();
    this.changed();
  }

  private setStatus(key: string): void {
    setText(this.status(), this.word(key));
  }

  private status(): HTMLElement {
    return required(this.page, "[data-status]");
  }
}

const store = openStore();
attachFrame(store);
const page = document.querySelector<HTMLElement>("[data-assessment]");
if (page !== null) new Page(page, store);
