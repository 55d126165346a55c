// What the schema says of modules: node refused.js NODE_MODULES SCHEMA, file names on standard input, one a line.
// Writes one JSON object: file → null where the file is accepted, else what is said first.
const fs = require("fs");
const { loadRules } = require("./rules.js");

const rules = loadRules(process.argv[2], process.argv[3]);

function saidOf(file) {
        let value;
        try {
                value = rules.parse(new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file)));
        } catch (error) {
                return `YAML: ${error.message}`;
        }
        return rules.refusal(value);
}

const files = fs.readFileSync(0, "utf8").split("\n").filter((name) => name !== "");
console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file, saidOf(file)]))));
