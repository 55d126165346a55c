// Writes copies of a module, each with one value spoilt: node mutants.js NODE_MODULES SCHEMA MODULE FOLDER.
// Every key of the format is deleted, doubled and given values of every wrong kind, in turn. Each copy stands in a folder of
// its own, under the module's own name. Writes one JSON object: file → null where the schema accepts it, else what it says.
const fs = require("fs");
const path = require("path");
const { loadRules } = require("./rules.js");

const [modules, schema, file, folder] = process.argv.slice(2);
const rules = loadRules(modules, schema);

// As they are written in the file.
const values = ["yes", "True", "true", '"true"', "null", "~", "", '""', '" "', "[]", "{}", "[a]", "[[a]]", "{a: b}", '"4"', "4",
        "-1", "0", "3.7", "4.0", "012", "0x10", "1:30", "1001", "20001", ".inf", "101", "questions", "none", "Good", "two words",
        '"a\\nb\\nc\\nd"', "é", "-a", "а" /* Cyrillic */, "a".repeat(64), "pt-BR", "english", "2026-02-30", "12 months", "12 moons",
        "0 days", "http:/x", '"https://example.org/a b"', "[1, 1.0]"];

// How often a place is met does not matter: `quiz/sections/*/questions/single/options/*/text` is tried once.
function placeOf(trail, root) {
        let at = root;
        const names = trail.map((key) => {
                at = at[key];
                return typeof key !== "number" ? key : (at && at.type) || "*";
        });
        return names.join("/");
}

function* trails(value, trail = []) {
        if (trail.length > 0)
                yield trail;
        if (value && typeof value === "object")
                for (const key of Array.isArray(value) ? value.keys() : Object.keys(value))
                        yield* trails(value[key], [...trail, key]);
}

const root = rules.parse(fs.readFileSync(file, "utf8"));
const marker = "@@HERE@@";
const said = {};
let count = 0;

function write(text, value) {
        const own = path.join(folder, String(count++));
        const copy = path.join(own, path.basename(file));
        fs.mkdirSync(own);
        fs.writeFileSync(copy, text);
        said[copy] = rules.refusal(value);
}

const parentOf = (tree, trail) => trail.slice(0, -1).reduce((at, key) => at[key], tree);

// Puts one value after another in a place of the tree itself, which is much faster than copies of it.
function tryValues(trail) {
        const key = trail[trail.length - 1];
        const parent = parentOf(root, trail);
        const before = parent[key];
        parent[key] = marker;
        const text = JSON.stringify(root);
        for (const value of values) {
                if (value === "" && typeof key === "number")
                        continue; // an empty place in a list is none
                parent[key] = rules.parse(`[${value}]`)[0] ?? null;
                write(text.replace(JSON.stringify(marker), () => value), root);
        }
        parent[key] = before;
}

const changes = [
        (parent, key) => (Array.isArray(parent) ? parent.splice(key, 1) : delete parent[key]),
        (parent, key) => Array.isArray(parent) && parent.push(parent[key]),
        (parent, key) => Array.isArray(parent) && parent.push(...Array(20).fill(parent[key])),
        (parent, key) => parent[key] && typeof parent[key] === "object" && (parent[key].unknown = "x"),
];

function spoil(trail) {
        tryValues(trail);
        for (const change of changes) {
                const copy = structuredClone(root);
                change(parentOf(copy, trail), trail[trail.length - 1]);
                write(JSON.stringify(copy), copy);
        }
}

write(JSON.stringify(root), root); // unspoilt
const seen = new Set();
for (const trail of trails(root)) {
        const place = placeOf(trail, root);
        if (!seen.has(place))
                spoil(trail);
        seen.add(place);
}
console.log(JSON.stringify(said));
