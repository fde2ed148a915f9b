// The connector knows exactly the names that the package adds: a field that only one of the two has is billed wrong or not at all.
// The Salesforce sandbox reads the package's files themselves, so its names cannot differ.
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..", "..");
const objects = path.join(root, "salesforce", "force-app", "main", "default", "objects");
const connector = path.join(root, "src", "CpqBilling.Salesforce", "Wire", "PackageNames.cs");

const inPackage = new Set();
const relationships = new Set();
for (const object of fs.readdirSync(objects)) {
  if (/__[ce]$/.test(object)) {
    inPackage.add(object);
  }
  const fields = path.join(objects, object, "fields");
  for (const file of fs.existsSync(fields) ? fs.readdirSync(fields) : []) {
    const text = fs.readFileSync(path.join(fields, file), "utf8");
    const name = file.split(".")[0];
    inPackage.add(name);
    const childList = /<relationshipName>(\w+)</.exec(text);
    if (childList) {
      relationships.add(`${childList[1]}__r`).add(name.replace(/__c$/, "__r"));
    }
  }
}
const inConnector = new Set([...fs.readFileSync(connector, "utf8").matchAll(/"(\w+__[cer])"/g)].map((match) => match[1]));

const unknownToConnector = [...inPackage].filter((name) => !inConnector.has(name));
const unknownToPackage = [...inConnector].filter((name) => !inPackage.has(name) && !relationships.has(name));
console.log(`Only in the package: ${unknownToConnector.join(", ") || "none"}. Only in the connector: ${unknownToPackage.join(", ") || "none"}.`);
process.exitCode = inPackage.size > 0 && unknownToConnector.length + unknownToPackage.length === 0 ? 0 : 1;
