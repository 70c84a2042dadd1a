// Prints worksheets for a planning session: copies of some sheets, or those of
// everybody on a roster, with a page for the one who leads it.

import { element, wordsOf } from "./lib/dom";
import { runScript } from "./lib/script";
import { parseRoster, type Named, type Person } from "./print/roster";
import { after } from "./worksheet/dates";
import { filling, type Words } from "./worksheet/words";

declare global {
  interface Window {
    /** Called by the script of a worksheet with its HTML. */
    cairnPaper?: (path: string, html: string) => void;
  }
}

/** A worksheet that can be printed, and where its script is. */
interface Choice {
  readonly path: string;
  readonly script: string;
  readonly track: string;
  readonly stage: string;
  readonly title: string;
}

/** A sheet to print, for somebody or for anybody. */
interface Paper {
  readonly choice: Choice;
  readonly person: Person | undefined;
}

class Session {
  private readonly form: HTMLFormElement;
  private readonly word: Words;
  private readonly tracks: readonly Named[];
  private readonly stages: readonly Named[];
  private readonly templates = new Map<string, HTMLTemplateElement>();
  private readonly loading = new Map<string, Promise<void>>();
  /** Counts the layouts, so that an older one that had to wait is dropped. */
  private laid = 0;

  constructor(private readonly page: HTMLElement) {
    this.form = page.querySelector("[data-setup]") as HTMLFormElement;
    this.word = filling(wordsOf(page));
    this.tracks = JSON.parse(page.dataset["tracks"] ?? "[]") as Named[];
    this.stages = JSON.parse(page.dataset["stages"] ?? "[]") as Named[];
    window.cairnPaper = (path, html) => {
      const template = document.createElement("template");
      template.innerHTML = html; // the site's own, made with the page
      this.templates.set(path, template);
    };
    document.documentElement.dataset["print"] = "blank";
    this.form.hidden = false;
    this.form.addEventListener("input", () => void this.lay());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      print();
    });
    void this.lay();
  }

  private find(selector: string): HTMLElement {
    return this.page.querySelector(selector) as HTMLElement;
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  /** Lays out what would be printed now. */
  private async lay(): Promise<void> {
    const laid = ++this.laid;
    const { papers, problems } = this.papers();
    const missing = await this.load(papers);
    if (laid !== this.laid) return;
    const ready = papers.filter(({ choice }) => this.templates.has(choice.path));
    this.find("[data-papers]").replaceChildren(...ready.map((paper) => this.makePaper(paper)));
    this.find("[data-facilitator]").toggleAttribute("data-left-out", !this.field("facilitator").checked);
    this.find("[data-tally] tbody").replaceChildren(...ready.map(tallyRow));
    this.find("[data-problems]").replaceChildren(...[...problems, ...missing].map((problem) => element("li", {}, problem)));
    this.find("[data-status]").textContent = ready.length > 0 ? this.word("ready", ready.length) : this.word("nothing");
    (this.form.querySelector("[type=submit]") as HTMLButtonElement).disabled = ready.length === 0;
  }

  /** Reads the sheets that are not there yet; tells of those that cannot be read. */
  private async load(papers: readonly Paper[]): Promise<string[]> {
    const missing: string[] = [];
    for (const choice of new Set(papers.map((paper) => paper.choice))) {
      const loading = this.loading.get(choice.path) ?? runScript(choice.script);
      this.loading.set(choice.path, loading);
      await loading.catch(() => {
        this.loading.delete(choice.path);
        missing.push(this.word("missing", choice.title));
      });
    }
    return missing;
  }

  /** What is to be printed, and what is wrong with the roster. */
  private papers(): { papers: Paper[]; problems: string[] } {
    const chosen = this.chosen();
    const typed = this.field("roster").value;
    if (typed.trim() === "") {
      const count = Math.min(Math.max(Math.floor(Number(this.field("copies").value)) || 1, 1), 50);
      return { papers: chosen.flatMap((choice) => Array.from({ length: count }, () => ({ choice, person: undefined }))), problems: [] };
    }
    const roster = parseRoster(typed, this.tracks, this.stages);
    const problems = roster.problems.map(({ line, word, cell }) => this.word(word, line, cell));
    const papers = roster.people.flatMap((person) => {
      const own = chosen.filter(({ track, stage }) => (person.track === "" || track === person.track) && (person.stage === "" || stage === person.stage));
      const named = [this.tracks.find(({ id }) => id === person.track), this.stages.find(({ id }) => id === person.stage)].flatMap((one) => one?.name ?? []);
      if (own.length === 0 && chosen.length > 0) problems.push(this.word("nosheet", person.line, named.join(" · ")));
      return own.map((choice) => ({ choice, person }));
    });
    return { papers, problems };
  }

  private chosen(): Choice[] {
    const boxes = this.form.querySelectorAll<HTMLInputElement>("[name=sheet]:checked");
    return [...boxes].map((box) => ({
      path: box.value,
      script: box.dataset["paper"] ?? "",
      track: box.dataset["track"] ?? "",
      stage: box.dataset["stage"] ?? "",
      title: box.parentElement?.textContent?.trim() ?? "",
    }));
  }

  private makePaper({ choice, person }: Paper): Node {
    const template = this.templates.get(choice.path) as HTMLTemplateElement;
    const paper = document.importNode(template.content, true);
    if (person === undefined) return paper;
    const joined = paper.querySelector<HTMLElement>("[data-joined]")?.dataset["joined"] ?? "";
    const lines = new Map([["name", person.name], ["territory", person.territory], [joined, person.joined]]);
    for (const line of paper.querySelectorAll<HTMLElement>("[data-line]")) {
      line.textContent = lines.get(line.dataset["line"] ?? "") ?? "";
    }
    if (person.joined === "") return paper;
    for (const milestone of paper.querySelectorAll<HTMLElement>("[data-milestone]")) {
      milestone.textContent = after(person.joined, Number(milestone.dataset["milestone"]));
      milestone.classList.add("known");
    }
    return paper;
  }
}

function tallyRow({ choice, person }: Paper): HTMLElement {
  const cells = [person?.name ?? "", choice.title, "", "", "", ""];
  return element("tr", {}, ...cells.map((cell) => element("td", {}, cell)));
}

const page = document.querySelector<HTMLElement>("[data-session]");
if (page !== null) new Session(page);
