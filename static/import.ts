// What imports a file, read when one is chosen.

import type { Store } from "./storage/store";
import { Importer } from "./storage/import";
import { filling } from "./shared/words";

declare global {
  interface Window {
    cairnImport?: (store: Store, file: File, word: (key: string) => string) => Promise<void>;
  }
}

window.cairnImport = (store, file, word) => new Importer(store, filling(word)).take(file);
