// Keys the papers of a planning session in, person after person: the fields of one paper, and
// beside them the numbers that follow, which the typist compares with the paper.

import { type Evaluate, evaluatorOf } from "../goal/evaluate";
import type { Template } from "../goal/template";
import type { Choice, Worksheets } from "../plans/worksheets";
import { announce } from "../shared/announcer";
import { element, setText } from "../shared/dom";
import { saveFile } from "../shared/file";
import { loadLater } from "../shared/later";
import { labelled, type Words, wordsOf } from "../shared/words";
import { writeExport } from "../storage/export";
import { keyOf } from "../storage/schema";
import type { Store } from "../storage/store";
import { withText, writeZip } from "../workbook/zip";
import { entriesOf } from "../worksheet/entries";
import { fileName, type SavedPlan, writePlan } from "../worksheet/saved";
import { kindName } from "../worksheet/shelf";
import type { Paper } from "./assign";
import { type Draft, Drafts } from "./drafts";
import { KeyForm } from "./keyForm";
import { beginningOf, type Subject, subjectsOf } from "./subjects";

/** What the page lends to the keying. */
export interface Host {
  readonly worksheets: Worksheets;
  readonly choices: readonly Choice[];
  readonly store: Store;
  readonly word: Words;
  /** Called when the first draft is kept. */
  kept(): void;
}

const extension = ".cairn.json";

export class Keying {
  private readonly drafts: Drafts;
  private readonly ofSheet = wordsOf(document.documentElement, "worksheet");
  private subjects: readonly Subject[] = [];
  private subject: Subject | undefined;
  private plan: SavedPlan | undefined;
  private form: KeyForm | undefined;
  private evaluate: Evaluate | undefined;
  /** The place of the paper whose refused entries the reader has been shown. */
  private warned = "";
  private readonly screen: HTMLFormElement;
  private readonly heading = element("h3", { tabindex: "-1" });
  private readonly name = element("input", { type: "text", autocomplete: "off", id: "ui:key-person" });
  private readonly body = element("div");
  private readonly check = element("dl", { class: "key-check" });
  private readonly verdict = element("p", { class: "key-verdict" });
  private readonly list = element("ol", { class: "key-list" });
  private readonly status = element("p", { role: "status" });

  constructor(private readonly panel: HTMLElement, private readonly host: Host) {
    const { word } = host;
    this.drafts = new Drafts(host.store);
    const button = (key: string, act: () => void, kind = "quiet"): HTMLElement => {
      const made = element("button", { type: "button", class: kind }, word(key));
      made.addEventListener("click", act);
      return made;
    };
    const person = element("p", { class: "key-person" }, element("label", { for: this.name.id }, word("person")), " ", this.name);
    const aside = element("aside", { "aria-label": word("check") }, element("p", { class: "hint" }, word("check")), this.check, this.verdict);
    const actions = element("p", { class: "key-actions" }, element("button", { type: "submit", class: "button" }, word("finish")), button("before", () => this.go(-1)), button("skip", () => this.go(1)));
    const all = element("p", { class: "key-actions" }, button("zip", () => this.saveAll()), button("keep", () => void this.keepAll()));
    this.screen = element("form", { class: "key-screen", novalidate: "", autocomplete: "off" }, this.heading, person, element("div", { class: "key-columns" }, this.body, aside), actions);
    panel.replaceChildren(this.screen, this.status, this.list, all);
    this.name.addEventListener("input", () => this.change((plan) => ({ ...plan, person: this.name.value.trim() })));
    this.name.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.form?.focus();
    });
    this.screen.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  /** Takes the papers of the page over; the one that is being keyed in stays. */
  async update(papers: readonly Paper[]): Promise<void> {
    const subjects = subjectsOf(papers, this.drafts.all(), this.host.choices);
    await this.host.worksheets.load(new Set(subjects.map(({ choice }) => choice)));
    this.subjects = subjects.filter(({ choice }) => this.host.worksheets.has(choice.path));
    const same = this.subjects.find(({ place }) => place === this.subject?.place);
    if (same === undefined || same.paper?.plan !== this.subject?.paper?.plan) this.open(same ?? this.subjects.find(({ place }) => this.drafts.of(place)?.isSaved !== true) ?? this.subjects[0]);
    else this.subject = same;
    this.showList();
  }

  /** Begins again when the drafts are forgotten. */
  forget(): void {
    this.drafts.clear();
    this.open(this.subjects[0]);
    this.showList();
  }

  focus(): void {
    if (this.subject === undefined) return;
    if (this.name.value === "") this.name.focus();
    else this.form?.focus();
  }

  private open(subject: Subject | undefined): void {
    this.subject = subject;
    this.screen.hidden = subject === undefined;
    setText(this.status, subject === undefined ? this.host.word("nobody") : "");
    if (subject === undefined) return;
    const { worksheets, word } = this.host;
    const { path } = subject.choice;
    this.plan = this.drafts.of(subject.place)?.plan ?? beginningOf(subject, worksheets);
    this.evaluate = evaluatorOf(worksheets.goal(path));
    this.form = new KeyForm(worksheets.copy(path), worksheets.goal(path), word, this.ofSheet, {
      typed: (key, text) => this.type(key, text),
      unknown: (key, isUnknown) => this.change(({ values: { [key]: _, ...values }, ...plan }) => ({ ...plan, values, unknown: plan.unknown.filter((other) => other !== key).concat(isUnknown ? key : []) })),
    });
    this.body.replaceChildren(this.form.form);
    this.name.value = this.plan.person;
    this.form.show(answersOf(this.plan));
    this.paint();
  }

  /** A field without a text has no answer, as on paper. */
  private type(key: string, text: string): void {
    this.change(({ values: { [key]: _, ...values }, ...plan }) => {
      if (text.trim() === "") return { ...plan, values };
      return { ...plan, values: { ...values, [key]: text }, unknown: plan.unknown.filter((other) => other !== key) };
    });
  }

  private change(make: (plan: SavedPlan) => SavedPlan): void {
    const { plan, subject } = this;
    if (plan === undefined || subject === undefined) return;
    this.plan = make(plan);
    if (!isSame(plan, this.plan)) this.keep({ place: subject.place, plan: this.plan, isSaved: false });
    this.form?.read(answersOf(this.plan));
    this.paint();
  }

  private keep(draft: Draft): void {
    if (!this.drafts.keep(draft)) setText(this.status, this.host.word("notkept"));
    this.host.kept();
    this.showList();
  }

  /** Shows the numbers that follow, as the paper has them: the funnel, and the goals of a week. */
  private paint(): void {
    const { plan, subject, evaluate } = this;
    if (plan === undefined || subject === undefined || evaluate === undefined) return;
    const template = this.host.worksheets.goal(subject.choice.path);
    const sheet = evaluate(entriesOf(template, plan.values, plan.unknown));
    const weekly = template.process.filter(({ per }) => per === "week").map(({ key }) => key);
    this.check.replaceChildren(...[...template.funnel, ...weekly].map((key) => {
      const { label, unit } = computedOf(template, key);
      return element("div", {}, element("dt", {}, label), element("dd", { "data-check": key }, element("b", {}, sheet.shown.get(key)?.text || "\u2014"), ` ${unit}`));
    }));
    setText(this.verdict, sheet.finding.kind === "" ? "" : this.ofSheet(`finding_${sheet.finding.kind}`));
    setText(this.heading, this.host.word("progress", 1 + this.subjects.indexOf(subject), this.subjects.length, subject.choice.title));
  }

  /** Saves the plan as a file, and goes on. An entry that is refused is shown once before. */
  private save(): void {
    const { plan, subject, form } = this;
    if (plan === undefined || subject === undefined || form === undefined) return;
    const refused = form.read(answersOf(plan));
    if (refused > 0 && this.warned !== subject.place) {
      this.warned = subject.place;
      setText(this.status, this.host.word("refused", refused));
      return form.visitRefused();
    }
    const draft = this.drafts.of(subject.place);
    if (draft !== undefined) {
      saveFile(this.nameOf(plan), "application/json", writePlan(plan));
      this.keep({ ...draft, plan, isSaved: true });
    }
    this.go(1);
    setText(this.status, draft === undefined ? this.host.word("untouched") : this.host.word("stored", this.nameOf(plan)));
  }

  private nameOf(plan: SavedPlan): string {
    return fileName(plan, this.host.word("unnamed"), extension);
  }

  /** Goes to another paper; after the last one stays the list of all. */
  private go(by: number): void {
    const at = this.subjects.findIndex(({ place }) => place === this.subject?.place);
    const next = this.subjects[at + by];
    if (next === undefined) return void this.list.querySelector("button")?.focus();
    this.open(next);
    this.showList();
    this.focus();
  }

  private showList(): void {
    const drafts = new Map(this.drafts.all().map((draft) => [draft.place, draft]));
    this.list.replaceChildren(...this.subjects.map((subject) => {
      const draft = drafts.get(subject.place);
      const state = draft === undefined ? "open" : draft.isSaved ? "done" : "begun";
      const person = draft?.plan.person ?? subject.paper?.person?.name ?? "";
      const button = element("button", { type: "button", class: "quiet", "data-state": state }, labelled(person || this.host.word("unnamed"), subject.choice.title), " ", element("small", {}, this.host.word(state)));
      if (subject.place === this.subject?.place) button.setAttribute("aria-current", "step");
      button.addEventListener("click", () => {
        this.open(subject);
        this.showList();
        this.focus();
      });
      return element("li", {}, button);
    }));
  }

  /** Downloads all plans as one archive. Plans whose files have the same name are numbered. */
  private saveAll(): void {
    const plans = this.drafts.all().map(({ plan }) => plan);
    if (plans.length === 0) return setText(this.status, this.host.word("none"));
    const counts = new Map<string, number>();
    const parts = plans.map((plan) => {
      const name = this.nameOf(plan);
      const nth = 1 + (counts.get(name) ?? 0);
      counts.set(name, nth);
      return withText({ name: nth === 1 ? name : `${name.slice(0, -extension.length)} (${nth})${extension}` }, writePlan(plan));
    });
    saveFile(this.host.word("archive", plans[0]?.year ?? ""), "application/zip", writeZip(parts));
    for (const draft of this.drafts.all()) this.drafts.keep({ ...draft, isSaved: true });
    this.showList();
  }

  /** Brings all plans to the worksheets of this browser, as if the reader had imported their files. */
  private async keepAll(): Promise<void> {
    const plans = this.drafts.all().map(({ plan }) => plan);
    if (plans.length === 0) return setText(this.status, this.host.word("none"));
    const label = document.querySelector<HTMLElement>("[data-import]");
    if (label === null || !(await loadLater(label.dataset["import"]))) return;
    window.cairnImported = async () => {
      announce(this.host.word("imported"));
      return true;
    };
    const kept = Object.fromEntries(plans.map((plan) => [keyOf(kindName, plan.template.path, plan.id), JSON.stringify(plan)]));
    await window.cairnImport?.(this.host.store, new File([writeExport(this.host.store.site, kept)], "plans.json"), wordsOf(label, "import"));
  }
}

function answersOf({ values, unknown }: SavedPlan): { typed: Map<string, string>; unknown: Set<string> } {
  return { typed: new Map(Object.entries(values)), unknown: new Set(unknown) };
}

function computedOf({ computed }: Template, key: string): { label: string; unit: string } {
  return computed.find((value) => value.key === key) ?? { label: key, unit: "" };
}

function isSame(a: SavedPlan, b: SavedPlan): boolean {
  const text = ({ person, values, unknown }: SavedPlan): string => JSON.stringify([person, Object.entries(values).sort(), [...unknown].sort()]);
  return text(a) === text(b);
}
