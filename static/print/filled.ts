// Fills a sheet for the printer in with the plan of its person, as her worksheet shows it.

import { evaluatorOf } from "../goal/evaluate";
import { entryText, parseEntry } from "../goal/entry";
import type { Sheet } from "../goal/sheet";
import { cure, reach, solved } from "../goal/solve";
import type { Input } from "../goal/template";
import type { Member } from "../plans/member";
import { element, setHidden, setText } from "../shared/dom";
import { joined, type Words } from "../shared/words";
import { showClosed } from "../worksheet/closedYear";
import { FindingPainter, needsReach } from "../worksheet/finding";
import { Painter } from "../worksheet/paint";
import type { SavedPlan } from "../worksheet/saved";
import { WeekCard } from "../worksheet/weekcard";

const nothing = (): void => undefined;

/** `word` has the words of a worksheet. Returns what was computed. */
export function fillSheet(paper: HTMLElement, member: Member, word: Words, today: string): Sheet {
  const { template, calendar, entries, actuals, plan } = member;
  const sheet = evaluatorOf(template)(entries, actuals);
  const card = new WeekCard(paper, template, calendar, word, { ticked: nothing, ruled: nothing, turned: nothing });
  card.name(sheet, today);
  solved(new Painter(paper, template, calendar, word).paint(sheet, entries, new Set()));
  card.paint(sheet, { ...plan, records: [] }, false);
  const examples = template.inputs.filter((input) => input.default !== null && answerOf(input, plan) === "example").length;
  const finding = new FindingPainter(paper, word, nothing);
  finding.paint(sheet.finding, examples, false, "");
  if (needsReach(sheet.finding)) finding.paintPart(sheet.finding, solved(reach(template, entries, actuals)));
  if (sheet.finding.kind === "over") finding.paintCure(solved(cure(template, entries, actuals)));
  showClosed(paper, actuals?.quarters.length ?? 0, sheet.finding, word);
  const asks = fillAnswers(paper, template.inputs, plan, word);
  showCounts(paper, examples, asks, word);
  return sheet;
}

type Answer = "typed" | "unknown" | "example";

function answerOf({ key }: Input, { values, unknown }: SavedPlan): Answer {
  return values[key] !== undefined ? "typed" : unknown.includes(key) ? "unknown" : "example";
}

/** Writes the answers on the lines of the paper; returns the questions that the person has to ask. */
function fillAnswers(paper: HTMLElement, inputs: readonly Input[], plan: SavedPlan, word: Words): string[] {
  const lines = new Map([...paper.querySelectorAll<HTMLElement>(".field [data-line]")].map((line) => [line.dataset["line"], line]));
  return inputs.flatMap((input) => {
    const line = lines.get(input.key);
    const field = line?.closest<HTMLElement>(".field");
    const answer = answerOf(input, plan);
    setText(line ?? null, answer === "typed" ? (plan.values[input.key] ?? "") : answer === "example" ? exampleText(input) : "");
    setText(field?.querySelector("[data-badge]") ?? null, answer === "typed" ? "" : word(answer === "unknown" ? "asking" : "example"));
    field?.toggleAttribute("data-example", answer !== "typed");
    field?.toggleAttribute("data-refused", parseEntry(input, plan.values[input.key] ?? "").problem !== undefined);
    return answer === "unknown" ? [`${input.label} — ${field?.dataset["ask"] ?? ""}`] : [];
  });
}

function exampleText(input: Input): string {
  return typeof input.default === "number" ? entryText(input, input.default) : (input.default ?? "");
}

function showCounts(paper: HTMLElement, examples: number, asks: readonly string[], word: Words): void {
  const counts = [...(examples > 0 ? [word("examples", examples)] : []), ...(asks.length > 0 ? [word("unknowns", asks.length)] : [])];
  setText(paper.querySelector("[data-count]"), joined(counts, "comma") || word("confirmed"));
  const list = paper.querySelector<HTMLElement>("[data-asks]");
  setHidden(list, asks.length === 0);
  list?.querySelector("ul")?.replaceChildren(...asks.map((ask) => element("li", {}, ask)));
}
