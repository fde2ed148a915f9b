// Components get the English texts of the package's labels, as they would in an org, and are held to what screen readers need.
const fs = require("node:fs");
const path = require("node:path");
const { registerSa11yMatcher } = require("@sa11y/jest");

const file = path.join(__dirname, "force-app", "main", "default", "labels", "CustomLabels.labels-meta.xml");
for (const [, name, value] of fs.readFileSync(file, "utf8").matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([^<]*)<\/value>/g)) {
  jest.doMock(`@salesforce/label/c.${name}`, () => ({ default: value }), { virtual: true });
}

registerSa11yMatcher();
