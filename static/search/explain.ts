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
  const [anchor, heading, text] = page.sections[section] ?? ["", "", ""];
  const fold = (s: string): string[] => tokeniser.fold(s);
  const asWritten = (s: string): (readonly string[])[] => needles.flatMap((needle) => (isNumber(needle.join("")) ? numbers(s, needle, tokeniser) : [needle]));
  return {
    path: page.path,
    anchor,
    title: highlight(page.title, asWritten(page.title), fold),
    heading: highlight(heading, asWritten(heading), fold),
    snippet: snippet(text, asWritten(text), fold),
    place: page.place ?? "",
  };
}

/** A number and the other forms that a text writes it in. */
function numbers(text: string, needle: readonly string[], tokeniser: Tokeniser): (readonly string[])[] {
  const term = needle.join("");
  const folded = tokeniser.fold(text);
  const forms = tokeniser.tokenise(text).filter((token) => token.term === term);
  return [needle, ...new Map(forms.map(({ start, end }) => folded.slice(start, end)).map((form) => [form.join(""), form])).values()];
}
