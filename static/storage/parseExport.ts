// Parses an exported file. The reader may choose any file, so nothing in it is trusted.

import { version } from "./export";
import type { Kind, Schema } from "./schema";
import { isRecord, isTexts } from "../shared/json";

/** The limit of a file's size in MB, and of the nesting of its lists and objects. */
export const maxMegabytes = 5;
const maxDepth = 16;

/** Names that every JavaScript object inherits; a file with one of them as a key is refused. */
const reserved = ["__proto__", "constructor", "prototype"];

/** Why a file is refused as a whole. */
export type Refusal = "toolarge" | "garbage" | "newer" | "empty";

export interface Imported {
  readonly kind: Kind<unknown>;
  readonly value: unknown;
}

/** The content of a file. */
export interface Export {
  /**
   * The id of the site that exported it; undefined in files of the first form, which do not name it. Null for the file of a
   * single value, which names its page and belongs to no site.
   */
  readonly site: string | undefined | null;
  readonly values: ReadonlyMap<string, Imported>;
  /** The keys of unreadable values, and of values that this site does not keep. */
  readonly skipped: readonly string[];
}

/** Parses a file. Each value passes the same reader as a value from storage, so that only valid values get there. */
export function readExport(schema: Schema, text: string): Export | Refusal {
  const texts = textsOf(schema, text);
  if (typeof texts === "string") return texts;
  const values = new Map<string, Imported>();
  const skipped: string[] = [];
  for (const [key, text] of texts.saved) {
    const parsed = parseSafely(text);
    if (parsed === "unsafe") return "garbage";
    const kind = schema.kindOf(key);
    if (parsed !== "garbage" && kind !== undefined && isNewer(parsed.value, kind.version ?? 0)) return "newer";
    const value = parsed === "garbage" || kind === undefined ? "unreadable" : kind.read(parsed.value);
    if (kind === undefined || value === "unreadable") skipped.push(key);
    else values.set(key, { kind, value });
  }
  return values.size === 0 ? "empty" : { site: texts.site, values, skipped };
}

/** The stored texts by key, and the site. */
function textsOf(schema: Schema, text: string): { site: string | undefined | null; saved: [string, string][] } | Refusal {
  if (text.length > maxMegabytes * 1e6) return "toolarge";
  const file = parseSafely(text);
  if (typeof file === "string" || !isRecord(file.value)) return "garbage";
  const own = schema.keyOfFile(file.value);
  if (own !== undefined) return { site: null, saved: [[own, JSON.stringify(file.value)]] };
  if (isNewer(file.value, version)) return "newer";
  const named = file.value["version"] === version;
  const site = named ? file.value["site"] : undefined;
  const saved = named ? file.value["kept"] : file.value;
  if (named && typeof site !== "string") return "garbage";
  return isTexts(saved) ? { site: typeof site === "string" ? site : undefined, saved: Object.entries(saved) } : "garbage";
}

/** Parses JSON; "unsafe" is a form that only a forged file has. */
export function parseSafely(text: string): { value: unknown } | "garbage" | "unsafe" {
  if (isDeep(text)) return "unsafe";
  try {
    const value: unknown = JSON.parse(text);
    return isReserved(value) ? "unsafe" : { value };
  } catch {
    return "garbage";
  }
}

/** Whether JSON is nested too deeply; checked before parsing, which recurses. */
function isDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length && depth <= maxDepth; i++) {
    const character = text[i];
    if (quoted && character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "[" || character === "{")) depth++;
    else if (!quoted && (character === "]" || character === "}")) depth--;
  }
  return depth > maxDepth;
}

function isReserved(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isReserved);
  return isRecord(value) && Object.entries(value).some(([key, inner]) => reserved.includes(key) || isReserved(inner));
}

function isNewer(value: unknown, version: number): boolean {
  return isRecord(value) && typeof value["version"] === "number" && value["version"] > version;
}
