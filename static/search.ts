// The bundle of the search, which a page loads when the reader goes to the search box, and the
// search page at once. It defines window.cairnEngine, window.cairnSearch, which the files of the
// index call with their data, and attaches the search box.

import { attachBox } from "./search/box";
import { runScript } from "./shared/script";
import { openStore } from "./storage/store";
import { Engine } from "./search/engine";
import type { Load } from "./search/index";

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
  // The manifest of a small index holds all its parts, which arrive before they are asked for.
  window.cairnSearch = (name, data) => {
    const resolve = waiting.get(name);
    if (resolve !== undefined) resolve(data);
    else loaded.set(name, Promise.resolve(data));
  };
  const load: Load = (name) => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const promise = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      runScript(`${base}${name}.js`).catch((error: unknown) => {
        loaded.delete(name);
        reject(error);
      });
    });
    loaded.set(name, promise);
    return promise;
  };
  return Engine.open(load);
};

attachBox(openStore(), window.cairnEngine);
