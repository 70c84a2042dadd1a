import { element } from "./dom";

/** Lets the reader save a text as a file of her own. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name.replace(/[\\/:*?"<>|]/g, " ") }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // a browser may read it late
}
