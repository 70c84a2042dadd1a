// Reads a file that a browser has exported, which may be any file at all.

import { version } from "./export";
import type { Kind, Schema } from "./schema";
import { isRecord, isTexts } from "../shared/json";

/** How large a file may be, in millions of bytes, and how deep its lists and objects may be nested. */
export const largest = 5;
const deepest = 16;

/** Names that mean something to every object: nothing that is kept has them. */
const reserved = ["__proto__", "constructor", "prototype"];

/** Why nothing of a file is taken. */
export type Refusal = "toolarge" | "garbage" | "newer" | "empty";

export interface Imported {
  readonly kind: Kind<unknown>;
  readonly value: unknown;
}

/** What a file holds. */
export interface Export {
  /** The id of the site that it says it is of; undefined if it says none. */
  readonly site: string | undefined;
  readonly values: ReadonlyMap<string, Imported>;
  /** The keys of what cannot be read, and of what this site does not keep. */
  readonly unfit: readonly string[];
}

/** Reads a file. A value is read as it is when it comes from storage, so that nothing else gets there. */
export function readExport(schema: Schema, text: string): Export | Refusal {
  const texts = textsOf(text);
  if (typeof texts === "string") return texts;
  const values = new Map<string, Imported>();
  const unfit: string[] = [];
  for (const [key, text] of texts.kept) {
    const parsed = parse(text);
    if (parsed === "unsafe") return "garbage";
    const kind = schema.kindOf(key);
    if (parsed !== "garbage" && kind !== undefined && isNewer(parsed.value, kind.version ?? 0)) return "newer";
    const value = parsed === "garbage" || kind === undefined ? "unreadable" : kind.read(parsed.value);
    if (kind === undefined || value === "unreadable") unfit.push(key);
    else values.set(key, { kind, value });
  }
  return values.size === 0 ? "empty" : { site: texts.site, values, unfit };
}

/** The texts that were kept, by key. */
function textsOf(text: string): { site: string | undefined; kept: [string, string][] } | Refusal {
  if (text.length > largest * 1e6) return "toolarge";
  const file = parse(text);
  if (typeof file === "string" || !isRecord(file.value)) return "garbage";
  if (isNewer(file.value, version)) return "newer";
  const named = file.value["version"] === version;
  const site = named ? file.value["site"] : undefined;
  const kept = named ? file.value["kept"] : file.value;
  if (named && typeof site !== "string") return "garbage";
  return isTexts(kept) ? { site: typeof site === "string" ? site : undefined, kept: Object.entries(kept) } : "garbage";
}

/** The value of a text; unsafe is what nobody has by accident. */
function parse(text: string): { value: unknown } | "garbage" | "unsafe" {
  if (isDeep(text)) return "unsafe";
  try {
    const value: unknown = JSON.parse(text);
    return isReserved(value) ? "unsafe" : { value };
  } catch {
    return "garbage";
  }
}

/** Whether a text is nested too deeply, which it is better to know before it is parsed. */
function isDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length && depth <= deepest; i++) {
    const character = text[i];
    if (quoted && character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "[" || character === "{")) depth++;
    else if (!quoted && (character === "]" || character === "}")) depth--;
  }
  return depth > deepest;
}

function isReserved(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isReserved);
  return isRecord(value) && Object.entries(value).some(([key, inner]) => reserved.includes(key) || isReserved(inner));
}

function isNewer(value: unknown, version: number): boolean {
  return isRecord(value) && typeof value["version"] === "number" && value["version"] > version;
}
