// `npm run docs`: writes docs/reference from the code; with `--check`, says what is out of date and writes nothing.
import { differences, writeReference } from "./reference.ts";

const checkOnly = process.argv.includes("--check");
const found = checkOnly ? differences() : writeReference();
for (const { file, fault } of found) console.log(`docs/reference/${file}: ${fault}${checkOnly ? "" : ", now written"}`);
if (found.length === 0) console.log("docs/reference is up to date");
process.exit(checkOnly && found.length > 0 ? 1 : 0);
