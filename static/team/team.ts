// The page of a team: takes files, and shows what their plans add up to.

import { element, required, setHidden, setText } from "../shared/dom";
import { saveFile } from "../shared/file";
import { isListOf, isRecord, isString, parseData } from "../shared/json";
import { loadLater } from "../shared/later";
import { loadStyles } from "../shared/script";
import { today } from "../shared/today";
import { monthName, type Words, wordsOf } from "../shared/words";
import type { Store } from "../storage/store";
import { type Excluded, isOfTwo } from "../plans/accept";
import { attachFiles } from "../plans/fileField";
import { type LeftOut, nameOf } from "../plans/files";
import type { Member } from "../plans/member";
import { isNamed, type Named } from "../plans/names";
import { PlanFiles } from "../plans/planFiles";
import { type Choice, Worksheets } from "../plans/worksheets";
import { fileName, writePlan } from "../worksheet/saved";
import { groupName } from "./groupName";
import { type Section, sectionElement, sectionsOf } from "./linesView";
import { moneyUnitIn } from "./money";
import type { Gap, Report, Target } from "./report";
import type { Group } from "./rollup";
import { keyOf, TeamState } from "./state";
import { type Shown, tableOf } from "./tableView";
import { TargetCard } from "./targetsView";

const MONTHS = 12;

export class Team {
  private readonly word: Words;
  private readonly fileWord: Words;
  private readonly worksheets = new Worksheets();
  private readonly files: PlanFiles;
  private readonly state: TeamState;
  readonly tracks: readonly Named[];
  readonly stages: readonly Named[];
  private cards = new Map<string, TargetCard>();

  constructor(private readonly page: HTMLElement, store: Store) {
    this.word = wordsOf(page);
    this.fileWord = wordsOf(required(page, "[data-left-out]"));
    this.tracks = parseData(page, "tracks", isListOf(isNamed), []);
    this.stages = parseData(page, "stages", isListOf(isNamed), []);
    this.files = new PlanFiles(this.worksheets, parseData(page, "choices", isListOf(isChoice), []), [store.site, ...store.formerSites]);
    const nameOf = ({ stage, title }: Choice): string => this.stages.find(({ id }) => id === stage)?.name ?? title;
    this.state = new TeamState(({ path }) => this.worksheets.goal(path), nameOf, today);
    this.attach();
  }

  private find(selector: string): HTMLElement | null {
    return this.page.querySelector<HTMLElement>(selector);
  }

  private attach(): void {
    attachFiles(required(this.page, "[data-files]"), (files) => void this.take(files));
    this.find("[data-empty]")?.addEventListener("click", () => {
      this.files.clear();
      this.state.clear();
      this.paint();
      this.say("");
    });
    this.find("[data-print-team]")?.addEventListener("click", () => print());
    for (const button of this.page.querySelectorAll<HTMLElement>("[data-save-team]")) button.addEventListener("click", () => void this.save(button.dataset["saveTeam"] ?? ""));
  }

  private async take(files: readonly File[]): Promise<void> {
    this.say(this.word("reading", files.length));
    await this.files.add(files);
    this.paint();
  }

  /** Saves the table as a file with this extension. */
  private async save(extension: string): Promise<void> {
    if (!(await loadLater(this.find("[data-outputs]")?.dataset["script"]))) return;
    const { rows, report } = this.state.overview(this.files.given.plans);
    const word = wordsOf(this.page, "teambook");
    const title = `${word("title")} ${rows[0]?.member.template.year.id ?? ""}`;
    const file = window.cairnTeamFile?.(extension, {
      title, report, sections: this.sectionsOf(rows, report), word,
      nameOf: (group) => (report.groups.length === 1 ? "" : groupName(group, report, this)), targetName: ({ target }) => this.targetName(target),
    });
    if (file === undefined) return;
    const name = title + extension;
    saveFile(name, file.type, file);
    this.say(word("stored", name));
  }

  private say(text: string): void {
    setText(this.find("[data-status]"), text);
  }

  private paint(): void {
    const { plans, leftOut, excluded } = this.files.given;
    const { rows, report, teams } = this.state.overview(plans);
    this.paintLeftOut(leftOut, excluded, teams);
    this.paintTargets(report.gaps);
    this.paintReport(rows, report);
    setHidden(this.find("[data-report]"), rows.length === 0);
    setHidden(this.find("[data-empty]"), plans.length + leftOut.length + excluded.length === 0);
    this.say(rows.length === 0 ? this.word("nobody") : this.word("counted", rows.length));
  }

  /** A line for each file and plan that does not count as a person, with what the manager can do about it. */
  private paintLeftOut(leftOut: readonly LeftOut[], excluded: readonly Excluded[], teams: readonly Member[]): void {
    const list = required(this.page, "[data-left-out]");
    const lines = [
      ...leftOut.map((left) => element("li", {}, this.reasonOf(left))),
      ...excluded.map((left) => element("li", {}, this.reasonOf({ ...left, file: nameOf(left.plan) }), ...this.decisions(left))),
      ...teams.map((member) => element("li", { "class": "used" }, this.word("manager_plan", nameOf(member)))),
    ];
    list.replaceChildren(...lines);
    setHidden(list, lines.length === 0);
  }

  private reasonOf({ file, why, about }: LeftOut): string {
    return this.fileWord(why, file, about);
  }

  private decisions(excluded: Excluded): HTMLElement[] {
    const { plan, why, mayCount } = excluded;
    const button = (text: string, act: () => void): HTMLElement => {
      const made = element("button", { type: "button", "class": "quiet" }, text);
      made.addEventListener("click", act);
      return made;
    };
    const count = (): void => {
      this.files.count(plan);
      this.paint();
    };
    return [
      ...(mayCount ? [button(this.fileWord(why === "twice" ? "two_people" : "count_anyway"), count)] : []),
      ...(isOfTwo(excluded) ? [button(this.fileWord("side_by_side"), () => void this.compare(excluded))] : []),
    ];
  }

  /** Opens two plans of one person side by side; the plan that they settle on is saved as a file, and counts. */
  private async compare({ plan, other }: Excluded): Promise<void> {
    const { chairs, chairsStyles = "" } = required(this.page, "[data-left-out]").dataset;
    const choice = this.files.given.plans.find(({ candidate }) => candidate === other)?.choice;
    if (other === undefined || choice === undefined || !(await loadLater(chairs))) return;
    await loadStyles(chairsStyles).catch(() => undefined); // without them the panel can be read
    window.cairnChairs?.open({
      template: this.worksheets.goal(choice.path), mine: other.plan, theirs: plan.plan,
      names: { mine: other.file, theirs: plan.file }, sheet: this.worksheets.copy(choice.path),
      agree: (settled) => {
        const name = fileName(settled, this.word("unnamed"), ".cairn.json");
        saveFile(name, "application/json", writePlan(settled));
        this.files.settle(settled, other, name);
        this.paint();
        return true;
      },
    });
  }

  /** Shows a card for each target. Cards that stay keep their fields, in one of which the reader may be typing. */
  private paintTargets(gaps: readonly Gap<Shown>[]): void {
    const old = this.cards;
    this.cards = new Map(gaps.map((gap) => {
      const key = keyOf(gap.target);
      return [key, old.get(key) ?? this.targetCard(gap)];
    }));
    const elements = [...this.cards.values()].map((card) => card.element);
    const section = required(this.page, "[data-targets]");
    if (elements.length !== section.children.length || elements.some((card, i) => section.children[i] !== card)) section.replaceChildren(...elements);
    for (const gap of gaps) this.cards.get(keyOf(gap.target))?.paint(gap, this.state.typed(keyOf(gap.target)));
  }

  private targetName({ track }: Target): string {
    const name = this.tracks.find(({ id }) => id === track)?.name;
    return name === undefined ? this.word("target") : this.word("target_of", name);
  }

  private targetCard({ target, rows }: Gap<Shown>): TargetCard {
    return new TargetCard(this.targetName(target), target.unit, moneyUnitIn(rows), this.word, (what, text) => {
      this.state.type(keyOf(target), what, text);
      this.paint();
    });
  }

  private paintReport(rows: readonly Shown[], report: Report<Shown>): void {
    const table = tableOf(report, (group) => groupName(group, report, this), this.word, (row) => this.stays(row));
    required(this.page, "[data-table]").replaceChildren(table);
    required(this.page, "[data-lines]").replaceChildren(...this.sectionsOf(rows, report).map(sectionElement));
  }

  private sectionsOf(rows: readonly Shown[], report: Report<Shown>): Section[] {
    return sectionsOf(rows, report.gaps, (row) => this.state.spareOf(row), this.word);
  }

  /** The field that says until when a person stays; on paper only an answer other than the whole year is of interest. */
  private stays(row: Shown): HTMLElement {
    const months = row.member.calendar.months.map(({ id }) => monthName(Number(id.slice(5))));
    const options = [element("option", { value: String(MONTHS) }, this.word("whole_year")), ...months.slice(0, -1).map((name, m) => element("option", { value: String(m + 1) }, this.word("until_month", name)))];
    const select = element("select", { name: "stays", "aria-label": `${this.word("stays")} ${row.name}` }, ...options);
    select.value = String(row.stays);
    select.addEventListener("change", () => {
      this.state.leave(row, Number(select.value));
      this.paint();
    });
    return select;
  }
}

function isChoice(value: unknown): value is Choice {
  return isRecord(value) && [value["path"], value["script"], value["track"], value["stage"], value["title"]].every(isString);
}
