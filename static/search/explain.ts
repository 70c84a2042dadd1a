// Makes what a reader sees of a found section: its title, its heading and an excerpt, with the words of the query marked.

import type { GroupPage } from "./index";
import { highlight, snippet, type Piece } from "./snippet";
import { isNumber, type Tokeniser } from "./tokenise";

/** A found page, with its best section. */
export interface Result {
  readonly path: string;
  readonly anchor: string;
  readonly title: readonly Piece[];
  readonly heading: readonly Piece[];
  readonly snippet: readonly Piece[];
  /** The page's track and stage: "SaaS · 新人期"; "" if it has neither. */
  readonly place: string;
  /** Whether the page shares only some words with the query. Such results follow the others. */
  readonly near: boolean;
}

/** Explains a section of a page by the needles that a query looks for, which are folded. */
export function explain(page: GroupPage, section: number, needles: readonly (readonly string[])[], tokeniser: Tokeniser): Omit<Result, "near"> {
  const [anchor, heading, whole] = page.sections[section] ?? ["", "", ""];
  const fold = (s: string): string[] => tokeniser.fold(s);
  const asWritten = (s: string): (readonly string[])[] => needles.flatMap((needle) => (isNumber(needle.join("")) ? numbers(s, needle, tokeniser) : [needle]));
  const isOfLayout = anchor === "" && section > 0;
  const text = isOfLayout ? sentences(whole, (s) => highlight(s, asWritten(s), fold).some(({ marked }) => marked)) || (page.sections[0]?.[2] ?? "") || whole : whole;
  return {
    path: page.path,
    anchor,
    title: highlight(page.title, asWritten(page.title), fold),
    heading: highlight(heading, asWritten(heading), fold),
    snippet: snippet(text, asWritten(text), fold),
    place: page.place,
  };
}

/** The sentences of what a layout shows, most of which are labels and numbers; "" if none of them has a word of the query. */
function sentences(text: string, isFound: (line: string) => boolean): string {
  const lines = text.split("\n").filter((line) => /[\u3002\uff01\uff1f]|[.!?](\s|$)/.test(line));
  return lines.some(isFound) ? lines.join("\n") : "";
}

/** A number and the other forms that a text writes it in. */
function numbers(text: string, needle: readonly string[], tokeniser: Tokeniser): (readonly string[])[] {
  const term = needle.join("");
  const folded = tokeniser.fold(text);
  const forms = tokeniser.tokenise(text).filter((token) => token.term === term);
  return [needle, ...new Map(forms.map(({ start, end }) => folded.slice(start, end)).map((form) => [form.join(""), form])).values()];
}
