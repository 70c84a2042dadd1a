// Reads the ZIP archive of a workbook, and writes one. A part that stays unchanged
// keeps its compressed bytes; a new one is stored without compression.

import { inflate } from "./inflate";

export interface Part {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  /** The size of the text in bytes. */
  readonly size: number;
  /** The bytes as the archive has them. */
  readonly data: Uint8Array;
}

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1; // the flag
const MAX_COMMENT = 65_535;
/** The first bytes of a workbook of Excel 97, and of one that a password protects. */
const COMPOUND_FILE = 0xd0cf11e0;
const LOCAL_HEADER = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8 = 0x800; // the flag for names in UTF-8
const SIZES = { local: 30, entry: 46, end: 22 };

/** Why an archive cannot be read; other errors mean that it is damaged. */
export class Unreadable extends Error {
  constructor(readonly reason: "notbook" | "cut" | "locked" | "toolarge") {
    super(`the workbook cannot be read: ${reason}`);
  }
}

/**
 * The parts of an archive, in the order of its directory. Their sizes are those of the directory: programs that do not know
 * them in advance leave them out of the headers of the parts. ZIP64, which only archives beyond 4 GB need, is not read.
 */
export function readZip(archive: Uint8Array): Part[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  const parts: Part[] = [];
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    const number = (offset: number): number => view.getUint32(at + offset, true);
    if (number(0) !== ENTRY) throw new Error("the directory of the archive is damaged");
    if (view.getUint16(at + 8, true) & ENCRYPTED) throw new Unreadable("locked");
    const [nameLength, local] = [view.getUint16(at + 28, true), number(42)];
    if (view.getUint32(local, true) !== LOCAL_HEADER) throw new Error("the directory of the archive names a part that is not there");
    const start = local + SIZES.local + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const name = new TextDecoder().decode(archive.subarray(at + SIZES.entry, at + SIZES.entry + nameLength));
    parts.push({ name, method: view.getUint16(at + 10, true), crc: number(16), size: number(24), data: archive.subarray(start, start + number(20)) });
    at += SIZES.entry + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
}

/** The place of the last record, behind which there may be a comment. */
function findEnd(view: DataView): number {
  const last = view.byteLength - SIZES.end;
  for (let end = last; end >= 0 && last - end <= MAX_COMMENT; end--) {
    if (view.getUint32(end, true) === END && end + SIZES.end + view.getUint16(end + 20, true) === view.byteLength) return end;
  }
  const isArchive = view.byteLength >= 4 && view.getUint32(0, true) === LOCAL_HEADER;
  const isCompound = view.byteLength >= 4 && view.getUint32(0, false) === COMPOUND_FILE;
  throw new Unreadable(isCompound ? "locked" : isArchive ? "cut" : "notbook");
}

/** The text of a part. Throws if it is not the text that was packed. */
export function textOf({ name, method, data, size, crc }: Part): string {
  if (method !== STORED && method !== DEFLATED) throw new Error(`${name} is compressed in an unknown way`);
  const bytes = method === STORED ? data : inflate(data, size);
  if (crc32(bytes) !== crc) throw new Error(`${name} is damaged`);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** The same part with another text. */
export function withText({ name }: Pick<Part, "name">, text: string): Part {
  const data = new TextEncoder().encode(text);
  return { name, method: STORED, crc: crc32(data), size: data.length, data };
}

/** An archive with the parts in their order. */
export function writeZip(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const names = parts.map(({ name }) => new TextEncoder().encode(name));
  const length = parts.reduce((sum, { data }, i) => sum + SIZES.local + SIZES.entry + 2 * (names[i]?.length ?? 0) + data.length, SIZES.end);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  let at = 0;
  const bytes = (data: Uint8Array): void => {
    out.set(data, at);
    at += data.length;
  };
  const two = (...numbers: number[]): void => {
    for (const n of numbers) view.setUint16((at += 2) - 2, n, true);
  };
  const four = (...numbers: number[]): void => {
    for (const n of numbers) view.setUint32((at += 4) - 4, n, true);
  };
  /** The fields that the header of a part and its entry share; the time is left out, for the same bytes on every day. */
  const shared = ({ method, crc, size, data }: Part, name: Uint8Array): void => {
    two(VERSION, UTF8, method, 0, 0);
    four(crc, data.length, size);
    two(name.length, 0);
  };
  const offsets: number[] = [];
  parts.forEach((part, i) => {
    const name = names[i] ?? new Uint8Array();
    offsets.push(at);
    four(LOCAL_HEADER);
    shared(part, name);
    bytes(name);
    bytes(part.data);
  });
  const directory = at;
  parts.forEach((part, i) => {
    const name = names[i] ?? new Uint8Array();
    four(ENTRY);
    two(VERSION);
    shared(part, name);
    two(0, 0, 0);
    four(0, offsets[i] ?? 0);
    bytes(name);
  });
  const size = at - directory;
  four(END);
  two(0, 0, parts.length, parts.length);
  four(size, directory);
  two(0);
  return out;
}

/** The checksum of a part, which unpackers verify. */
export function crc32(data: Uint8Array): number {
  let crc = ~0;
  for (const byte of data) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});
