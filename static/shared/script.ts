import { element } from "./dom";
import { trustedScript } from "./trusted";

/** Loads and runs a classic script. A page opened from a disk can load scripts, but cannot fetch. */
export function runScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = trustedScript(url);
    script.addEventListener("load", () => {
      script.remove();
      resolve();
    });
    script.addEventListener("error", () => reject(new Error(url)));
    document.head.append(script);
  });
}

/** Loads a style sheet, unless the page has it. */
export function loadStyles(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if ([...document.querySelectorAll("link")].some((link) => link.getAttribute("href") === href && link.sheet !== null)) return resolve();
    const link = element("link", { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove(); // it has an empty sheet
      reject(new Error(href));
    });
    document.head.append(link);
  });
}
