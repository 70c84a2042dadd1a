/** The interface's words by key, with values in the place of %d and %s. */
export type Words = (key: string, ...values: readonly (string | number)[]) => string;

export function filling(word: (key: string) => string): Words {
  return (key, ...values) => {
    let i = 0;
    return word(key).replace(/%[ds]/g, () => String(values[i++] ?? ""));
  };
}
