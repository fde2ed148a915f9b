// PMD's recommended Apex rules and every rule about security over the package: a rule with a violation is a failed check.
import { createRequire } from "node:module";
import path from "node:path";

const NOT_USED = {
  ApexDoc: "comments say why; a tag that repeats the signature says nothing",
  MethodNamingConventions: "tests are named Situation_Expectation, as everywhere in this project",
  ApexUnitTestClassShouldHaveRunAs: "the handlers run in system mode whoever the user is",
  AvoidDebugStatements: "a few rare failures may not stop a user's transaction and have nowhere else to go"
};

const require = createRequire(import.meta.url);
const { CodeAnalyzer, CodeAnalyzerConfig } = require("@salesforce/code-analyzer-core");
const { createEnginePlugin } = require("@salesforce/code-analyzer-pmd-engine");

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.withDefaults());
await analyzer.addEnginePlugin(createEnginePlugin());
const rules = await analyzer.selectRules(["pmd:Recommended", "pmd:Security"]);
const security = rules.getRulesFor("pmd").filter((rule) => rule.getTags().includes("Security") && rule.getTags().includes("Apex"));
const workspace = await analyzer.createWorkspace([path.join(root, "force-app")]);
const result = await analyzer.run(rules, { workspace });

const violated = new Set();
for (const violation of result.getViolations()) {
  const rule = violation.getRule().getName();
  if (rule in NOT_USED) {
    continue;
  }
  const place = violation.getPrimaryLocation();
  violated.add(rule);
  console.log(`${path.relative(root, place.getFile() ?? "")}:${place.getStartLine()} ${rule}: ${violation.getMessage()}`);
}
// A rule about security is answered in the code, beside what it is about, and never here.
const unanswered = security.map((rule) => rule.getName()).filter((name) => name in NOT_USED);
for (const name of security.length === 0 ? ["no rule about security was selected"] : unanswered) {
  violated.add(name);
  console.log(`security: ${name}`);
}
console.log(`pmd: ${rules.getCount() - Object.keys(NOT_USED).length - violated.size} passed, ${violated.size} failed`);
process.exitCode = violated.size === 0 ? 0 : 1;
