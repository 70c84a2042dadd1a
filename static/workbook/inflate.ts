// Decompresses DEFLATE (RFC 1951), because the browsers of the floor lack DecompressionStream.

/** A canonical Huffman code: how many codes have each length, and the symbols in the order of their codes. */
interface Huffman {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

const LONGEST = 15;

/** The order in which a block gives the lengths of the code for lengths. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The first value of each symbol of a table, and how many extra bits are added to it. */
function table(first: number, size: number, extraOf: (symbol: number) => number): { bases: number[]; extras: number[] } {
  const extras = Array.from({ length: size }, (_, symbol) => extraOf(symbol));
  const bases: number[] = [];
  for (const extra of extras) {
    bases.push(first);
    first += 2 ** extra;
  }
  return { bases, extras };
}

const LENGTHS = table(3, 28, (symbol) => Math.max(0, (symbol >> 2) - 1));
const DISTANCES = table(1, 30, (symbol) => Math.max(0, (symbol >> 1) - 1));
const MAX_LENGTH = 258; // that of the last symbol, which has no extra bits

function huffman(lengths: readonly number[]): Huffman {
  const counts = Array.from({ length: LONGEST + 1 }, () => 0);
  const symbols: number[] = [];
  for (let length = 1; length <= LONGEST; length++) {
    lengths.forEach((other, symbol) => {
      if (other === length) symbols.push(symbol);
    });
    counts[length] = lengths.filter((other) => other === length).length;
  }
  return { counts, symbols };
}

/** Decompresses data whose decompressed size is known. Data that would give more is not decompressed further. */
export function inflate(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  let written = 0;
  let position = 0; // in bits

  function bits(count: number): number {
    if (position + count > 8 * data.length) throw new Error("the compressed data ends too early");
    let value = 0;
    for (let i = 0; i < count; i++, position++) value |= (((data[position >> 3] ?? 0) >> (position & 7)) & 1) << i;
    return value;
  }

  function symbol({ counts, symbols }: Huffman): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST; length++) {
      code |= bits(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("the compressed data has a code that its table lacks");
  }

  /** Reads the lengths of both codes of a block; 16, 17 and 18 repeat a length. */
  function readCodes(): [Huffman, Huffman] {
    const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const own = ORDER.map(() => 0);
    for (const length of ORDER.slice(0, count)) own[length] = bits(3);
    const code = huffman(own);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const next = symbol(code);
      if (next < 16) lengths.push(next);
      else {
        const repeated = next === 16 ? (lengths[lengths.length - 1] ?? 0) : 0;
        for (let n = next === 16 ? 3 + bits(2) : next === 17 ? 3 + bits(3) : 11 + bits(7); n > 0; n--) lengths.push(repeated);
      }
    }
    return [huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals))];
  }

  function copyStored(): void {
    const start = (position + 7) >> 3;
    const length = (data[start] ?? 0) | ((data[start + 1] ?? 0) << 8);
    if (written + length > size) throw new Error(`the compressed data has more than ${size} bytes`);
    out.set(data.subarray(start + 4, start + 4 + length), written);
    written += length;
    position = 8 * (start + 4 + length);
  }

  function decode([literals, distances]: readonly [Huffman, Huffman]): void {
    for (let next = symbol(literals); next !== 256; next = symbol(literals)) {
      if (next < 256) {
        if (written === size) throw new Error(`the compressed data has more than ${size} bytes`);
        out[written++] = next;
        continue;
      }
      const length = next === 285 ? MAX_LENGTH : (LENGTHS.bases[next - 257] ?? 0) + bits(LENGTHS.extras[next - 257] ?? 0);
      const far = symbol(distances);
      const distance = (DISTANCES.bases[far] ?? 0) + bits(DISTANCES.extras[far] ?? 0);
      for (let i = 0; i < length; i++, written++) out[written] = out[written - distance] ?? 0;
      if (written > size) throw new Error(`the compressed data has more than ${size} bytes`);
    }
  }

  for (let isLast = false; !isLast; ) {
    isLast = bits(1) === 1;
    const type = bits(2);
    if (type === 0) copyStored();
    else decode(type === 1 ? FIXED : readCodes());
  }
  if (written !== size) throw new Error(`the compressed data has ${written} bytes, not ${size}`);
  return out;
}

const FIXED: readonly [Huffman, Huffman] = [
  huffman(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))),
  huffman(Array.from({ length: 30 }, () => 5)),
];
