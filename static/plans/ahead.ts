// What a kept plan says on the home page: the verdict of its worksheet with the results, and the
// next days on which something is due.

import { Calendar } from "../goal/calendar";
import { evaluatorOf } from "../goal/evaluate";
import type { Sheet } from "../goal/sheet";
import type { Template } from "../goal/template";
import { element, setText } from "../shared/dom";
import { dateName, joined, type Words } from "../shared/words";
import type { Store } from "../storage/store";
import { actualsOf } from "../worksheet/actuals";
import { type Due, dues, textsOf } from "../worksheet/due";
import { entriesOf } from "../worksheet/entries";
import type { SavedPlan } from "../worksheet/saved";
import { openPlan } from "../worksheet/shelf";
import { Worksheets } from "./worksheets";

/** The most days that the home page names. */
const NEXT = 3;

export class PlanAhead {
  private readonly worksheets = new Worksheets();
  private sheet = "";

  constructor(private readonly store: Store, private readonly shown: HTMLElement, private readonly word: Words) {}

  /** Shows the plan that is open on a worksheet. Hides the element if no plan can be read, or if the worksheet cannot be loaded. */
  async show(sheet: string, today: string): Promise<void> {
    this.sheet = sheet;
    const path = decodeURIComponent(sheet);
    const plan = openPlan(this.store, path.replace(/\.html$/, ""))?.plan;
    if (plan !== undefined) await this.worksheets.load(new Set([{ path, script: sheet.replace(/\.html$/, ".paper.js") }]));
    if (this.sheet !== sheet) return; // another worksheet was asked for meanwhile
    this.shown.hidden = plan === undefined || !this.worksheets.has(path);
    if (plan !== undefined && !this.shown.hidden) this.paint(path, plan, today);
  }

  private paint(path: string, plan: SavedPlan, today: string): void {
    const template = this.worksheets.goal(path);
    const sheet = evaluatorOf(template)(entriesOf(template, plan.values, plan.unknown), actualsOf(plan, template));
    const next = dues(template, new Calendar(template.year), sheet, plan, textsOf(this.worksheets.copy(path)), this.word);
    setText(this.shown.querySelector("h3"), plan.person === "" ? this.word("plan") : this.word("plan_of", plan.person));
    setText(this.shown.querySelector("p"), verdictText(template, sheet, this.word));
    this.shown.querySelector("ul")?.replaceChildren(...nextOf(next, today).map(line));
  }
}

/** The first days from today on. */
export function nextOf(all: readonly Due[], today: string): Due[] {
  return all.filter(({ date }) => date >= today).slice(0, NEXT);
}

function line({ date, text }: Due): HTMLElement {
  return element("li", {}, element("time", { datetime: date }, dateName(date)), " ", text);
}

/** The verdict with the load of the busiest time, and the results: 排得下，最忙的时候满到 87%；签约 6 家. */
export function verdictText(template: Template, { finding: { kind, strain, missing }, shown }: Sheet, word: Words): string {
  if (kind === "missing") return word("missing", missing);
  const load = strain?.load ?? "";
  const verdict = kind === "" ? [] : [load !== "" && kind !== "late" ? word(`load_${kind}`, load) : word(kind)];
  const results = template.results.flatMap(({ step }) => {
    const [computed, text = ""] = [template.computed.find(({ key }) => key === step), shown.get(step)?.text];
    return computed === undefined || text === "" ? [] : [word("result", computed.label, `${text} ${computed.unit}`.trim())];
  });
  return joined([...verdict, ...results], "semicolon");
}
