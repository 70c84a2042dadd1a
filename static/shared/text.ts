/** The longest excerpt in characters: some mail programs accept addresses of 2,000, and a Chinese character takes nine. */
const maxExcerpt = 120;

/** The beginning of a text, on one line. */
export function excerpt(text: string): string {
  const characters = [...text.trim().replace(/\s+/g, " ")];
  return characters.length > maxExcerpt ? characters.slice(0, maxExcerpt).join("") + "…" : characters.join("");
}
