// The page that prints worksheets for a planning session: copies of the chosen sheets,
// or the sheets of each person on a roster or in a file, with a page for the facilitator.

import { attachFrame } from "./frame/frame";
import { attachReading } from "./reading/reading";
import { controlOf, element, required, setHidden, setText } from "./shared/dom";
import { isListOf, parseData } from "./shared/json";
import { isNamed } from "./plans/names";
import type { Placed } from "./plans/planFiles";
import { type Choice, Worksheets } from "./plans/worksheets";
import { assign, copy, MAX_COPIES, MAX_PAPERS, parseCopies, type Paper } from "./print/assign";
import { RosterField } from "./print/field";
import { GivenFiles } from "./print/given";
import { isFilled, Papers } from "./print/papers";
import { withPlans } from "./print/plans";
import { parseRoster, type Known, type Problem } from "./print/roster";
import type { Keying } from "./print/keying";
import { ask } from "./shared/dialog";
import { loadLater } from "./shared/later";
import { loadStyles } from "./shared/script";
import { openStore, type Store } from "./storage/store";
import { joined, type Words, wordsOf } from "./shared/words";

/** Further problems are counted, not listed: a page of them shows what is wrong with a roster. */
const MAX_PROBLEMS = 50;

/** The name under which print/drafts.ts keeps what is keyed in. */
const KEYED = "keyed";

class Session {
  private readonly form: HTMLFormElement;
  private readonly word: Words;
  private readonly known: Known;
  private readonly sheets = new Worksheets();
  private readonly papers: Papers;
  private readonly given: GivenFiles;
  /** The last rows of the team's table while no plan fills it in. */
  private readonly blankSums: readonly Element[];
  /** The number of layouts so far; a layout that was waiting for a script when a newer one began is dropped. */
  private laid = 0;
  private waiting = false;
  private keying: Keying | undefined;
  private shown: readonly Paper[] = [];

  constructor(private readonly page: HTMLElement, private readonly store: Store) {
    this.form = required(page, "[data-setup]", HTMLFormElement);
    this.word = wordsOf(page);
    this.known = {
      tracks: parseData(page, "tracks", isListOf(isNamed), []),
      stages: parseData(page, "stages", isListOf(isNamed), []),
      headings: this.word("headings").split("|"),
    };
    const emptyRow = page.querySelector<HTMLTemplateElement>("[data-tally-row]")?.content.querySelector("tr");
    this.papers = new Papers(this.sheets, required(page, "[data-papers]"), page.querySelector<HTMLElement>("[data-tally] tbody") ?? element("tbody"), emptyRow ?? element("tr"));
    this.blankSums = [...(page.querySelector("[data-tally] tfoot")?.children ?? [])];
    this.given = new GivenFiles(page, store, this.sheets, this.worksheets("[name=sheet]"), this.word, () => this.layInNextFrame());
    const roster = controlOf(this.form, "roster");
    if (roster !== null) new RosterField(store, roster, this.form.querySelector<HTMLElement>("[data-forget-roster]"), this.word);
    this.form.hidden = false;
    this.attachKeying();
    this.form.addEventListener("input", () => this.layInNextFrame());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.lay().then(() => print());
    });
    void this.lay();
  }

  private attachKeying(): void {
    const section = this.page.querySelector<HTMLElement>("[data-keying]");
    const begin = section?.querySelector<HTMLElement>("[data-begin-keying]");
    if (section == null || begin == null) return;
    const word = wordsOf(section);
    const showKept = (): void => {
      const isKept = this.store.read(KEYED) !== undefined;
      setText(begin, word(isKept ? "resume" : "begin"));
      setHidden(section.querySelector<HTMLElement>("[data-keyed]"), !isKept);
    };
    begin.addEventListener("click", async () => {
      if (!(await loadLater(section.dataset["keyingScript"]))) return;
      const host = { worksheets: this.sheets, choices: this.worksheets("[name=sheet]"), store: this.store, word, kept: showKept };
      this.keying ??= window.cairnKeying?.(required(section, "[data-keying-panel]"), host);
      await this.keying?.update(this.shown);
      this.keying?.focus();
    });
    section.querySelector("[data-forget-keyed]")?.addEventListener("click", async () => {
      if (!(await ask(word("forget_ask"), word("forget_yes"), word("forget_no")))) return;
      this.store.remove(KEYED);
      this.keying?.forget();
      showKept();
      begin.focus(); // the button, which had the focus, is now hidden
    });
    showKept();
  }

  /** Schedules one layout in the next frame, however many changes arrive before it. */
  private layInNextFrame(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      void this.lay();
    });
  }

  /** Lays out the sheets that would be printed now. */
  private async lay(): Promise<void> {
    const laid = ++this.laid;
    const { plans } = this.given.show();
    if (laid !== this.laid) return;
    const { papers, problems } = this.wanted(plans);
    const missing = await this.sheets.load(new Set(papers.map((paper) => paper.choice)));
    if (laid !== this.laid) return;
    const ready = papers.filter(({ choice }) => this.sheets.has(choice.path));
    const cards = await this.loadCards();
    if (laid !== this.laid) return;
    const { filling } = this.given;
    this.papers.show(ready, filling?.fill, cards ? (paper, goal) => window.cairnPaperCards?.(goal, paper.person?.name ?? "", paper.choice.title, isFilled(paper) ? paper.plan?.plan : undefined) : undefined);
    this.shown = ready;
    await this.keying?.update(ready);
    await this.showTeam(plans);
    const { entries } = this.papers;
    const sums = entries.length === 0 ? this.blankSums : (filling?.sums(entries, ready, this.known.tracks) ?? []);
    this.page.querySelector("[data-tally] tfoot")?.replaceChildren(...sums);
    this.page.querySelector("[data-facilitator]")?.toggleAttribute("data-left-out", this.leavesOut("facilitator"));
    this.showProblems([...problems, ...missing.map(({ title }) => this.word("missing", title))]);
    setText(this.page.querySelector("[data-status]"), this.status(ready.length, problems.length + missing.length, cards));
    this.form.querySelector<HTMLButtonElement>("[type=submit]")?.toggleAttribute("disabled", ready.length === 0);
  }

  /** The number of sheets, and whether there are problems, which the reader may have scrolled past. */
  private status(ready: number, problems: number, cards: boolean): string {
    const sheets = ready > 0 ? this.word(cards ? "readycards" : "ready", ready) : this.word("nothing");
    return problems > 0 ? joined([sheets, this.word("problems", problems)], "semicolon") : sheets;
  }

  /** Shows the page of the team that lies across, if the reader wants it and has brought plans. */
  private async showTeam(plans: readonly Placed[]): Promise<void> {
    const page = this.page.querySelector<HTMLElement>("[data-team-sheet]");
    const isWanted = this.isChecked("team") && plans.length > 0;
    page?.toggleAttribute("data-left-out", !isWanted);
    if (page === null || !isWanted) return;
    await loadStyles(page.dataset["styles"] ?? "").catch(() => undefined); // without them the table can be read
    this.given.filling?.team(page, plans, this.known);
  }

  /** Loads the script and the styles of the cards of the quarters if the reader wants them; whether she gets them. */
  private async loadCards(): Promise<boolean> {
    const box = controlOf(this.form, "cards");
    if (box === null || !this.isChecked("cards")) return false;
    await loadStyles(box.dataset["styles"] ?? "").catch(() => undefined); // without them the cards are not shown
    return loadLater(box.dataset["script"]);
  }

  /** Whether the reader has unchecked a box that the layout has. */
  private leavesOut(name: string): boolean {
    const box = controlOf(this.form, name);
    return box instanceof HTMLInputElement && !box.checked;
  }

  private isChecked(name: string): boolean {
    const box = controlOf(this.form, name);
    return box instanceof HTMLInputElement && box.checked;
  }

  /** Lists the problems; a list that stays the same is not announced again. */
  private showProblems(problems: readonly string[]): void {
    const list = required(this.page, "[data-problems]");
    const more = problems.length - MAX_PROBLEMS;
    const lines = [...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [this.word("moreproblems", more)] : [])];
    if (lines.join("\n") === [...list.children].map((line) => line.textContent).join("\n")) return;
    list.replaceChildren(...lines.map((line) => element("li", {}, line)));
  }

  /** The sheets that the form and the plans ask for, and the problems of the form. */
  private wanted(plans: readonly Placed[]): { papers: readonly Paper[]; problems: readonly string[] } {
    const { papers, problems } = this.asked(new Set(plans.map(({ candidate }) => candidate.plan.person.trim())));
    const isBlank = this.isChecked("blank");
    return { papers: withPlans(papers, plans).map((paper) => (isBlank ? { ...paper, isBlank } : paper)), problems };
  }

  /** The sheets that the form asks for; `planned` are the names of people whose plan is there. */
  private asked(planned: ReadonlySet<string>): { papers: readonly Paper[]; problems: readonly string[] } {
    const chosen = this.worksheets("[name=sheet]:checked");
    const typed = controlOf(this.form, "roster")?.value ?? "";
    if (typed.trim() === "") return this.copies(chosen);
    const { papers, problems } = assign(parseRoster(typed, this.known), chosen, this.known, planned);
    return { papers, problems: problems.map((problem) => this.problemText(problem)) };
  }

  private problemText({ word, line, cell, limit, count }: Problem): string {
    return limit === undefined ? this.word(word, line, cell) : this.word(word, line, limit, cell, count ?? 0);
  }

  /** Copies of each chosen sheet without a name. */
  private copies(chosen: readonly Choice[]): { papers: readonly Paper[]; problems: readonly string[] } {
    const { copies, isValid } = parseCopies(controlOf(this.form, "copies")?.value ?? "1");
    const { papers, leftOut } = copy(chosen, copies);
    const problems = isValid ? [] : [this.word("badcopies", MAX_COPIES, copies)];
    if (leftOut > 0) problems.push(this.word("manycopies", MAX_PAPERS, leftOut));
    return { papers, problems };
  }

  private worksheets(boxesOf: string): Choice[] {
    const boxes = this.form.querySelectorAll<HTMLInputElement>(boxesOf);
    return [...boxes].map((box) => ({
      path: box.value,
      script: box.dataset["paper"] ?? "",
      track: box.dataset["track"] ?? "",
      stage: box.dataset["stage"] ?? "",
      title: box.parentElement?.textContent?.trim() ?? "",
    }));
  }
}

const store = openStore();
attachFrame(store);
attachReading(store);
const page = document.querySelector<HTMLElement>("[data-session]");
if (page !== null) new Session(page, store);
