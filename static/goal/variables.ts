// Applies a market variable to the values of inputs, as the generator's
// sheet/variables.go does.

import type { Input, Variable } from "./template";
import { numberValue, type Value } from "../formula/formula";

/** Applies a variable to the values of inputs, in place. A blank value stays blank. */
export function apply(variable: Variable, inputs: readonly Input[], values: Map<string, Value>): void {
  const set = (key: string, x: number): void => {
    const input = inputs.find((i) => i.key === key);
    if (input !== undefined) values.set(key, numberValue(within(input, x)));
  };
  for (const { input, how, by } of variable.changes) {
    const x = values.get(input);
    if (typeof x === "number") set(input, how === "plus" ? x + by : how === "times" ? x * by : by);
  }
  for (const { from, to, share } of variable.shifts) {
    const [here, there] = [values.get(from), values.get(to)];
    if (typeof here !== "number" || typeof there !== "number") continue;
    const moved = here * share;
    set(from, here - moved);
    set(to, there + moved);
  }
}

/** x, clamped to the limits of the input. */
function within(input: Input, x: number): number {
  return Math.min(Math.max(x, input.min ?? -Infinity), input.max ?? Infinity);
}
