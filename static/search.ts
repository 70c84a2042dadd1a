// The search engine, read when the search box is first used. It hands itself to
// the page through the one global function that the index calls too.

import { Engine, type Load } from "./search/engine";

declare global {
  interface Window {
    cairnSearch?: (name: string, data: unknown) => void;
    cairnEngine?: (manifestURL: string) => Promise<Engine>;
  }
}

window.cairnEngine = (manifestURL) => {
  const base = manifestURL.replace(/[^/]*$/, "");
  const waiting = new Map<string, (data: unknown) => void>();
  const loaded = new Map<string, Promise<unknown>>();
  window.cairnSearch = (name, data) => waiting.get(name)?.(data);
  const load: Load = (name) => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const promise = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = `${base}${name}.js`;
      script.addEventListener("load", () => script.remove());
      script.addEventListener("error", () => {
        loaded.delete(name);
        reject(new Error(name));
      });
      document.head.append(script);
    });
    loaded.set(name, promise);
    return promise;
  };
  return Engine.open(load);
};
