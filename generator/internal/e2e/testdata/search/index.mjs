// node index.mjs MODE: makes MODE.json of documents.json or section-documents.json.
import { readFileSync, writeFileSync } from "node:fs";
import MiniSearch from "./minisearch.js";
import { options } from "./options.js";

const mode = process.argv[2];
const documents = JSON.parse(readFileSync(mode.startsWith("sections") ? "section-documents.json" : "documents.json", "utf8"));
const engine = new MiniSearch(options(mode));
engine.addAll(documents);
writeFileSync(`${mode}.json`, JSON.stringify(engine));
