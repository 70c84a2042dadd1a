// The sections of a page that the reader has read, by the ids of their headings. A section whose
// heading was renamed counts as unread, because its text may be another one. A page without such
// headings is one section, whose id is "".

import { isListOf, isRecord, isString } from "../shared/json";
import type { Kind } from "../storage/schema";

const version = 1;

export interface ReadSections {
  readonly version: typeof version;
  readonly sections: readonly string[];
}

/** The key of a page's value. */
export function sectionsKey(page: string): string {
  return `read:${page}`;
}

/** Reads a saved value; "unreadable" if it is missing or invalid. */
export function readSections(saved: unknown): ReadSections | "unreadable" {
  if (!isRecord(saved) || saved["version"] !== version) return "unreadable";
  const { sections } = saved;
  return isListOf(isString)(sections) ? { version, sections } : "unreadable";
}

/** The ids of a saved value; none if it is missing or invalid. */
export function idsOf(saved: unknown): ReadonlySet<string> {
  const read = readSections(saved);
  return new Set(read === "unreadable" ? [] : read.sections);
}

/**
 * The value to keep when the sections of a page are `read` and its other sections are not; undefined if nothing is left. Ids that
 * are not on the page stay, because an author may restore them.
 */
export function withRead(saved: ReadSections | undefined, onPage: readonly string[], read: readonly string[]): ReadSections | undefined {
  const sections = [...(saved?.sections ?? []).filter((id) => !onPage.includes(id)), ...read];
  return sections.length === 0 ? undefined : { version, sections };
}

function join(first: ReadSections, second: ReadSections): ReadSections {
  return { version, sections: [...new Set([...first.sections, ...second.sections])] };
}

export const sectionsKind: Kind<ReadSections> = { name: "read", perPage: true, version, read: readSections, join };
