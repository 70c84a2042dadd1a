// Prints worksheets for a planning session: copies of some sheets, or those of
// everybody on a roster, with a page for the one who leads it.

import { element, wordsOf } from "./lib/dom";
import { parseRoster, type Person, type Track } from "./print/roster";
import { after } from "./worksheet/dates";
import { filling, type Words } from "./worksheet/words";

/** A sheet to print, for somebody or for anybody. */
interface Paper {
  readonly template: HTMLTemplateElement;
  readonly person: Person | undefined;
}

class Session {
  private readonly form: HTMLFormElement;
  private readonly word: Words;
  private readonly tracks: readonly Track[];
  private readonly templates: readonly HTMLTemplateElement[];

  constructor(private readonly page: HTMLElement) {
    this.form = page.querySelector("[data-setup]") as HTMLFormElement;
    this.word = filling(wordsOf(page));
    this.tracks = JSON.parse(page.dataset["tracks"] ?? "[]") as Track[];
    this.templates = [...document.querySelectorAll<HTMLTemplateElement>("template[data-sheet]")];
    document.documentElement.dataset["print"] = "blank";
    this.form.hidden = false;
    this.form.addEventListener("input", () => this.lay());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      print();
    });
    this.lay();
  }

  private find(selector: string): HTMLElement {
    return this.page.querySelector(selector) as HTMLElement;
  }

  private isChecked(name: string): boolean {
    return (this.form.elements.namedItem(name) as HTMLInputElement).checked;
  }

  /** Lays out what would be printed now. */
  private lay(): void {
    const papers = this.papers();
    this.find("[data-papers]").replaceChildren(...papers.map(makePaper));
    this.find("[data-facilitator]").toggleAttribute("data-left-out", !this.isChecked("facilitator"));
    this.find("[data-tally] tbody").replaceChildren(...papers.map(tallyRow));
    this.find("[data-status]").textContent = papers.length > 0 ? this.word("ready", papers.length) : this.word("nothing");
    (this.form.querySelector("[type=submit]") as HTMLButtonElement).disabled = papers.length === 0;
  }

  private papers(): Paper[] {
    const chosen = this.templates.filter((template) => this.chosen().has(template.dataset["sheet"] ?? ""));
    const typed = (this.form.elements.namedItem("roster") as HTMLTextAreaElement).value;
    const { people, problems } = parseRoster(typed, this.tracks);
    const told = problems.map(({ line, word, cell }) => this.word(word, line, cell));
    const papers = people.flatMap((person) => {
      const own = chosen.filter((template) => person.track === "" || template.dataset["track"] === person.track);
      const track = this.tracks.find(({ id }) => id === person.track);
      if (own.length === 0 && chosen.length > 0 && track !== undefined) told.push(this.word("nosheet", person.line, track.name));
      return own.map((template) => ({ template, person }));
    });
    this.find("[data-problems]").replaceChildren(...told.map((problem) => element("li", {}, problem)));
    if (typed.trim() !== "") return papers;
    const copies = Number((this.form.elements.namedItem("copies") as HTMLInputElement).value);
    const count = Math.min(Math.max(Math.floor(copies) || 1, 1), 50);
    return chosen.flatMap((template) => Array.from({ length: count }, () => ({ template, person: undefined })));
  }

  private chosen(): Set<string> {
    const boxes = this.form.querySelectorAll<HTMLInputElement>("[name=sheet]:checked");
    return new Set([...boxes].map((box) => box.value));
  }
}

function makePaper({ template, person }: Paper): Node {
  const paper = document.importNode(template.content, true);
  if (person === undefined) return paper;
  const write = (line: string, text: string): void => {
    for (const place of paper.querySelectorAll<HTMLElement>("[data-line]")) {
      if (place.dataset["line"] === line) place.textContent = text;
    }
  };
  write("name", person.name);
  write("territory", person.territory);
  write(template.dataset["joined"] ?? "", person.joined);
  if (person.joined === "") return paper;
  for (const milestone of paper.querySelectorAll<HTMLElement>("[data-milestone]")) {
    milestone.textContent = after(person.joined, Number(milestone.dataset["milestone"]));
    milestone.classList.add("known");
  }
  return paper;
}

function tallyRow({ template, person }: Paper): HTMLElement {
  const title = template.content.querySelector(".title")?.textContent ?? "";
  const cells = [person?.name ?? "", title, "", "", "", ""];
  return element("tr", {}, ...cells.map((cell) => element("td", {}, cell)));
}

const page = document.querySelector<HTMLElement>("[data-session]");
if (page !== null) new Session(page);
