// What a text to copy is in other programs: a plain text for a chat, and HTML for a document, a table
// or a mail.

/** A node of a document, as far as these functions read it. */
export interface Piece {
  /** The name of an element in capitals, #text for a text. */
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: ArrayLike<Piece>;
  /** Of a box to tick. */
  readonly checked?: boolean;
  /** Of a numbered list: the number of its first item. */
  readonly start?: number;
}

/** Elements that stand on lines of their own. */
const blockNames = new Set(["P", "UL", "OL", "LI", "TABLE", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "DIV", "FIGURE", "FIGCAPTION", "ASIDE", "PRE", "HR", "DL", "DT", "DD"]);

/** Elements that HTML keeps, without their attributes; of any other element it keeps the content. */
const keptNames = new Set(["P", "UL", "OL", "LI", "THEAD", "TBODY", "TR", "TH", "TD", "TABLE", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE", "CODE", "STRONG", "B", "EM", "DEL", "DL", "DT", "DD"]);

/** The marks 〔建议〕 and their like tell a reader of the page where a number is from. 〔2024〕 in the number of a document is none. */
const marks = /〔[^〕\d]*〕/g;

/** The text with an empty line between paragraphs, a dash or a number before an item, and tabs between the cells of a table. */
export function plainText(piece: Piece): string {
  return blocksOf(piece).join("\n\n");
}

function blocksOf(piece: Piece): string[] {
  const blocks: string[] = [];
  let line = "";
  const end = (): void => {
    const text = tidy(line);
    if (text !== "") blocks.push(text);
    line = "";
  };
  for (const child of Array.from(piece.childNodes)) {
    if (!blockNames.has(child.nodeName)) {
      line += inlineText(child);
      continue;
    }
    end();
    blocks.push(...blockText(child));
  }
  end();
  return blocks;
}

function blockText(piece: Piece): string[] {
  switch (piece.nodeName) {
    case "UL":
    case "OL":
      return [listText(piece)];
    case "TABLE":
      return [rowsOf(piece).map((row) => Array.from(row.childNodes).filter(isCell).map((cell) => blocksOf(cell).join(" ")).join("\t")).join("\n")];
    case "DL":
      return [blocksOf(piece).join("\n")];
    case "PRE":
      return [rawText(piece).replace(/\n$/, "")];
    case "HR":
      return ["---"];
    default:
      return blocksOf(piece);
  }
}

function listText(list: Piece): string {
  const items = Array.from(list.childNodes).filter(({ nodeName }) => nodeName === "LI");
  return items.map((item, i) => {
    const mark = list.nodeName === "OL" ? `${(list.start ?? 1) + i}. ` : "- ";
    return mark + blocksOf(item).join("\n").replace(/\n/g, "\n" + " ".repeat(mark.length));
  }).join("\n");
}

function rowsOf(piece: Piece): Piece[] {
  return piece.nodeName === "TR" ? [piece] : Array.from(piece.childNodes).flatMap(rowsOf);
}

function isCell(piece: Piece): boolean {
  return piece.nodeName === "TD" || piece.nodeName === "TH";
}

function inlineText(piece: Piece): string {
  switch (piece.nodeName) {
    case "#text":
      return (piece.nodeValue ?? "").replace(/\s+/g, " ");
    case "BR":
      return "\n";
    case "INPUT":
      return piece.checked === true ? "☑" : "□";
    case "BUTTON":
      return "";
    default:
      return Array.from(piece.childNodes).map(inlineText).join("");
  }
}

function tidy(line: string): string {
  return line.replace(marks, "").replace(/ *\n */g, "\n").trim();
}

function rawText(piece: Piece): string {
  return (piece.nodeValue ?? "") + Array.from(piece.childNodes).map(rawText).join("");
}

/** The text as HTML without classes, links, buttons and marks. Tables have a border, which Word would leave out. */
export function htmlText(piece: Piece): string {
  const inside = Array.from(piece.childNodes).map(htmlOf).join("");
  return inside.replace(marks, "");
}

function htmlOf(piece: Piece): string {
  switch (piece.nodeName) {
    case "#text":
      return (piece.nodeValue ?? "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    case "BR":
    case "HR":
      return `<${piece.nodeName.toLowerCase()}>`;
    case "INPUT":
    case "BUTTON":
      return inlineText(piece);
  }
  const inside = Array.from(piece.childNodes).map(htmlOf).join("");
  if (!keptNames.has(piece.nodeName)) return inside;
  const name = piece.nodeName.toLowerCase();
  const attribute = name === "table" ? ' border="1" cellspacing="0" cellpadding="4"' : name === "ol" && (piece.start ?? 1) !== 1 ? ` start="${piece.start ?? 1}"` : "";
  return `<${name}${attribute}>${inside}</${name}>`;
}
