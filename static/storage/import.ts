// Merges the values of an exported file with the saved ones. No saved value is lost
// unless the reader agrees.

import { ask } from "../shared/dialog";
import { element } from "../shared/dom";
import { parseKey, type Kind, type Schema } from "./schema";
import { announce } from "../shared/announcer";
import { maxMegabytes, readExport, type Export, type Refusal } from "./parseExport";
import { excerpt } from "../shared/text";
import { isRecord } from "../shared/json";
import type { Store } from "./store";
import { joined, labelled, type Words } from "../shared/words";

/** The result of comparing a value of the file with the saved one. */
export interface Step {
  readonly how: "new" | "same" | "joined" | "differs";
  /** The value to save; where the two differ, the one in which the saved value counts first. Undefined if the saved value stays. */
  readonly ours: unknown;
  /** The value to save if the file's value counts first. */
  readonly theirs: unknown;
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
  const how = content(ours) !== content(theirs) ? "differs" : stays ? "same" : "joined";
  return { how, ours: stays ? undefined : ours, theirs };
}

/** JSON with sorted keys, which is the same text for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
}

export class Importer {
  constructor(private readonly store: Store, private readonly schema: Schema, private readonly word: Words) {}

  async take(file: File): Promise<void> {
    const read = await readFile(this.schema, file);
    if (typeof read === "string") return announce(this.word(read, maxMegabytes));
    const steps = this.weighAll(read);
    if ([...steps.values()].every(({ how }) => how === "same")) return announce(this.word("nothing", steps.size));
    const boxes = [...steps].filter(([, { how }]) => how === "differs").map(([key]) => choice(key, this.nameOf(key)));
    if (!(await ask(this.word("ask"), this.word("yes"), this.word("no"), ...this.facts(read, steps, boxes)))) return;
    const taken = new Set(boxes.flatMap((box) => box.querySelector<HTMLInputElement>("input:checked")?.value ?? []));
    if (!this.store.writeAll(this.outcome(read, taken))) return announce(this.word("notsaved"));
    this.store.close(); // otherwise the page, when it is left, would overwrite the imported reading position
    await ask(this.word("done"), this.word("ok"));
    location.reload();
  }

  private weighAll({ values }: Export): Map<string, Step> {
    return new Map([...values].map(([key, { kind, value }]) => [key, weigh(kind, this.store.read(key), value)]));
  }

  /** The values to save. They are compared again, because another tab may have changed one since the question was asked. */
  private outcome(read: Export, taken: ReadonlySet<string>): Map<string, unknown> {
    const values = [...this.weighAll(read)].map(([key, { ours, theirs }]) => [key, taken.has(key) ? theirs : ours] as const);
    return new Map(values.filter(([, value]) => value !== undefined));
  }

  /** The summary of the import: the number of values of each result, and a box for each value that differs. */
  private facts({ site, skipped }: Export, steps: ReadonlyMap<string, Step>, boxes: readonly HTMLElement[]): HTMLElement[] {
    const counts = (["new", "joined", "same"] as const).flatMap((how) => {
      const n = [...steps.values()].filter((step) => step.how === how).length;
      return n > 0 ? [element("li", {}, this.word(how, n))] : [];
    });
    if (skipped.length > 0) counts.push(element("li", {}, this.word("unfit", skipped.length, joined(skipped.slice(0, 5).map(excerpt), "list"))));
    if (site === undefined) counts.push(element("li", {}, this.word("unnamed")));
    else if (![this.store.site, ...this.store.formerSites].includes(site)) counts.push(element("li", {}, this.word("othersite", excerpt(site))));
    const facts: HTMLElement[] = [element("ul", {}, ...counts)];
    if (boxes.length > 0) facts.push(element("fieldset", {}, element("legend", {}, this.word("differs", boxes.length)), ...boxes));
    return facts;
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

/** A box that the reader ticks to take the file's value. */
function choice(key: string, name: string): HTMLElement {
  return element("label", {}, element("input", { type: "checkbox", value: key }), " ", name);
}

async function readFile(schema: Schema, file: File): Promise<Export | Refusal> {
  if (file.size > maxMegabytes * 1e6) return "toolarge";
  try {
    return readExport(schema, new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
  } catch {
    return "garbage"; // the file was deleted, or is not UTF-8
  }
}
