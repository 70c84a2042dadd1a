import { trustedScript } from "./trusted";

/** Runs a classic script, which a page opened from a disk can read where it can fetch nothing. */
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
