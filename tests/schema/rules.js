// The schema as editors apply it: YAML is read as 1.2, the rules by ajv in its strict mode.
const fs = require("fs");
const path = require("path");

function loadRules(folder, schema) {
        const installed = (name) => require(path.resolve(folder, name));
        const YAML = installed("yaml");
        const text = fs.readFileSync(schema, "utf8");
        const compile = (Ajv, rules) => {
                const ajv = new Ajv({ strict: true });
                installed("ajv-formats").default(ajv);
                return ajv.compile(rules);
        };
        const accepts = compile(installed("ajv/dist/2020").default, JSON.parse(text));
        // The same for those who know draft-07 only.
        const olderAccepts = compile(installed("ajv").default, {
                ...JSON.parse(text), $schema: "http://json-schema.org/draft-07/schema#",
        });
        return {
                parse(yaml) {
                        const document = YAML.parseDocument(yaml);
                        if (document.errors.length > 0)
                                throw new Error(document.errors[0].code);
                        return document.toJS();
                },
                // What is said first of a value; null where it is accepted.
                refusal(value) {
                        const accepted = accepts(value);
                        if (olderAccepts(value) !== accepted)
                                throw new Error("draft-07 and draft 2020-12 disagree");
                        if (accepted)
                                return null;
                        const first = accepts.errors[0];
                        return `${first.instancePath || "/"} ${first.message} ${JSON.stringify(first.params)}`;
                },
        };
}

module.exports = { loadRules };
