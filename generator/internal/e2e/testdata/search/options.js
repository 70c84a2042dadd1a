// MiniSearch as it comes ("default"), and with pairs of Han characters all of which
// must be there, the last Latin word as a prefix ("bigrams"). Its documents are pages. With "sections"
// they are sections of which any pair may be there, with "sections-asks" also their asks as headings.

function bigrams(text) {
  return (text.toLowerCase().match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu) ?? []).flatMap((run) => {
    const letters = Array.from(run);
    if (letters.length < 2 || !/\p{Script=Han}/u.test(run)) return [run];
    return letters.slice(1).map((second, i) => letters[i] + second);
  });
}

export function options(mode) {
  const shared = { fields: ["title", "headings", "text"], storeFields: ["title", "text"] };
  if (mode === "default") return shared;
  if (mode.startsWith("sections")) {
    const extractField = (document, field) => (field === "headings" && mode === "sections-asks" ? document.headings + "\n" + document.asks : document[field]);
    return { ...shared, extractField, tokenize: bigrams, searchOptions: { combineWith: "OR", boost: { headings: 4, title: 2 } } };
  }
  const boost = { title: 8, headings: 4 };
  return { ...shared, tokenize: bigrams, searchOptions: { combineWith: "AND", prefix: (term) => /^[a-z0-9]+$/.test(term), boost } };
}
