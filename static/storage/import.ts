// Merges the values of an exported file with the saved ones. No saved value is lost
// unless the reader agrees.

import { answer, ask, choose } from "../shared/dialog";
import { element } from "../shared/dom";
import { parseKey, type Difference, type Kind, type Placed, type Schema } from "./schema";
import { announce } from "../shared/announcer";
import type { Export, Imported } from "./parseExport";
import { labelOf } from "../shared/field";
import { partText } from "./partText";
import { excerpt } from "../shared/text";
import { isRecord } from "../shared/json";
import type { Store } from "./store";
import { joined, labelled, type Words } from "../shared/words";

/** The changed values by key, before and after an import; undefined where there was none. */
export type Changes = ReadonlyMap<string, { readonly before: unknown; readonly after: unknown }>;

/** The most rows that show where two values differ. */
const maxRows = 100;

/** What the reader can do with a value that differs. */
const choices = ["mine", "theirs", "both"] as const;

/** The result of comparing a value of the file with the saved one. */
export interface Step {
  readonly how: "new" | "same" | "joined" | "later" | "differs";
  /** The value to save; where the two differ, the one in which the saved value counts first. Undefined if the saved value stays. */
  readonly ours: unknown;
  /** The value to save if the file's value counts first. */
  readonly theirs: unknown;
  /** Where they differ, for values that can be kept side by side. */
  readonly differences?: readonly Difference[];
}

/** Compares a saved value, undefined for none, with a value of the file. */
export function weigh(kind: Kind<unknown>, saved: unknown, value: unknown): Step {
  const here = saved === undefined ? undefined : kind.read(saved);
  if (here === undefined) return { how: "new", ours: value, theirs: value };
  if (here === "unreadable") return { how: "differs", ours: undefined, theirs: value };
  const content = (of: unknown): string => canonical(kind.content === undefined ? of : kind.content(of));
  const join = (first: unknown, second: unknown): unknown => (kind.join === undefined ? first : kind.join(first, second));
  const ours = join(here, value);
  const theirs = kind.asks === true ? join(value, here) : ours;
  const stays = content(ours) === content(here);
  const how = content(ours) !== content(theirs) ? "differs" : stays ? "same" : kind.succeeds?.(value, here) === true ? "later" : "joined";
  const differences = how === "differs" ? kind.differences?.(here, value) : undefined;
  return { how, ours: stays ? undefined : ours, theirs, ...(differences === undefined ? {} : { differences }) };
}

/** JSON with sorted keys, which is the same text for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
}

export class Importer {
  constructor(private readonly store: Store, private readonly schema: Schema, private readonly word: Words) {}

  /** Imports what a file or a link has brought, if the reader agrees. */
  async take(read: Export): Promise<void> {
    const values = this.placed(read);
    const steps = this.weighAll(values);
    if ([...steps.values()].every(({ how }) => how === "same")) return this.show([...steps.keys()]);
    const chosen = await this.question(read, values, steps);
    if (chosen === undefined) return;
    const outcome = this.outcome(values, chosen);
    if (outcome.size === 0) return say(this.word("kept"));
    const changes = new Map([...outcome].map(([key, after]) => [key, { before: this.store.read(key), after }]));
    if (!this.store.writeAll(outcome)) return say(this.word("notsaved"));
    if ((await window.cairnImported?.(changes)) === true) return;
    this.store.close(); // otherwise the page, when it is left, would overwrite the imported reading position
    await ask(this.word("done"), this.word("ok"));
    location.reload();
  }

  /** Says that all values are here already, and opens the plan if they are one. */
  private show([key = "", ...others]: readonly string[]): void {
    say(this.word("nothing", 1 + others.length));
    if (others.length === 0) window.cairnChosen?.(key);
  }

  /** The values by the keys under which this browser keeps them. */
  private placed({ values }: Export): Map<string, Imported> {
    return new Map([...values].map(([key, { kind, value }]) => {
      const [own, placed] = kind.place?.(this.store, parseKey(key).page, value) ?? [key, value];
      return [own, { kind, value: placed }];
    }));
  }

  private weighAll(values: ReadonlyMap<string, Imported>): Map<string, Step> {
    return new Map([...values].map(([key, { kind, value }]) => [key, weigh(kind, this.store.read(key), value)]));
  }

  /** The values to save. They are compared again, because another tab may have changed one since the question was asked. */
  private outcome(values: ReadonlyMap<string, Imported>, chosen: ReadonlyMap<string, string>): Map<string, unknown> {
    const all = [...this.weighAll(values)].map(([key, { ours, theirs }]): Placed<unknown> => {
      const { kind, value } = values.get(key) ?? {};
      const copy = chosen.get(key) === "both" ? kind?.copy?.(parseKey(key).page, value) : undefined;
      return copy ?? [key, chosen.get(key) === "theirs" ? theirs : ours];
    });
    return new Map(all.filter(([, value]) => value !== undefined));
  }

  /**
   * Asks what to import; resolves to what the reader chose for each value that differs, undefined if she imports nothing. If
   * nothing but one plan would change, each choice is a button.
   */
  private async question(read: Export, values: ReadonlyMap<string, Imported>, steps: ReadonlyMap<string, Step>): Promise<ReadonlyMap<string, string> | undefined> {
    const facts = this.facts(read, values, steps);
    const changes = [...steps].filter(([, { how }]) => how !== "same");
    const [[key, step] = ["", undefined]] = changes;
    const beside = changes.length === 1 && isHere(key) && window.cairnTalk?.offers(values.get(key)?.value) === true ? [answer("beside", this.word("beside"))] : [];
    if (changes.length === 1 && step?.how === "differs" && values.get(key)?.kind.copy !== undefined) {
      const buttons = [...choices.map((choice) => answer(choice, this.word(choice))), ...beside];
      const choice = await choose(...facts, element("p", {}, this.word("one", this.titleOf(key, values))), ...this.table(key, step), element("p", {}, this.word("which")), element("p", {}, ...buttons));
      return choice === "" || talks(choice, values.get(key)) ? undefined : new Map([[key, choice]]);
    }
    const differing = changes.filter(([, { how }]) => how === "differs");
    const boxes = differing.map(([key, step]) => this.choice(key, values, step));
    if (boxes.length > 0) facts.push(element("fieldset", {}, element("legend", {}, this.word("differs", boxes.length)), ...boxes));
    const buttons = element("p", {}, ...beside, answer("no", this.word("no")), answer("yes", this.word("yes"), "button"));
    const choice = await choose(...facts, element("p", {}, this.word("ask")), buttons);
    if (talks(choice, values.get(key)) || choice !== "yes") return undefined;
    return new Map(boxes.flatMap((box) => [...box.querySelectorAll("select")].map(({ name, value }) => [name, value] as const)));
  }

  /** The summary of an import: how many values are new, joined or the same, which are skipped or unused, and whether the file is of another site. */
  private facts({ site, skipped }: Export, values: ReadonlyMap<string, Imported>, steps: ReadonlyMap<string, Step>): HTMLElement[] {
    const counts = (["new", "later", "joined", "same"] as const).flatMap((how) => {
      const keys = [...steps].flatMap(([key, step]) => (step.how === how ? [key] : []));
      const [key = "", ...others] = keys;
      const isPlan = keys.length > 0 && values.get(key)?.kind.title !== undefined;
      const named = how === "new" ? "newone" : how === "later" ? "laterone" : "";
      if (named !== "" && isPlan && others.length === 0) return [element("li", {}, this.word(named, this.titleOf(key, values)))];
      return keys.length > 0 ? [element("li", {}, this.word(how, keys.length))] : [];
    });
    if (skipped.length > 0) counts.push(element("li", {}, this.word("unfit", skipped.length, joined(skipped.slice(0, 5).map(excerpt), "list"))));
    const unused = [...values.values()].flatMap(({ kind, value }) => kind.unused?.(value) ?? []);
    if (unused.length > 0) counts.push(element("li", {}, this.word("unused", joined([...new Set(unused)].slice(0, 5).map(excerpt), "list"))));
    if (site === undefined) counts.push(element("li", {}, this.word("unnamed")));
    else if (site !== null && ![this.store.site, ...this.store.formerSites].includes(site)) counts.push(element("li", {}, this.word("othersite", excerpt(site))));
    return counts.length === 0 ? [] : [element("ul", {}, ...counts)];
  }

  /** A field that asks which of two values to keep. Both are offered if the kind of value can be copied, as a plan can; a table then shows where they differ. */
  private choice(key: string, values: ReadonlyMap<string, Imported>, step: Step): HTMLElement {
    const isCopied = values.get(key)?.kind.copy !== undefined;
    const options = choices.filter((choice) => isCopied || choice !== "both").map((choice) => element("option", { value: choice }, this.word(choice)));
    const label = element("label", {}, this.titleOf(key, values), element("select", { name: key }, ...options));
    return element("div", {}, label, ...this.table(key, step));
  }

  /** What the dialog calls a value: the name of its page and its own title, such as a plan's person. A titled value of the open page is called by its title alone. */
  private titleOf(key: string, values: ReadonlyMap<string, Imported>): string {
    const { kind, value } = values.get(key) ?? {};
    const title = kind?.title?.(value) ?? "";
    return isHere(key) && title !== "" ? title : [this.nameOf(key), title].filter(Boolean).join(" · ");
  }

  /** What differs between two values, a row for each part. */
  private table(key: string, { differences }: Step): HTMLElement[] {
    if (differences === undefined) return [];
    const row = (tag: "th" | "td", ...cells: readonly string[]): HTMLElement => element("tr", {}, ...cells.map((cell) => element(tag, {}, cell)));
    const named = (name: string, of = ""): string => [this.word(name), excerpt(of)].filter(Boolean).join(" ");
    const label = ({ name, isInput, of }: Difference): string => (isInput ? (isHere(key) && labelOf(name)) || excerpt(name) : named(name, of));
    const text = (part: Difference, side: "mine" | "theirs"): string => partText(this.word, part, part[side], isHere(key));
    const rows = differences.slice(0, maxRows).map((part) => row("td", label(part), text(part, "mine"), text(part, "theirs")));
    return [element("table", {}, element("thead", {}, row("th", "", this.word("here"), this.word("there"))), element("tbody", {}, ...rows)), ...(differences.length > maxRows ? [element("p", {}, this.word("moreparts", differences.length - maxRows))] : [])];
  }

  /** The name of a saved value for the reader, with the page's title in the navigation if it is listed there. */
  private nameOf(key: string): string {
    const { name, page } = parseKey(key);
    if (page === "") return this.word(name);
    const root = new URL(document.documentElement.dataset["root"] || ".", location.href).href;
    const pathOf = ({ href }: HTMLAnchorElement): string => (href.startsWith(root) ? decodeURIComponent(href.slice(root.length)) : "");
    const link = [...document.querySelectorAll<HTMLAnchorElement>(".sidebar a")].find((link) => [page, `${page}.html`].includes(pathOf(link)));
    const folder = link?.closest("details")?.querySelector("summary")?.textContent;
    const title = link === undefined ? excerpt(page) : [folder, link.textContent].filter(Boolean).join(" · ");
    return labelled(this.word(name), title);
  }
}

/** Shows a notice until the reader's next click or input, after which it may no longer be true. */
export function say(text: string): void {
  announce(text);
  const shown = new AbortController();
  const clear = (): void => {
    shown.abort();
    announce("");
  };
  for (const action of ["click", "input"]) addEventListener(action, clear, { capture: true, signal: shown.signal });
}

/** Shows a plan beside the open one instead of importing it, if the reader chose that. */
function talks(choice: string, imported: Imported | undefined): boolean {
  if (choice === "beside") window.cairnTalk?.open(imported?.value);
  return choice === "beside";
}

/** Whether a value belongs to the page that the reader sees. */
function isHere(key: string): boolean {
  return document.documentElement.dataset["page"] === `${parseKey(key).page}.html`;
}
