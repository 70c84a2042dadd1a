// Parses the formulas that the generator writes into a workbook. A range is a part of one
// column, and an array constant is one row of numbers.

import type { List, Scalar } from "./value";

export type Node =
  | { readonly kind: "constant"; readonly value: Scalar | List }
  | { readonly kind: "cell"; readonly cell: string }
  | { readonly kind: "range"; readonly cells: Range }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] };

/** 'Sheet'!A and the first and last row. */
export interface Range {
  readonly column: string;
  readonly from: number;
  readonly to: number;
}

/** The operators on two operands, the loosest first. A sign binds closer than all of them. */
const LEVELS = [["=", "<>", "<", "<=", ">", ">="], ["&"], ["+", "-"], ["*", "/"], ["^"]];

/** The name of the sign before an operand among the functions. */
export const NEGATE = "neg";

const TOKEN = /(\d+(?:\.\d+)?)|"((?:[^"]|"")*)"|('[^']+'!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?(?![\w(])|([A-Z]\w*)|<>|<=|>=|[-+*/^&=<>(),{}]/y;

/** Parses a formula of a sheet, whose references without a sheet are to cells of it. Throws if the formula is not of this form. */
export function parseFormula(formula: string, sheet: string): Node {
  const pattern = new RegExp(TOKEN);
  let token: RegExpExecArray | null = null;
  next();
  const node = binary(0);
  if (token !== null) fail();
  return node;

  function next(): void {
    token = pattern.lastIndex === formula.length ? null : (pattern.exec(formula) ?? fail());
  }

  function fail(): never {
    throw new Error(`the browser cannot read the formula ${formula}`);
  }

  function sign(): string {
    return token?.[0] ?? "";
  }

  function expect(wanted: string): void {
    if (sign() !== wanted) fail();
    next();
  }

  function binary(level: number): Node {
    const operators = LEVELS[level];
    if (operators === undefined) return operand();
    let left = binary(level + 1);
    while (operators.includes(sign())) {
      const name = sign();
      next();
      left = { kind: "call", name, args: [left, binary(level + 1)] };
    }
    return left;
  }

  function operand(): Node {
    const [all = "", digits, text, of = `'${sheet}'!`, column, row, column2 = column, row2, name] = token ?? [];
    if (token === null) fail();
    next();
    if (digits !== undefined) return { kind: "constant", value: Number(digits) };
    if (text !== undefined) return { kind: "constant", value: text.replace(/""/g, '"') };
    if (row2 !== undefined && column2 !== column) fail();
    if (row2 !== undefined) return { kind: "range", cells: { column: of + column, from: Number(row), to: Number(row2) } };
    if (column !== undefined) return { kind: "cell", cell: of + column + row };
    if (name !== undefined && sign() === "(") return { kind: "call", name, args: list(")") };
    if (name === "TRUE" || name === "FALSE") return { kind: "constant", value: name === "TRUE" };
    if (all === "-") return { kind: "call", name: NEGATE, args: [operand()] };
    if (all === "{") return { kind: "constant", value: numbers() };
    if (all !== "(") fail();
    const inner = binary(0);
    expect(")");
    return inner;
  }

  /** The arguments of a function, whose parenthesis comes next. */
  function list(end: string): Node[] {
    const args: Node[] = [];
    next();
    while (sign() !== end) {
      args.push(binary(0));
      if (sign() !== end) expect(",");
    }
    next();
    return args;
  }

  function numbers(): number[] {
    const all: number[] = [];
    while (sign() !== "}") {
      all.push(Number(sign()));
      next();
      if (sign() !== "}") expect(",");
    }
    next();
    return all;
  }
}
