// The end of a quarter: a card with one number for each step, the quarters that are closed,
// and what the numbers make of the plan: the gap and its causes, and the plan before and after.

import { element, setHidden, setText } from "../shared/dom";
import { dateName, joined, labelled, type Words } from "../shared/words";
import { Calendar } from "../goal/calendar";
import { dateText } from "../goal/dates";
import { type Actuals, type Outlook, outlook, planOf, type Step } from "../goal/outlook";
import type { Entries } from "../goal/sheet";
import type { Split, Template } from "../goal/template";
import { judge, type Judgement } from "../goal/verdict";
import { today } from "../shared/today";
import { display, displayPercent, round } from "../formula/formula";
import { type Cause, chainOf, mainCause, type Shortfall, shortfallOf } from "../year/shortfall";
import { actualsFrom, closedQuarters, priorOf, readCount } from "./actuals";
import { closeQuarter, correct, emptyCount } from "./closing";
import { entriesOf } from "./entries";
import { recorded } from "./records";
import type { Closed, Count, SavedPlan } from "./saved";

/** The worksheet that the section belongs to. */
export interface Host {
  plan(): SavedPlan;
  entries(): Entries;
  /** Changes the plan. Successive changes with the same step are undone together. */
  change(make: (plan: SavedPlan) => SavedPlan, step: string): void;
  readonly hash: string;
}

/** A number that the card asks for. */
interface Asked {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
}

/** A difference of less than half a deal is no news: a plan has parts of deals, and a person has none. */
const HALF = 0.5;

export class Quarter {
  private readonly calendar: Calendar;
  private readonly chain: readonly Split[];
  /** The fields by their names: done 线索, open 线索, prior. */
  private fields = new Map<string, HTMLInputElement>();
  private result: HTMLElement = element("div");
  private button: HTMLButtonElement | undefined;
  /** Fills in the totals that the ticks of the weeks give. */
  private take: HTMLButtonElement | undefined;
  /** The closed quarters that the section was made for, as text. */
  private made: string | undefined;

  constructor(private readonly body: HTMLElement, private readonly template: Template, private readonly word: Words, private readonly host: Host) {
    this.calendar = new Calendar(template.year);
    this.chain = chainOf(template.splits);
    this.show();
  }

  /** Shows the plan as it is now. */
  show(): void {
    const plan = this.host.plan();
    const closed = closedQuarters(plan, this.template);
    const made = JSON.stringify([plan.id, closed, plan.log ?? []]);
    if (this.made !== made) {
      this.made = made;
      this.make(plan, closed);
    }
    this.fill(plan, closed);
    this.paint(plan, closed);
  }

  private make(plan: SavedPlan, closed: readonly Closed[]): void {
    this.fields = new Map();
    this.button = this.take = undefined;
    this.result = element("div", { "class": "result" });
    const card = closed.length < 4 ? [this.card(closed)] : [];
    this.body.replaceChildren(...card, this.result, ...(closed.length > 0 ? [this.history(plan, closed)] : []));
  }

  /** The card of the quarter that is to be closed next. */
  private card(closed: readonly Closed[]): HTMLElement {
    const quarter = this.quarterId(closed.length);
    const rows = this.asked(this.chain).map((asked) => this.row(asked, quarter, closed.length));
    const head = ["step", "planned", "done"].map((word) => element("th", { scope: "col" }, this.word(word)));
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
    this.button = element("button", { type: "button", "class": "button" }, this.word("close", closed.length + 1));
    this.button.addEventListener("click", () => this.close());
    this.take = element("button", { type: "button", "class": "quiet" }, this.word("take"));
    this.take.addEventListener("click", () => {
      const texts = [...this.ticked(this.host.plan(), closed)].map(([key, n]) => [key, display(n, -1)]);
      this.type(closed.length, (card) => ({ ...card, done: { ...card.done, ...Object.fromEntries(texts) } }));
    });
    const end = dateText((this.calendar.months[3 * closed.length + 2]?.to ?? 0) - 1);
    return element(
      "div", { "class": "card", role: "group", "aria-label": this.word("card", closed.length + 1) },
      element("h3", {}, this.word("card", closed.length + 1)),
      element("p", { "class": "note" }, this.word("until", dateName(end)) + (today() <= end ? this.word("early") : "")),
      table, ...this.happened(closed), this.more(quarter, closed.length), element("p", { "class": "buttons" }, this.button, this.take),
    );
  }

  /** The steps that the card asks for first, and the money that they bring in. */
  private asked(splits: readonly Split[]): Asked[] {
    const steps = splits.map(({ key }) => {
      const found = this.template.computed.find((c) => c.key === key);
      return { key, label: found?.label ?? key, unit: found?.unit ?? "" };
    });
    const { dealsize } = this.template;
    if (dealsize === "" || splits !== this.chain || steps.length === 0) return steps;
    const unit = [...this.template.inputs, ...this.template.computed].find(({ key }) => key === dealsize)?.unit ?? "";
    return [...steps, { key: dealsize, label: this.word("amount"), unit: unit.replace(/\/.*/, "") }];
  }

  private row({ key, label, unit }: Asked, quarter: string, n: number): HTMLElement {
    const field = this.field(`done ${key}`, labelled(label, this.word("done")), (text) => this.type(n, (card) => ({ ...card, done: { ...card.done, [key]: text } })), `${quarter} ${key}`);
    return element(
      "tr", {}, element("th", { scope: "row" }, label), element("td", { "data-planned": key }),
      element("td", {}, field, " ", element("small", {}, unit), element("p", { "class": "problem", hidden: "" })),
    );
  }

  /** A field for a number. */
  private field(name: string, label: string, take: (text: string) => void, step: string): HTMLInputElement {
    const input = element("input", { type: "text", name, inputmode: "decimal", autocomplete: "off", "aria-label": label, "data-step": step, maxlength: "20" });
    input.addEventListener("input", () => take(input.value));
    this.fields.set(name, input);
    return input;
  }

  /** The market variables that may have come true. One that was ticked before stays true. */
  private happened(closed: readonly Closed[]): HTMLElement[] {
    const before = new Set(closed.flatMap(({ happened }) => happened));
    const left = this.template.variables.filter(({ key, cautious }) => !cautious && !before.has(key));
    if (left.length === 0) return [];
    const boxes = left.map(({ key, label }) => {
      const box = element("input", { type: "checkbox", name: `happened ${key}` });
      box.addEventListener("change", () => {
        this.type(closed.length, (card) => ({ ...card, happened: card.happened.filter((other) => other !== key).concat(box.checked ? key : []) }));
      });
      this.fields.set(`happened ${key}`, box);
      return element("label", {}, box, " ", label);
    });
    return [element("fieldset", {}, element("legend", {}, this.word("happened")), ...boxes)];
  }

  /** The numbers that the card estimates unless the reader knows better: open results, the steps beside the chain, and what a planned share counts for. */
  private more(quarter: string, n: number): HTMLElement {
    const open = this.chain.slice(0, -1).map(({ key }) => this.asked(this.chain).find((asked) => asked.key === key)).flatMap((asked) => asked ?? []);
    const line = (name: string, label: string, unit: string, take: (text: string) => void): HTMLElement =>
      element("p", {}, element("span", {}, label), " ", this.field(name, label, take, `${quarter} ${name}`), " ", element("small", {}, unit), element("span", { "class": "problem", hidden: "" }));
    const others = this.asked(this.template.splits.filter((split) => !this.chain.includes(split)));
    return element(
      "details", {}, element("summary", {}, this.word("extra")),
      ...(open.length > 0 ? [element("p", { "class": "note" }, this.word("open_note"))] : []),
      ...open.map(({ key, label, unit }) => line(`open ${key}`, this.word("open", label), unit, (text) => this.type(n, (card) => ({ ...card, open: { ...card.open, [key]: text } })))),
      ...others.map(({ key, label, unit }) => line(`done ${key}`, labelled(label, this.word("done")), unit, (text) => this.type(n, (card) => ({ ...card, done: { ...card.done, [key]: text } })))),
      line("prior", this.word("prior"), "", (text) => this.host.change((plan) => ({ ...plan, prior: text }), "prior")),
    );
  }

  /** The closed quarters, whose numbers can be corrected, and the corrections. */
  private history(plan: SavedPlan, closed: readonly Closed[]): HTMLElement {
    const lines = closed.map((one, n) => element("details", {}, element("summary", {}, this.word("closed", n + 1, dateName(one.on))), this.closedTable(one)));
    const names = new Map([...this.asked(this.chain), ...this.asked(this.template.splits)].map(({ key, label }) => [key, label]));
    const log = (plan.log ?? []).map(({ on, quarter, key, from, to }) =>
      element("li", {}, this.word("corrected", dateName(on), quarter.slice(-1), names.get(key) ?? key, from || this.word("none"), to || this.word("none"))));
    return element("div", { "class": "history" }, ...lines, ...(log.length > 0 ? [element("ul", {}, ...log)] : []));
  }

  private closedTable({ quarter, done }: Closed): HTMLElement {
    const asked = this.asked(this.chain);
    const keys = new Set([...asked.map(({ key }) => key), ...Object.keys(done)]);
    const rows = [...keys].map((key) => {
      const { label = key, unit = "" } = [...asked, ...this.asked(this.template.splits)].find((one) => one.key === key) ?? {};
      const input = element("input", { type: "text", name: `${quarter} ${key}`, inputmode: "decimal", autocomplete: "off", "aria-label": labelled(label, this.word("done")), maxlength: "20" });
      input.value = done[key] ?? "";
      input.addEventListener("change", () => {
        if (input.value.trim() !== "" && readCount(input.value, unit) === undefined) input.value = done[key] ?? "";
        else this.host.change((plan) => correct(plan, quarter, key, input.value.trim(), today()), "");
      });
      return element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, input, " ", element("small", {}, unit)));
    });
    return element("table", {}, element("tbody", {}, ...rows));
  }

  private quarterId(n: number): string {
    return this.calendar.quarterId(3 * n);
  }

  /** The card of quarter n as the plan keeps it. */
  private cardOf({ closing }: SavedPlan, n: number): Count {
    const quarter = this.quarterId(n);
    return closing?.quarter === quarter ? closing : emptyCount(quarter);
  }

  private type(n: number, make: (card: Count) => Count): void {
    this.host.change((plan) => ({ ...plan, closing: make(this.cardOf(plan, n)) }), `closing ${this.quarterId(n)}`);
  }

  /** Closes the quarter of the card. Its button is enabled only while the card has a number, and none that is refused. */
  private close(): void {
    const plan = this.host.plan();
    const card = this.cardOf(plan, closedQuarters(plan, this.template).length);
    const trimmed = { ...card, done: Object.fromEntries(Object.entries(card.done).filter(([, text]) => text.trim() !== "")) };
    this.host.change((latest) => closeQuarter(latest, trimmed, today(), this.host.hash), "");
    this.result.querySelector<HTMLElement>("h3")?.focus();
  }

  /** Why a number of the card is refused, by the name of its field. */
  private problems(plan: SavedPlan, closed: readonly Closed[]): Map<string, string> {
    const card = this.cardOf(plan, closed.length);
    const last = closed[closed.length - 1];
    const problems = new Map<string, string>();
    for (const kind of ["done", "open"] as const) {
      for (const [key, text] of Object.entries(card[kind])) {
        const before = kind === "done" ? readCount(last?.done[key] ?? "", "") ?? 0 : 0;
        const x = text.trim() === "" ? before : readCount(text, this.unitOf(key));
        if (x === undefined) problems.set(`${kind} ${key}`, this.word("notcount"));
        else if (x < before) problems.set(`${kind} ${key}`, this.word("less", display(before, -1)));
      }
    }
    return problems;
  }

  private unitOf(key: string): string {
    return [...this.asked(this.chain), ...this.asked(this.template.splits)].find((asked) => asked.key === key)?.unit ?? "";
  }

  /** Shows in the fields what the plan keeps; not in the one in which the reader types. */
  private fill(plan: SavedPlan, closed: readonly Closed[]): void {
    const card = this.cardOf(plan, closed.length);
    const problems = this.problems(plan, closed);
    const ticked = this.ticked(plan, closed);
    setHidden(this.take ?? null, [...ticked.keys()].every((key) => !this.fields.has(`done ${key}`) || card.done[key] !== undefined));
    for (const [name, field] of this.fields) {
      const [kind = "", key = ""] = name.split(/ (.*)/s);
      if (kind === "happened") field.checked = card.happened.includes(key);
      const text = kind === "done" ? card.done[key] : kind === "open" ? card.open[key] : kind === "prior" ? plan.prior : undefined;
      if (kind !== "happened" && field !== document.activeElement && field.value !== (text ?? "")) field.value = text ?? "";
      if (kind === "done") field.placeholder = ticked.has(key) ? display(ticked.get(key) ?? 0, -1) : "";
      if (kind === "prior") field.placeholder = String(priorOf(undefined));
      const problem = problems.get(name) ?? "";
      field.setAttribute("aria-invalid", String(problem !== ""));
      const line = field.parentElement?.querySelector<HTMLElement>(".problem") ?? null;
      setHidden(line, problem === "");
      setText(line, problem);
    }
  }

  /** The totals to date that the ticks of the weeks give: those of the quarter, on top of the quarters before. */
  private ticked(plan: SavedPlan, closed: readonly Closed[]): Map<string, number> {
    const [first, last] = [this.calendar.months[3 * closed.length], this.calendar.months[3 * closed.length + 2]];
    if (first === undefined || last === undefined) return new Map();
    const sums = recorded(plan, dateText(first.from), dateText(last.to));
    return new Map([...sums].filter(([key]) => this.template.splits.some((split) => split.key === key)).map(([key, n]) => [key, n + (readCount(closed[closed.length - 1]?.done[key] ?? "", "") ?? 0)]));
  }

  /** Shows the plan to date, the gap, and the plan before and after. */
  private paint(plan: SavedPlan, closed: readonly Closed[]): void {
    const card = this.cardOf(plan, closed.length);
    const isCounted = closed.length < 4 && Object.entries(card.done).some(([key, text]) => readCount(text, this.unitOf(key)) !== undefined);
    const entries = this.host.entries();
    const counts = isCounted || closed.length === 0 ? [...closed, card].slice(0, 4) : closed;
    const now = this.outlookOf(entries, actualsFrom(counts, counts[counts.length - 1] ?? card, this.template, plan.prior));
    const toDate = closed.length < 4 ? this.outlookOf(entries, actualsFrom([...closed, emptyCount(card.quarter)], card, this.template, plan.prior)) : now;
    for (const { split, planned } of toDate.steps) this.paintPlanned(split.key, planned);
    for (const { split, open } of now.steps) {
      const field = this.fields.get(`open ${split.key}`);
      if (field !== undefined) field.placeholder = display(round(open, 0), -1);
    }
    if (this.button !== undefined) this.button.disabled = !isCounted || this.problems(plan, closed).size > 0;
    if (!isCounted && closed.length === 0) return this.result.replaceChildren();
    this.paintResult(plan, counts, now, entries);
  }

  private paintPlanned(key: string, planned: number): void {
    for (const cell of this.body.querySelectorAll<HTMLElement>("[data-planned]")) if (cell.dataset["planned"] === key) setText(cell, display(round(planned, 1), -1));
  }

  private outlookOf(entries: Entries, actuals: Actuals): Outlook {
    return outlook(planOf(this.template, this.calendar, entries, actuals), actuals);
  }

  private paintResult(plan: SavedPlan, counts: readonly Count[], now: Outlook, entries: Entries): void {
    const version = plan.versions?.[0];
    const firstEntries = version === undefined ? entries : entriesOf(this.template, version.values, version.unknown);
    const actuals = actualsFrom(counts.map((count) => ({ ...count, happened: [] })), emptyCount(""), this.template, plan.prior);
    const first = this.outlookOf(firstEntries, actuals);
    const amount = readCount(counts[counts.length - 1]?.done[this.template.dealsize] ?? "", this.unitOf(this.template.dealsize));
    const shortfall = shortfallOf(first, now, amount);
    const heading = element("h3", { tabindex: "-1" }, this.word("result", counts.length));
    this.result.replaceChildren(
      heading, ...(shortfall === undefined ? [] : [element("p", { "class": "said" }, this.sentence(shortfall, counts, amount)), this.causes(shortfall, counts, amount)]), this.versions(plan, first, now),
    );
  }

  private lastUnit(amount: number | undefined): string {
    const last = this.chain[this.chain.length - 1]?.key ?? "";
    return this.unitOf(amount === undefined ? last : this.template.dealsize);
  }

  /** The gap in one sentence, with what to do about it. */
  private sentence(shortfall: Shortfall, counts: readonly Count[], amount: number | undefined): string {
    const unit = this.lastUnit(amount);
    const text = (x: number): string => `${display(round(Math.abs(x), 1), -1)} ${unit}`;
    const gap = shortfall.done - shortfall.planned;
    const main = mainCause(shortfall);
    if (Math.abs(gap) < (amount === undefined ? HALF : 0.05) || main === undefined) return this.word("even", text(shortfall.planned), text(shortfall.done));
    const cause = this.causeName(main, counts);
    if (gap > 0) return this.word("more_than", text(gap), cause, text(main.share));
    const advice = (main.kind === "rate" || main.kind === "volume" ? main.step?.split.weak : "") ?? "";
    const volume = shortfall.causes.find(({ kind }) => kind === "volume");
    const isEnough = main.kind === "rate" && volume !== undefined && volume.share >= 0 && volume.step !== undefined;
    const said = this.word(main.share < gap ? "short_more" : "short", text(gap), text(main.share), cause);
    return joined([advice === "" ? said : labelled(said, advice), ...(isEnough ? [this.word("enough", volume.step?.split.key ?? "")] : [])], "comma");
  }

  /** 赢单率, 新拓的数量, 客单价, 客户砍预算 */
  private causeName({ kind, step, key }: Cause, counts: readonly Count[]): string {
    if (kind === "market") return joined(this.template.variables.filter((v) => counts.some(({ happened }) => happened.includes(v.key))).map(({ label }) => label), "list") || this.word("market");
    if (kind === "volume") return this.word("volume", step?.split.key ?? "");
    return key === "" ? this.word("rate_to", step?.label ?? "") : key;
  }

  private causes(shortfall: Shortfall, counts: readonly Count[], amount: number | undefined): HTMLElement {
    const rows = shortfall.causes
      .filter(({ kind, share }) => kind !== "market" || share !== 0)
      .map((cause) => element("tr", {}, element("th", { scope: "row" }, this.causeName(cause, counts)), element("td", {}, signed(cause.share))));
    const gap = shortfall.done - shortfall.planned;
    const caption = this.word("gap", display(round(shortfall.planned, 1), -1), display(round(shortfall.done, 1), -1), signed(gap), this.lastUnit(amount));
    return element("table", { "class": "causes" }, element("caption", {}, caption), element("tbody", {}, ...rows));
  }

  /** The plan of the first version beside that of the closed quarters; what differs is marked. */
  private versions(plan: SavedPlan, first: Outlook, now: Outlook): HTMLElement {
    const rows: HTMLElement[] = [];
    const row = (label: string, before: string, after: string, note = ""): void => {
      const cell = before === after ? after : element("mark", {}, after);
      rows.push(element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, before), element("td", {}, cell), element("td", {}, note)));
    };
    for (const step of now.steps) {
      const before = first.base.values.get(step.split.key);
      row(step.label, typeof before === "number" ? shown(before) : "—", shown(step.done + step.rest), this.left(step));
    }
    for (const { split, rate } of now.steps) {
      if (rate?.wins === undefined || rate.trials === undefined) continue;
      const before = first.steps.find((step) => step.split.key === split.key)?.rate?.planned ?? rate.planned;
      const key = rate.key || this.word("rate_to", split.key);
      row(key, percent(before), percent(rate.updated), this.word("update", priorOf(plan.prior), percent(rate.planned), shown(rate.wins), shown(rate.trials)));
    }
    const [judgedFirst, judgedNow] = [judge(first.base), judge(now.plan)];
    row(this.word("verdict"), this.verdict(judgedFirst, first), this.verdict(judgedNow, now));
    const head = ["", this.word("version", 1), this.word("version", Math.max((plan.closed?.length ?? 0) + 1, 2)), ""].map((text) => element("th", { scope: "col" }, text));
    return element(
      "table", { "class": "versions" }, element("caption", {}, this.word("versions")),
      element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows),
    );
  }

  private left({ done, rest, total }: Step): string {
    if (rest === 0 && done > total) return this.word("surplus", shown(done), shown(done - total));
    return this.word("left", shown(done), shown(rest));
  }

  /** The verdict with the load of the busiest month: 排不下（120%）. */
  private verdict({ kind, goals }: Judgement, { plan }: Outlook): string {
    const load = goals.reduce((most, { ratio }) => Math.max(most, ratio), 0);
    const name = this.word(`finding_${kind}`);
    return plan.template.process.length > 0 && load > 0 && load < 1e9 ? `${name} ${displayPercent(round(load, 2), 0)}` : name;
  }
}

function shown(x: number): string {
  return display(round(x, 1), -1);
}

function percent(x: number): string {
  return displayPercent(round(x, 3), -1);
}

function signed(x: number): string {
  const text = display(round(Math.abs(x), 2), -1);
  return text === "0" ? text : `${x < 0 ? "\u2212" : "+"}${text}`;
}
