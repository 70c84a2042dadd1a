// Evaluates the formulas of a workbook's cells, each at most once and only if a result
// depends on it.

import { numbersOf, OF_LISTS, OF_SCALARS, sum } from "./functions";
import { type Node, parseFormula, type Range } from "./parse";
import { caught, Failure, isList, type List, toNumber, toTruth, type Scalar, type Value, WRONG_KIND } from "./value";

/** A cell before its workbook is evaluated. */
export interface Cell {
  readonly sheet: string;
  /** Its formula, "" if it has none. */
  readonly formula: string;
  /** Its value if it has no formula. */
  readonly value: Scalar;
}

export class Evaluator {
  private readonly values = new Map<string, Scalar>();
  private readonly ranges = new Map<string, List>();

  /** The cells by their references: 'Sheet'!A1. */
  constructor(private readonly cells: ReadonlyMap<string, Cell>) {}

  /** The value of a cell. */
  valueAt(reference: string): Scalar {
    const known = this.values.get(reference);
    if (known !== undefined) return known;
    const cell = this.cells.get(reference);
    const value = cell === undefined ? null : cell.formula === "" ? cell.value : this.compute(cell);
    this.values.set(reference, value);
    return value;
  }

  /** The value of a formula. One that refers to an empty cell only is 0, as in Excel. */
  private compute({ formula, sheet }: Cell): Scalar {
    const value = this.value(parseFormula(formula, sheet));
    return isList(value) ? WRONG_KIND : (value ?? 0);
  }

  private value(node: Node): Value {
    switch (node.kind) {
      case "constant":
        return node.value;
      case "cell":
        return this.valueAt(node.cell);
      case "range":
        return this.list(node.cells);
      case "call":
        return caught(() => this.call(node.name, node.args));
    }
  }

  private list({ column, from, to }: Range): List {
    const name = `${column}${from}:${to}`;
    const known = this.ranges.get(name);
    if (known !== undefined) return known;
    const list = Array.from({ length: to - from + 1 }, (_, i) => this.valueAt(`${column}${from + i}`));
    this.ranges.set(name, list);
    return list;
  }

  private call(name: string, args: readonly Node[]): Value {
    switch (name) {
      case "IF":
        return this.branch(args);
      case "IFERROR": {
        const value = this.argument(args, 0);
        return value instanceof Failure ? this.argument(args, 1) : value;
      }
      case "AND":
        return this.truths(args).every((truth) => truth);
      case "OR":
        return this.truths(args).some((truth) => truth);
      case "MAX":
        return Math.max(...orZero(this.numbers(args)));
      case "MIN":
        return Math.min(...orZero(this.numbers(args)));
      case "SUM":
        return sum(this.numbers(args));
    }
    const ofLists = OF_LISTS.get(name);
    if (ofLists !== undefined) return ofLists(...args.map((arg) => this.value(arg)));
    const ofScalars = OF_SCALARS.get(name);
    if (ofScalars === undefined) throw new Error(`the browser has no function ${name}`);
    return forEach(ofScalars, args.map((arg) => this.value(arg)));
  }

  private argument(args: readonly Node[], i: number): Value {
    const arg = args[i];
    return arg === undefined ? false : this.value(arg);
  }

  private branch(args: readonly Node[]): Value {
    const condition = this.argument(args, 0);
    return this.argument(args, toTruth(isList(condition) ? WRONG_KIND : condition) ? 1 : 2);
  }

  /** The numbers among the arguments: texts of cells are left out, a text that the formula computes is an error. */
  private numbers(args: readonly Node[]): number[] {
    return args.flatMap((arg) => {
      const value = this.value(arg);
      if (isList(value)) return numbersOf(value);
      return arg.kind === "cell" ? numbersOf([value]) : [toNumber(value)];
    });
  }

  private truths(args: readonly Node[]): boolean[] {
    return args.flatMap((arg) => {
      const value = this.value(arg);
      if (isList(value)) throw WRONG_KIND;
      return arg.kind === "cell" && (value === null || typeof value === "string") ? [] : [toTruth(value)];
    });
  }
}

function orZero(numbers: readonly number[]): readonly number[] {
  return numbers.length === 0 ? [0] : numbers;
}

/** Applies a function to the arguments, for each index of their lists if there are some. */
function forEach(compute: (...args: Scalar[]) => Scalar, args: readonly Value[]): Value {
  const list = args.find(isList);
  const at = (i: number): Scalar => compute(...args.map((arg) => (isList(arg) ? (arg[i] ?? null) : arg)));
  return list === undefined ? at(0) : list.map((_, i) => caught(() => at(i)));
}
