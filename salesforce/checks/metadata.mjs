// What the sf CLI does not look at: every XML is well-formed, files are named like what they hold, and every name of
// ours that a formula, layout, list view, permission set, class or component mentions exists.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { check, report } from "./tally.mjs";

const require = createRequire(import.meta.url);
const { SaxesParser } = require("saxes");

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const source = path.join(root, "force-app", "main", "default");
const files = fs
  .readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
  .sort();
const shortName = (file) => path.relative(root, file);
const read = (file) => fs.readFileSync(file, "utf8");
const xmlFiles = files.filter((file) => file.endsWith(".xml"));

for (const file of xmlFiles) {
  const problem = xmlProblem(read(file));
  check(problem === null, `${shortName(file)}: not well-formed: ${problem}`);
}

function xmlProblem(text) {
  let problem = null;
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => (problem ??= error.message));
  try {
    parser.write(text).close();
  } catch (error) {
    problem ??= error.message;
  }
  return problem;
}

const valuesOf = (text, tag) => [...text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map((match) => match[1]);

// ---- the schema: objects, fields, relationships
const schema = new Map();
for (const file of xmlFiles.filter((name) => name.endsWith(".field-meta.xml"))) {
  const text = read(file);
  const object = path.basename(path.dirname(path.dirname(file)));
  const name = path.basename(file, ".field-meta.xml");
  const type = valuesOf(text, "type")[0];
  check(valuesOf(text, "fullName")[0] === name, `${shortName(file)}: fullName and file name differ`);
  check(valuesOf(text, "description").length === 1, `${shortName(file)}: no description`);
  check(type !== "Text" || text.includes("<formula>") || valuesOf(text, "length").length === 1, `${shortName(file)}: text without length`);
  check(!/Lookup|MasterDetail/.test(type) || valuesOf(text, "relationshipName").length === 1, `${shortName(file)}: no relationshipName`);
  if (!schema.has(object)) {
    schema.set(object, new Map());
  }
  schema.get(object).set(name, {
    isFormula: text.includes("<formula>"),
    isAlwaysVisible: text.includes("<required>true</required>") || type === "MasterDetail",
    relationship: valuesOf(text, "relationshipName")[0]
  });
}
const known = new Set();
for (const [object, fields] of schema) {
  known.add(object);
  for (const [field, facts] of fields) {
    known.add(field).add(field.replace(/__c$/, "__r"));
    if (facts.relationship) {
      known.add(`${facts.relationship}__r`);
    }
  }
}
const isOurs = (name) => /__[cer]$/.test(name) && !name.startsWith("SBQQ__");
const exists = (object, field) => !isOurs(field) || schema.get(object)?.has(field) === true;

// ---- names in text: Apex, components, formulas
for (const file of files.filter((name) => !/[\\/]fields[\\/]|object-meta\.xml$/.test(name) || name.endsWith(".field-meta.xml"))) {
  const unknown = [...new Set(read(file).match(/\b(?!SBQQ__)[A-Za-z]\w*?__[cer]\b/g) ?? [])].filter((name) => !known.has(name) && !name.startsWith("SBQQ__"));
  check(unknown.length === 0, `${shortName(file)}: unknown names ${unknown.join(", ")}`);
}

// ---- names that belong to an object
for (const file of files) {
  const text = read(file);
  const folder = path.basename(path.dirname(file));
  const base = path.basename(file);
  if (folder === "listViews" || folder === "validationRules") {
    const object = path.basename(path.dirname(path.dirname(file)));
    check(valuesOf(text, "fullName")[0] === base.split(".")[0], `${shortName(file)}: fullName and file name differ`);
    const fields = [...valuesOf(text, "columns"), ...valuesOf(text, "field"), ...valuesOf(text, "errorDisplayField")];
    check(fields.every((field) => exists(object, field)), `${shortName(file)}: a field is not on ${object}`);
  }
  if (folder === "layouts") {
    const object = base.split("-")[0];
    check(valuesOf(text, "field").every((field) => exists(object, field)), `${shortName(file)}: a field is not on ${object}`);
  }
  for (const [, object, field] of text.matchAll(/@salesforce\/schema\/(\w+)\.(\w+)/g)) {
    check(exists(object, field), `${shortName(file)}: ${object}.${field} does not exist`);
  }
}

// ---- pages, buttons, reports: what they show exists
const nameOf = (file) => path.basename(file).split(".")[0];
const namesIn = (suffix) => new Set(files.filter((file) => file.endsWith(suffix)).map(nameOf));
const components = new Set(fs.readdirSync(path.join(source, "lwc")));
const [pages, visualforce, notifications] = [namesIn(".flexipage-meta.xml"), namesIn(".page"), namesIn(".notiftype-meta.xml")];
const reports = new Set(files.filter((file) => file.endsWith(".report-meta.xml")).map((file) => `${path.basename(path.dirname(file))}/${nameOf(file)}`));
const OF_SALESFORCE = /^(force|flexipage|lst|console|home|runtime_\w+):/;
for (const file of xmlFiles) {
  const text = read(file);
  for (const name of valuesOf(text, "componentName").filter((each) => !OF_SALESFORCE.test(each))) {
    check(components.has(name.replace(/^c:/, "")), `${shortName(file)}: component ${name} does not exist`);
  }
  for (const name of [...valuesOf(text, "flexiPage"), ...valuesOf(text, "content")]) {
    check(pages.has(name), `${shortName(file)}: page ${name} does not exist`);
  }
  for (const name of [...valuesOf(text, "page"), ...valuesOf(text, "apexPage")]) {
    check(visualforce.has(name), `${shortName(file)}: Visualforce page ${name} does not exist`);
  }
  if (file.endsWith(".dashboard-meta.xml")) {
    check(valuesOf(text, "report").every((name) => reports.has(name)), `${shortName(file)}: a report does not exist`);
  }
  if (file.endsWith(".report-meta.xml")) {
    const columns = [...valuesOf(text, "field"), ...valuesOf(text, "column")].filter((name) => name.includes("."));
    check(columns.every((name) => exists(...name.split("."))), `${shortName(file)}: a column does not exist`);
  }
  if (file.endsWith(".compactLayout-meta.xml")) {
    const object = path.basename(path.dirname(path.dirname(file)));
    check(valuesOf(text, "fields").every((name) => exists(object, name)), `${shortName(file)}: a field is not on ${object}`);
  }
}
for (const file of files.filter((name) => name.endsWith(".cls"))) {
  for (const [, name] of read(file).matchAll(/TYPE_NAME = '(\w+)'/g)) {
    check(notifications.has(name), `${shortName(file)}: notification type ${name} does not exist`);
  }
}

// ---- permission sets
const classes = new Set(files.filter((file) => file.endsWith(".cls")).map((file) => path.basename(file, ".cls")));
const grants = new Map();
for (const file of xmlFiles.filter((name) => name.endsWith(".permissionset-meta.xml"))) {
  const text = read(file);
  const granted = new Map();
  for (const [, editable, field] of text.matchAll(/<editable>(\w+)<\/editable>\s*<field>([\w.]+)<\/field>/g)) {
    const [object, name] = field.split(".");
    const facts = schema.get(object)?.get(name);
    granted.set(field, editable === "true");
    check(facts !== undefined || !isOurs(name), `${shortName(file)}: ${field} does not exist`);
    check(facts?.isAlwaysVisible !== true, `${shortName(file)}: ${field} is always visible, so it may not be granted`);
    check(!(facts?.isFormula && editable === "true"), `${shortName(file)}: ${field} is a formula, so it is not editable`);
  }
  for (const name of valuesOf(text, "apexClass")) {
    check(classes.has(name), `${shortName(file)}: class ${name} does not exist`);
  }
  grants.set(path.basename(file).split(".")[0], { granted, text });
}
const integration = grants.get("CpqBilling_Integration_User");
for (const object of ["Account", "Contract", "Order", "OrderItem", "PricebookEntry", "Product2", "Sync_Record__c", "Stripe_Account__c"]) {
  for (const [field, facts] of schema.get(object) ?? []) {
    const wanted = facts.isAlwaysVisible ? undefined : !facts.isFormula;
    check(integration?.granted.get(`${object}.${field}`) === wanted, `integration user: wrong access to ${object}.${field}`);
  }
}
for (const field of ["Quote_Stripe_Coupon__c.Stripe_ID__c", "Order_Stripe_Coupon__c.Stripe_ID__c"]) {
  check(integration?.granted.get(field) === true, `integration user: cannot write ${field}`);
}
check(integration?.text.includes("<name>EditActivatedOrders</name>") === true, "integration user: EditActivatedOrders is missing");

// ---- nothing without its counterpart
for (const file of files.filter((name) => /\.(cls|trigger)$/.test(name))) {
  check(fs.existsSync(`${file}-meta.xml`), `${shortName(file)}: no -meta.xml`);
}
const tests = files.filter((name) => name.endsWith("Test.cls")).map(read).join("\n");
for (const name of [...classes].filter((each) => !each.endsWith("Test"))) {
  check(classes.has(`${name}Test`) || new RegExp(`\\b${name}\\b`).test(tests), `class ${name}: no test class and no test that mentions it`);
}
for (const component of fs.readdirSync(path.join(source, "lwc"))) {
  const folder = path.join(source, "lwc", component);
  check(fs.existsSync(path.join(folder, `${component}.js-meta.xml`)), `component ${component}: no js-meta.xml`);
  check(fs.existsSync(path.join(folder, "__tests__", `${component}.test.js`)), `component ${component}: no tests`);
}
for (const file of files.filter((name) => /lwc.*\.js$/.test(name))) {
  for (const [, apexClass, method] of read(file).matchAll(/@salesforce\/apex\/(\w+)\.(\w+)/g)) {
    const apex = files.find((name) => path.basename(name) === `${apexClass}.cls`);
    const offered = apex && new RegExp(`@AuraEnabled[^;{]*\\b${method}\\(`).test(read(apex));
    check(Boolean(offered), `${shortName(file)}: ${apexClass}.${method} is not there for components`);
  }
}

const labels = new Set(files.filter((name) => name.endsWith(".labels-meta.xml")).flatMap((name) => valuesOf(read(name), "fullName")));
const LABEL = /(?:@salesforce\/label\/c\.|System\.Label\.|\$Label\.)(\w+)/g;
const shown = new Set(files.filter((name) => /(lwc.*\.js|\.cls|\.page)$/.test(name)).flatMap((name) => [...read(name).matchAll(LABEL)].map(([, label]) => label)));
check([...shown].every((label) => labels.has(label)), `labels that do not exist: ${[...shown].filter((label) => !labels.has(label))}`);
check([...labels].every((label) => shown.has(label)), `labels that nothing shows: ${[...labels].filter((label) => !shown.has(label))}`);

// ---- what people see of the objects
const UNSEEN = ["Compound_ID__c", "Primary_Record_ID__c", "Secondary_Record_ID__c"];
for (const file of xmlFiles.filter((name) => name.endsWith(".field-meta.xml"))) {
  const object = path.basename(path.dirname(path.dirname(file)));
  const [help] = valuesOf(read(file), "inlineHelpText");
  check(object.endsWith("__e") || (help?.length > 0 && help.length <= 510), `${shortName(file)}: no help text`);
}
for (const field of ["Primary_Record_ID__c", "Secondary_Record_ID__c"]) {
  const file = path.join(source, "objects", "Sync_Record__c", "fields", `${field}.field-meta.xml`);
  check(read(file).includes("<externalId>true</externalId>"), `${shortName(file)}: is searched for and has no index`);
}
const onLayouts = new Map();
for (const file of xmlFiles.filter((name) => name.endsWith(".layout-meta.xml"))) {
  const object = path.basename(file).split("-")[0];
  onLayouts.set(object, [...(onLayouts.get(object) ?? []), ...valuesOf(read(file), "field")]);
}
const targets = new Set(xmlFiles.filter((name) => name.endsWith(".field-meta.xml")).flatMap((file) => valuesOf(read(file), "referenceTo")));
for (const file of xmlFiles.filter((name) => name.endsWith("__c.object-meta.xml"))) {
  const object = path.basename(file).split(".")[0];
  const text = read(file);
  if (text.includes("<customSettingsType>")) {
    continue;
  }
  const missing = [...schema.get(object).keys()].filter((field) => !UNSEEN.includes(field) && !onLayouts.get(object)?.includes(field));
  check(missing.length === 0, `${object}: no layout shows ${missing.join(", ")}`);
  const listed = ["customTabListAdditionalFields", "lookupDialogsAdditionalFields", "searchResultsAdditionalFields"].flatMap((tag) => valuesOf(text, tag));
  check(listed.every((field) => exists(object, field)), `${object}: a field of its search layouts is not there`);
  const isNumbered = text.includes("<type>AutoNumber</type>") && targets.has(object);
  check(!isNumbered || valuesOf(text, "lookupDialogsAdditionalFields").length > 0, `${object}: who looks one up sees numbers only`);
  const [compact] = valuesOf(text, "compactLayoutAssignment");
  const isThere = fs.existsSync(path.join(source, "objects", object, "compactLayouts", `${compact}.compactLayout-meta.xml`));
  check(compact === undefined || isThere, `${object}: compact layout ${compact} does not exist`);
}
const placed = new Set(xmlFiles.flatMap((file) => [...read(file).matchAll(/<actionOverrides>[\s\S]*?<\/actionOverrides>/g)].flatMap(([override]) => valuesOf(override, "content"))));
for (const file of xmlFiles.filter((name) => name.endsWith(".flexipage-meta.xml") && read(name).includes("<type>RecordPage<"))) {
  check(placed.has(nameOf(file)), `${shortName(file)}: no app and no object opens this page`);
}

const offered = new Set(xmlFiles.flatMap((file) => valuesOf(read(file), "actionName")));
for (const file of xmlFiles.filter((name) => name.endsWith(".quickAction-meta.xml"))) {
  const name = path.basename(file, ".quickAction-meta.xml");
  check(offered.has(name), `${shortName(file)}: no layout offers this action`);
}
const buttons = xmlFiles.filter((name) => name.endsWith(".webLink-meta.xml")).map(read);
check(buttons.some((text) => text.includes("<displayType>massActionButton<") && text.includes("<requireRowSelection>true<")), "no button syncs the orders ticked in a list");

// ---- texts of components and pages come from labels
for (const file of files.filter((name) => /lwc.*\.html$|\.page$/.test(name))) {
  const text = read(file);
  const between = [...text.matchAll(/>([^<>{}]*)</g)].map(([, words]) => words.trim()).filter((words) => /[A-Za-z]{2}/.test(words));
  const attributes = [...text.matchAll(/\b(?:label|title|alternative-text|value|placeholder)="([^"{]*[A-Za-z]{2}[^"]*)"/g)].map(([, words]) => words);
  check(between.length + attributes.length === 0, `${shortName(file)}: text that is no label: ${[...between, ...attributes].join(" / ")}`);
}

report("metadata");
