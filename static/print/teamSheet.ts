// The page of the team that lies across: the same table, and the lines to act on, as the page
// that adds the plans of a team up.

import { element, setHidden } from "../shared/dom";
import { today } from "../shared/today";
import { type Words, wordsOf } from "../shared/words";
import type { Named } from "../plans/names";
import type { Placed } from "../plans/planFiles";
import type { Worksheets } from "../plans/worksheets";
import { groupName } from "../team/groupName";
import { sectionElement, sectionsOf } from "../team/linesView";
import { moneyUnitIn } from "../team/money";
import { keyOf, TeamState } from "../team/state";
import { tableOf } from "../team/tableView";
import { TargetCard } from "../team/targetsView";

/** The names of a site's tracks and stages. */
export interface Names {
  readonly tracks: readonly Named[];
  readonly stages: readonly Named[];
}

export class TeamSheet {
  private readonly word: Words;
  private readonly state: TeamState;

  constructor(private readonly page: HTMLElement, worksheets: Worksheets, private readonly names: Names) {
    this.word = wordsOf(page);
    this.state = new TeamState(({ path }) => worksheets.goal(path), ({ stage, title }) => names.stages.find(({ id }) => id === stage)?.name ?? title, today);
  }

  show(plans: readonly Placed[]): void {
    const { page, word, state } = this;
    const { rows, report } = state.overview(plans);
    setHidden(page, rows.length === 0);
    const targets = report.gaps.filter(({ target }) => target.results !== undefined || target.money !== undefined).map((gap) => {
      const name = this.names.tracks.find(({ id }) => id === gap.target.track)?.name;
      const card = new TargetCard(name === undefined ? word("target") : word("target_of", name), gap.target.unit, moneyUnitIn(gap.rows), word, () => undefined);
      card.paint(gap, state.typed(keyOf(gap.target)));
      for (const field of card.element.querySelectorAll("input")) field.readOnly = true; // the target is the manager's plan
      return card.element;
    });
    const table = tableOf(report, (group) => groupName(group, report, this.names), word, () => document.createTextNode(word("whole_year")));
    const lines = sectionsOf(rows, report.gaps, (row) => state.spareOf(row), word).map(sectionElement);
    page.replaceChildren(
      element("h2", {}, word("title")), element("section", { class: "targets" }, ...targets),
      element("div", { class: "table" }, table), element("section", { class: "lines" }, ...lines));
  }
}
