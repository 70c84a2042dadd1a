import { isTexts } from "./json";

/** A text of the interface by its key; values replace its placeholders %d and %s in their order, or %[2]s by number. */
export type Words = (key: string, ...values: readonly (string | number)[]) => string;

declare global {
  interface Window {
    /** By table, the words that scripts brought which the page loads when the reader needs them: the build puts its words before such a script. */
    cairnWords?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }
}

/** The words that the layout gives an element for its script, and those of a table that a script brought. */
export function wordsOf(of: HTMLElement, table = ""): Words {
  return filling(of.dataset["words"], window.cairnWords?.[table]);
}

let pageLocale: Words | undefined;

/** The punctuation and dates of the page's language, which every page carries on its root element. They are parsed once. */
export function localeOfPage(): Words {
  return (pageLocale ??= filling(document.documentElement.dataset["locale"]));
}

/** Joins a label and its text: "Week 9: 5 days". */
export function labelled(label: string, text: string): string {
  return label + localeOfPage()("colon") + text;
}

/** Joins texts with a separator of the page's language. */
export function joined(texts: readonly string[], separator: "list" | "comma" | "semicolon"): string {
  return texts.join(localeOfPage()(separator));
}

/** The name of a month, counting from 1, in the page's language. */
export function monthName(month: number): string {
  return localeOfPage()("months").split("|")[month - 1] ?? "";
}

/** The day of a date, 2027-10-14, without the year, in the page's language. */
export function dateName(date: string): string {
  const [, month = 1, day = 1] = date.split("-").map(Number);
  return localeOfPage()("day", monthName(month), day);
}

/** Reads a table of words in JSON; a missing key is its own text. Words of `brought` replace those of the table. */
export function filling(table = "{}", brought: Readonly<Record<string, string>> = {}): Words {
  const words: unknown = JSON.parse(table);
  if (!isTexts(words)) throw new Error(`not a table of words: ${table}`);
  return (key, ...values) => {
    const text = brought[key] ?? words[key] ?? key;
    let next = 0;
    const fill = (_: string, number?: string): string => String(values[number === undefined ? next++ : Number(number) - 1] ?? "");
    return values.length === 0 ? text : text.replace(/%(?:\[(\d+)\])?[ds]/g, fill);
  };
}
