import { wordsOf } from "../shared/words";

/** On the page that a server shows for an unknown address, offers to search for the last part of the address. */
export function attachLost(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-lost]");
  const name = lastPart(location.pathname);
  if (link === null || name === "" || name === "404") return;
  link.textContent = wordsOf(link)("search", name);
  link.search = `?q=${encodeURIComponent(name)}`;
  link.hidden = false;
}

/** The name of a page in an address, as words: "renewal risk" of /a/renewal-risk.html; "" if it is none. */
export function lastPart(path: string): string {
  const last = path.split("/").filter((part) => part !== "").pop() ?? "";
  try {
    return decodeURIComponent(last).replace(/\.\w+$/, "").replace(/[-_\s]+/g, " ").trim().slice(0, 40);
  } catch {
    return ""; // malformed escapes
  }
}
