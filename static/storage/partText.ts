import { exampleOf } from "../shared/field";
import { excerpt } from "../shared/text";
import type { Words } from "../shared/words";
import type { Difference } from "./schema";

/**
 * How the reader sees a part of a value in which two values differ. An input without an answer has its example, which is known
 * only if the open page has its field (`isHere`).
 */
export function partText(word: Words, { name, isInput }: Difference, text: string | undefined, isHere: boolean): string {
  if (!isInput || text === "") return excerpt(text ?? "") || "—";
  if (text === "?") return word("asking");
  if (text !== undefined) return excerpt(text);
  const example = isHere ? exampleOf(name) : "";
  return example === "" ? word("unfilled") : word("an_example", excerpt(example));
}
