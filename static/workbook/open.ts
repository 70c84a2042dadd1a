// Opens a workbook that Excel, WPS, LibreOffice or the generator has written. A part is
// unpacked when something in it is read.

import type { Cell } from "./evaluate";
import { readCells, readShared } from "./sheet";
import { readXml } from "./xml";
import { type Part, readZip, textOf, Unreadable } from "./zip";

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** The name of its part. */
  readonly part: string;
}

/** The names of the kinds of relationships end so; programs choose what is before it. */
const KINDS = { workbook: "/officeDocument", shared: "/sharedStrings" };

export class Workbook {
  readonly parts: readonly Part[];
  readonly sheets: readonly Sheet[];
  /** What the workbook's names refer to, as it is written there: '工作表'!$B$7. Names of a single sheet are left out. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether the days count from 1904 on, as they do in workbooks of old Macs. */
  readonly from1904: boolean;
  private readonly related: ReadonlyMap<string, Relation>;
  private readonly cells = new Map<string, ReadonlyMap<string, Cell>>();
  private shared: readonly string[] | undefined;
  private unpacked = 0;

  /** `limit` is the number of bytes that the parts which are read may have together once they are unpacked. */
  constructor(file: Uint8Array, private readonly limit = Infinity) {
    this.parts = readZip(file);
    if (!this.parts.some(({ name }) => name === "_rels/.rels")) throw new Unreadable("notbook");
    const main = [...this.relations("").values()].find(({ kind }) => kind.endsWith(KINDS.workbook));
    if (main === undefined) throw new Unreadable("notbook");
    this.related = this.relations(main.target);
    const { sheets, names, from1904 } = readMain(this.text(main.target));
    this.names = names;
    this.from1904 = from1904;
    this.sheets = sheets.map(({ name, isHidden, id }) => ({ name, isHidden, part: this.related.get(id)?.target ?? "" }));
  }

  /** The text of a part. */
  text(name: string): string {
    const part = this.parts.find((other) => other.name === name);
    if (part === undefined) throw new Error(`the workbook has no ${name}`);
    this.unpacked += part.size;
    if (this.unpacked > this.limit) throw new Unreadable("toolarge");
    return textOf(part);
  }

  /** The cells of the sheet with a name, by their references; none if there is no such sheet. */
  cellsOf(name: string): ReadonlyMap<string, Cell> {
    const sheet = this.sheets.find((other) => other.name === name);
    const known = this.cells.get(name);
    if (known !== undefined || sheet === undefined) return known ?? new Map();
    const cells = new Map(readCells(this.text(sheet.part), name, this.sharedTexts()));
    this.cells.set(name, cells);
    return cells;
  }

  private sharedTexts(): readonly string[] {
    const part = [...this.related.values()].find(({ kind }) => kind.endsWith(KINDS.shared));
    return (this.shared ??= part === undefined ? [] : readShared(this.text(part.target)));
  }

  /** The relationships of a part by their ids, those of the whole file for "". */
  private relations(part: string): Map<string, Relation> {
    const [, folder = "", file = ""] = /^(.*\/)?([^/]*)$/s.exec(part) ?? [];
    const all = new Map<string, Relation>();
    readXml(this.text(`${folder}_rels/${file}.rels`), {
      open: (tag, attribute) => {
        const target = attribute("Target") ?? "";
        if (tag === "Relationship") all.set(attribute("Id") ?? "", { kind: attribute("Type") ?? "", target: target.startsWith("/") ? target.slice(1) : folder + target });
      },
      text: () => undefined,
      close: () => undefined,
    });
    return all;
  }
}

/** The part to which another one refers. */
interface Relation {
  readonly kind: string;
  readonly target: string;
}

interface Main {
  readonly sheets: readonly { readonly name: string; readonly isHidden: boolean; readonly id: string }[];
  readonly names: ReadonlyMap<string, string>;
  readonly from1904: boolean;
}

/** Reads the part that lists the sheets and names. */
function readMain(xml: string): Main {
  const sheets: Main["sheets"][number][] = [];
  const names = new Map<string, string>();
  let name: string | undefined;
  let from1904 = false;
  readXml(xml, {
    open: (tag, attribute) => {
      if (tag === "workbookPr") from1904 = ["1", "true"].includes(attribute("date1904") ?? "");
      if (tag === "sheet") sheets.push({ name: attribute("name") ?? "", isHidden: attribute("state") !== undefined && attribute("state") !== "visible", id: attribute("id") ?? "" });
      name = tag === "definedName" && attribute("localSheetId") === undefined ? attribute("name") : undefined;
    },
    text: (text) => {
      if (name !== undefined) names.set(name, (names.get(name) ?? "") + text);
    },
    close: () => (name = undefined),
  });
  return { sheets, names, from1904 };
}
