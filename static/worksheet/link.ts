// A link that carries a plan in its fragment, which a browser sends to no server:
//
//	goals/saas/newcomer.html#plan=H4sIAAAAAAAA…&site=software-sales-handbook
//
// The plan is the text of its file in base64url, in UTF-8 or, where the browser can compress,
// in gzip (RFC 1952). Browsers of the floor cannot decompress, which is therefore done here.

import type { Schema } from "../storage/schema";
import { type Export, readExport, type Refusal } from "../storage/parseExport";
import type { Words } from "../shared/words";
import { inflate } from "../workbook/inflate";
import { crc32 } from "../workbook/zip";
import type { SavedPlan } from "./saved";

/** The limit of the fragment in characters. */
export const maxLink = 64_000;

/** The limit of the plan's text in bytes: 48 kB can be compressed from a thousand times as much. */
const maxText = 1_000_000;

/** The fragment; what a mail program or a chat adds to the end of an address does not belong to it. */
const FRAGMENT = /^#plan=([\w-]*)(?:&site=([\w-]+))?/;

/** The header of gzip without optional fields: its two signature bytes, the method DEFLATE and no flags; a time and a system follow. */
const GZIP = [0x1f, 0x8b, 8, 0];
const HEADER = 10;
const TRAILER = 8; // the checksum and the size of the text

/** The address of the page `href` with a plan in its fragment; undefined if the plan is too large for a link. */
export async function writeLink(href: string, site: string, plan: SavedPlan): Promise<string | undefined> {
  const text = new TextEncoder().encode(JSON.stringify(plan));
  const packed = await gzip(text);
  const fragment = `#plan=${toBase64(packed.length < text.length ? packed : text)}&site=${site}`;
  return text.length > maxText || fragment.length > maxLink ? undefined : href.replace(/[?#].*$/s, "") + fragment;
}

/** Reads the plan of a link as if it came in a file. A link that was cut off is garbage, however the cut lies. */
export function readLink(schema: Schema, fragment: string): Export | Refusal {
  if (fragment.length > maxLink) return "toolarge";
  const [, data = "", site] = FRAGMENT.exec(fragment) ?? [];
  try {
    const bytes = fromBase64(data);
    const read = readExport(schema, new TextDecoder("utf-8", { fatal: true }).decode(isGzip(bytes) ? gunzip(bytes) : bytes));
    if (typeof read === "string") return read;
    return read.site === null ? { ...read, site } : "garbage"; // a link carries a plan, not all that a browser keeps
  } catch {
    return "garbage";
  }
}

/** The words of an import in which a link takes the place of a file. */
export function linkWords(word: Words): Words {
  return (key, ...values) => {
    const own = `link_${key}`;
    return word(own) === own ? word(key, ...values) : word(own, ...values);
  };
}

/** Compresses bytes; returns them as they are if the browser cannot. */
async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (typeof CompressionStream === "undefined") return bytes;
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function isGzip(bytes: Uint8Array): boolean {
  return GZIP.every((byte, i) => bytes[i] === byte);
}

/** Decompresses bytes; throws if they are damaged or would give more than maxText. */
function gunzip(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [crc, size] = [view.getUint32(bytes.length - TRAILER, true), view.getUint32(bytes.length - TRAILER + 4, true)];
  if (size > maxText) throw new Error("the link's text is too large");
  const text = inflate(bytes.subarray(HEADER, -TRAILER), size);
  if (crc32(text) !== crc) throw new Error("the link is damaged");
  return text;
}

function toBase64(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return new Uint8Array(Array.from(binary, (character) => character.charCodeAt(0)));
}
