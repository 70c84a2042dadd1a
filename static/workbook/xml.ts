// Reads XML of any program in one pass. Tags and attributes have their local names, since
// programs choose the prefixes; a document type, which can define entities, is refused.

/** What a reader of a text does with its parts. */
export interface Handler {
  /** A tag and its attributes; an empty element is opened and closed. */
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

export type Attributes = (name: string) => string | undefined;

const CDATA = "<![CDATA[";

/** Reads a text from its beginning to its end. Throws if a tag is not closed. */
export function readXml(xml: string, { open, close, text }: Handler): void {
  let at = 0;
  const upTo = (end: string): number => {
    const found = xml.indexOf(end, at);
    if (found < 0) throw new Error(`the XML has no ${end}`);
    return found;
  };
  while (at < xml.length) {
    const tag = xml.indexOf("<", at);
    if (tag !== at) text(unescape(xml.slice(at, tag < 0 ? xml.length : tag)));
    if (tag < 0) return;
    at = tag;
    if (xml.startsWith("<!--", at)) at = upTo("-->") + 3;
    else if (xml.startsWith("<?", at)) at = upTo("?>") + 2;
    else if (xml.startsWith(CDATA, at)) {
      const end = upTo("]]>");
      text(xml.slice(at + CDATA.length, end));
      at = end + 3;
    } else if (xml.startsWith("<!", at)) throw new Error("the XML has a document type");
    else {
      const end = tagEnd(xml, at);
      readTag(xml.slice(at + 1, end), open, close);
      at = end + 1;
    }
  }
}

/** The place of the > that ends a tag: an attribute's value can also contain one. */
function tagEnd(xml: string, from: number): number {
  for (let i = from; i < xml.length; i++) {
    const c = xml[i];
    if (c === ">") return i;
    if (c !== '"' && c !== "'") continue;
    i = xml.indexOf(c, i + 1);
    if (i < 0) break;
  }
  throw new Error("the XML has a tag that does not end");
}

function readTag(tag: string, open: Handler["open"], close: Handler["close"]): void {
  const isClosed = tag.startsWith("/");
  const written = /^[^\s/]+/.exec(isClosed ? tag.slice(1) : tag)?.[0] ?? "";
  if (!isClosed) open(localName(written), (wanted) => attribute(tag, written.length, wanted));
  if (isClosed || tag.endsWith("/")) close(localName(written));
}

/** sheet for x:sheet. */
function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** The value of an attribute in a tag. The search for a name is linear in a tag of any length, as no regular expression with a repeated name would be. */
function attribute(tag: string, from: number, wanted: string): string | undefined {
  for (let at = from; ; ) {
    const sign = tag.indexOf("=", at);
    const value = sign < 0 ? undefined : /^\s*(["'])/.exec(tag.slice(sign + 1, sign + 20));
    if (value == null) return undefined;
    const start = sign + 1 + value[0].length;
    const end = tag.indexOf(value[1] ?? "", start);
    if (end < 0) return undefined;
    const written = tag.slice(at, sign).trim();
    if (!written.startsWith("xmlns") && localName(written) === wanted) return unescape(tag.slice(start, end));
    at = end + 1;
  }
}

const NAMES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(xml: string): string {
  if (!xml.includes("&")) return xml;
  return xml.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (_, hex?: string, decimal?: string, name = "") => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    return decimal !== undefined ? String.fromCodePoint(Number(decimal)) : (NAMES[name] ?? "");
  });
}
