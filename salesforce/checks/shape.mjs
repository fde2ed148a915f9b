// Compares every metadata file with the description of the Metadata API that jsforce carries: no element that the type
// does not have, none missing that it needs, and booleans and numbers that are such.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { SaxesParser } = require("saxes");
const { ApiSchemas } = require("@jsforce/jsforce-node/lib/api/metadata/schema");

// The description is some releases old; these come from the Metadata API guide. Target configurations are free-form there.
const NEWER = {
  FlexiPageRegion: ["itemInstances"],
  CustomObject: ["publishBehavior"],
  LightningComponentBundle: ["targetConfigs"],
  NamedCredential: ["calloutStatus", "namedCredentialParameters", "namedCredentialType"],
  PermissionSet: ["customSettingAccesses", "externalCredentialPrincipalAccesses"],
  QuickAction: ["actionSubtype", "lightningWebComponent"]
};
const NO_LONGER_NEEDED = { NamedCredential: ["principalType", "protocol"] };
const NEWER_TYPES = {
  ExternalCredential: null,
  ExternalClientApplication: ["contactEmail", "description", "distributionState", "isProtected", "label"],
  ExtlClntAppOauthSettings: ["commaSeparatedOauthScopes", "externalClientApplication", "label"],
  ExtlClntAppOauthConfigurablePolicies: [
    "commaSeparatedPermissionSet",
    "externalClientApplication",
    "ipRelaxationPolicyType",
    "label",
    "permittedUsersPolicyType",
    "refreshTokenPolicyType"
  ]
};

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const source = path.join(root, "force-app", "main", "default");
let passed = 0;
let failed = 0;

function treeOf(text) {
  const top = { name: "", children: [], text: "" };
  const open = [top];
  const parser = new SaxesParser();
  parser.on("opentag", (tag) => {
    const node = { name: tag.name, children: [], text: "" };
    open.at(-1).children.push(node);
    open.push(node);
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", (part) => (open.at(-1).text += part));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
  return top.children[0];
}

function propertiesOf(type) {
  const schema = ApiSchemas[type];
  return schema ? { ...(schema.extends ? propertiesOf(schema.extends) : {}), ...schema.props } : {};
}

function* problemsIn(node, type) {
  const properties = propertiesOf(type);
  for (const child of node.children) {
    if (NEWER[type]?.includes(child.name)) {
      continue;
    }
    const property = properties[child.name];
    if (property === undefined) {
      yield `${type} has no ${child.name}`;
      continue;
    }
    const kind = (Array.isArray(property) ? property[0] : property).replace(/^\?/, "");
    if (ApiSchemas[kind]) {
      yield* problemsIn(child, kind);
    } else if (child.children.length > 0) {
      yield `${type}.${child.name} is a value, not a structure`;
    } else if (kind === "boolean" && !/^(true|false)$/.test(child.text)) {
      yield `${type}.${child.name} is not true or false`;
    } else if (kind === "number" && !/^-?\d+(\.\d+)?$/.test(child.text)) {
      yield `${type}.${child.name} is not a number`;
    }
    if (!Array.isArray(property) && node.children.filter((other) => other.name === child.name).length > 1) {
      yield `${type}.${child.name} stands more than once`;
    }
  }
  for (const [name, property] of Object.entries(properties)) {
    const isNeeded = typeof property === "string" && !property.startsWith("?") && !NO_LONGER_NEEDED[type]?.includes(name);
    if (isNeeded && !node.children.some((child) => child.name === name)) {
      yield `${type} needs ${name}`;
    }
  }
}

const folders = [source, path.join(root, "connection")].filter((folder) => fs.existsSync(folder));
for (const entry of folders.flatMap((folder) => fs.readdirSync(folder, { recursive: true, withFileTypes: true }))) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !file.endsWith(".xml")) {
    continue;
  }
  let problems;
  try {
    const top = treeOf(fs.readFileSync(file, "utf8"));
    if (NEWER_TYPES[top.name] === null) {
      continue;
    }
    problems = NEWER_TYPES[top.name] ? top.children.filter((child) => !NEWER_TYPES[top.name].includes(child.name)).map((child) => `${top.name} has no ${child.name}`) : ApiSchemas[top.name] ? [...problemsIn(top, top.name)] : [`unknown type ${top.name}`];
  } catch (error) {
    problems = [error.message];
  }
  if (problems.length === 0) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`${path.relative(root, file)}: ${[...new Set(problems)].join("; ")}`);
  }
}
console.log(`shape: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
