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
