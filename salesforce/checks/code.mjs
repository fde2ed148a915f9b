// What an org refuses, or a reviewer sends back, and the type checker lets through: reserved words as names, tests that only pass for
// somebody with every right, queries without a mode or a bound, triggers that cannot be switched off or were never tried in bulk.
import fs from "node:fs";
import path from "node:path";
import { check, report } from "./tally.mjs";

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const source = path.join(root, "force-app", "main", "default");
const BULK = 200;
const RESERVED = new Set(
  (
    "abstract activate and any array as asc autonomous begin bigdecimal blob boolean break bulk by byte case cast catch char class collect " +
    "commit const continue currency date datetime decimal default delete desc do double else end enum exception exit export extends false " +
    "final finally float for from global goto group having hint if implements import in inner insert instanceof int integer interface into " +
    "join like limit list long loop map merge new not null nulls number object of on or outer override package parallel pragma private " +
    "protected public retrieve return rollback select set short sobject sort static string super switch synchronized system testmethod then " +
    "this throw time transaction trigger true try undelete update upsert using virtual void webservice when where while"
  ).split(" ")
);

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:'])\/\/.*$/gm, "$1");
const withoutStrings = (text) => text.replace(/'(?:[^'\\]|\\.)*'/g, "''");
const QUERY = /\[\s*SELECT[\s\S]*?\]/g;

const files = fs
  .readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(cls|trigger)$/.test(entry.name))
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
const units = files.map((file) => {
  const text = withoutComments(fs.readFileSync(file, "utf8"));
  return { name: path.basename(file).split(".")[0], isTrigger: file.endsWith(".trigger"), isTest: /@IsTest/i.test(text), text, bare: withoutStrings(text) };
});
const classes = units.filter((unit) => !unit.isTrigger);
const tests = classes.filter((unit) => unit.isTest);
const working = units.filter((unit) => !unit.isTest);

// ---- names
for (const { name, bare } of units) {
  const declared = [...bare.replace(QUERY, "").matchAll(/\b(?:void|[A-Z][\w.]*(?:<[^;={}()]*>)?(?:\[\])?)\s+(\w+)\s*(?=[=;,)(:{])/g)].map(([, word]) => word);
  const refused = [...new Set(declared.filter((word) => RESERVED.has(word.toLowerCase())))];
  check(refused.length === 0, `${name}: reserved words as names: ${refused.join(", ")}`);
}

// ---- queries
for (const { name, text } of working) {
  for (const [query] of text.matchAll(QUERY)) {
    check(/WITH (USER|SYSTEM)_MODE/.test(query), `${name}: a query says neither user nor system mode: ${query.slice(0, 60)}`);
    check(!/COUNT\(/i.test(query) || /\bLIMIT\b/.test(query), `${name}: a count without an end: ${query.slice(0, 60)}`);
  }
}

// ---- who may: code in user mode is tried by a user with the permission set, and refuses one without
const methodsOf = (text) => [...text.matchAll(/@IsTest\s+static void (\w+)\(\) \{([\s\S]*?)\n {4}\}/g)].map(([, name, body]) => ({ name, body }));
const helpersOf = (text) => [...text.matchAll(/private static [\w.<>, ]+ (\w+)\([^)]*\) \{([\s\S]*?)\n {4}\}/g)].map(([, name, body]) => ({ name, body }));
const calls = (body, name) => new RegExp(`\\b${name}[.(]`).test(body);
const guarded = new Set(working.filter(({ text }) => /WITH USER_MODE|AccessLevel\.USER_MODE|Refusals\.unlessPermitted\(\)/.test(text)).map(({ name }) => name));
for (let grew = true; grew; ) {
  const callers = working.filter(({ name, bare }) => !guarded.has(name) && [...guarded].some((callee) => new RegExp(`\\b${callee}\\.\\w+\\(`).test(bare)));
  callers.forEach(({ name }) => guarded.add(name));
  grew = callers.length > 0;
}
guarded.delete("Refusals");
for (const { name, text } of tests) {
  const helpers = helpersOf(text);
  for (const method of methodsOf(text)) {
    const reached = method.body + helpers.filter((helper) => calls(method.body, helper.name)).map((helper) => helper.body).join("\n");
    const code = [...guarded].filter((each) => new RegExp(`\\b${each}\\.(?!\\w+\\s*[;,)>])\\w+\\(`).test(reached));
    check(code.length === 0 || reached.includes("System.runAs("), `${name}.${method.name}: reaches ${code.join(", ")} as whoever deploys`);
    check(/\bAssert\./.test(reached), `${name}.${method.name}: asserts nothing`);
  }
}
const allTests = tests.map(({ text }) => text);
for (const { name } of working.filter(({ name, text }) => guarded.has(name) && text.includes("WITH USER_MODE"))) {
  const isRefused = allTests.some((text) => text.includes(`${name}.`) && text.includes("userWithoutThePermissionSet_"));
  check(isRefused, `${name}: no test with a user who lacks the permission set`);
}

// ---- triggers
const handlers = new Set();
for (const { name, isTrigger, bare } of working) {
  if (isTrigger || name === "SyncRecordWrites") {
    [...bare.matchAll(/\b([A-Z]\w+)\.(?:before|after|on|follow)\w*\(/g)].forEach(([, handler]) => handlers.add(handler));
  }
}
handlers.delete("SyncRecordWrites");
check(handlers.size > 5, "the triggers call no handlers");
for (const handler of handlers) {
  check(classes.find(({ name }) => name === handler)?.text.includes("TriggerSwitch.isOn()"), `${handler}: cannot be switched off`);
  const bulk = tests.some(({ name, text }) => (name === `${handler}Test` || calls(text, handler)) && new RegExp(`\\b${BULK}\\b`).test(text));
  check(bulk, `${handler}: no test with ${BULK} records`);
}

// ---- sentences for users are labels, so that an org can translate them
const LITERAL = /'((?:[^'\\]|\\.)*)'/g;
const NOT_SHOWN = /@\w+\([^)]*\)|System\.debug\([\s\S]*?\);/g;
for (const { name, text } of working) {
  const literals = [...text.replace(NOT_SHOWN, "").matchAll(LITERAL)].map(([, literal]) => literal);
  const sentences = literals.filter((literal) => /[a-z]+ [a-z]+ [a-z]+ [a-z]+/i.test(literal) && !/^ ?(SELECT|FROM|WHERE) /.test(literal));
  check(sentences.length === 0, `${name}: sentences that are no labels: ${sentences.join(" / ")}`);
}

// ---- under a namespace, fields of records have other names in scripts than here; scripts import them, or get names of our own
for (const { name, text } of working) {
  const records = [...text.matchAll(/@AuraEnabled[^;{(]*?\b(?:List<)?(\w+__c|SObject|Order|Account)\b/g)].map(([, type]) => type);
  check(records.length === 0, `${name}: hands records to components: ${records.join(", ")}`);
}
const lwc = path.join(source, "lwc");
const scripts = fs.readdirSync(lwc, { recursive: true }).filter((file) => /\.(js|html)$/.test(file) && !file.includes("__tests__"));
for (const file of scripts) {
  const text = fs.readFileSync(path.join(lwc, file), "utf8").replace(/^import .*$/gm, "");
  const fields = (text.match(/\b\w+__c\b/g) ?? []).filter((field) => !field.startsWith("SBQQ__"));
  check(fields.length === 0, `${file}: names ${fields.join(", ")}, which a namespace changes`);
}

// ---- what administrators, flows and other code may call
const offers = { CpqBillingApi: ["syncNow", "preview"], SyncOrdersAction: ["sync"], PreviewOrdersAction: ["preview"] };
for (const [name, methods] of Object.entries(offers)) {
  const text = classes.find((unit) => unit.name === name)?.text ?? "";
  for (const method of methods) {
    check(new RegExp(`global static [\\w.<>]+ ${method}\\(`).test(text), `${name}.${method}: is not there for code outside the package`);
    check(name === "CpqBillingApi" || /@InvocableMethod\(label=/.test(text), `${name}: is no action of flows`);
  }
}
const activated = tests.find(({ name }) => name === "OrderActivationTest")?.text ?? "";
check(methodsOf(activated).some(({ body }) => body.includes(`${BULK}`) && /attachTo/.test(body)), "OrderActivationTest: no test with many orders carries coupons");
const copies = classes.find(({ name }) => name === "OrderCouponCopies")?.text ?? "";
check(/Database\.insert\(copies, false,/.test(copies), "OrderCouponCopies: one refused copy loses the others");

// ---- the package
const project = JSON.parse(fs.readFileSync(path.join(root, "sfdx-project.json"), "utf8"));
const packaged = project.packageDirectories.find((folder) => folder.package);
const sets = new Map(
  fs.readdirSync(path.join(source, "permissionsets")).map((file) => [file.split(".")[0], fs.readFileSync(path.join(source, "permissionsets", file), "utf8")])
);
const assigned = packaged.apexTestAccess?.permissionSets ?? [];
check([...sets.keys()].every((name) => assigned.includes(name)), "sfdx-project: apexTestAccess lacks a permission set");
check(assigned.every((name) => sets.has(name)), "sfdx-project: apexTestAccess names a permission set that is not there");
const needsCpq = [...sets.values()].some((text) => /<object>SBQQ__/.test(text));
check(!needsCpq || packaged.apexTestAccess?.permissionSetLicenses?.includes("SalesforceCPQ_CPQStandardPerm"), "sfdx-project: permission sets with objects of CPQ need its licence");
const installer = classes.find(({ name }) => name === packaged.postInstallScript);
check(/\bpublic\b[^{]*\bimplements InstallHandler\b/.test(installer?.text ?? ""), "sfdx-project: postInstallScript is no public install handler");
check(installer?.text.includes("SyncRecordRetention.schedule()"), "the install handler schedules no retention");
const retention = classes.find(({ name }) => name === "SyncRecordRetention")?.text ?? "";
check(/\bglobal\b[^{]*\bSchedulable\b/.test(retention), "SyncRecordRetention: administrators cannot schedule what is not global");

report("code");
