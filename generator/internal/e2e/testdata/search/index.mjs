// node index.mjs MODE: makes MODE.json of documents.json.
import { readFileSync, writeFileSync } from "node:fs";
import MiniSearch from "./minisearch.js";
import { options } from "./options.js";

const documents = JSON.parse(readFileSync("documents.json", "utf8"));
const mode = process.argv[2];
const engine = new MiniSearch(options(mode));
engine.addAll(documents);
writeFileSync(`${mode}.json`, JSON.stringify(engine));
