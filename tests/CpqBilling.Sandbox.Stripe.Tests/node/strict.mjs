// Holds answers of the sandbox against the types of the stripe package, as strictly as a schema: every member that a type requires,
// none that it does not have, each with a value that its type allows. Reads a JSON array of answers, prints a JSON array of faults.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const resources = join(import.meta.dirname, "node_modules", "stripe", "esm", "resources");
const files = readdirSync(resources, { recursive: true }).filter((name) => name.endsWith(".d.ts")).map((name) => join(resources, name));
const program = ts.createProgram(files, { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext });
const checker = program.getTypeChecker();

/** The types by the word in their member `object`. */
const kinds = new Map();
for (const file of files) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  for (const symbol of module ? checker.getExportsOfModule(module) : []) {
    const declaration = symbol.declarations?.find(ts.isInterfaceDeclaration);
    const word = declaration?.members.find((member) => member.name?.getText() === "object")?.type;
    if (word && ts.isLiteralTypeNode(word) && ts.isStringLiteral(word.literal)) {
      const name = symbol.name.startsWith("Deleted") ? `deleted ${word.literal.text}` : word.literal.text;
      if (!kinds.has(name) || !declaration.members.some((member) => member.name?.getText() === "deleted")) {
        kinds.set(name, checker.getDeclaredTypeOfSymbol(symbol));
      }
    }
  }
}

const show = (value) => (value === null ? "null" : Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : JSON.stringify(value));

function check(type, value, path, faults) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return;
  if (type.isUnion()) return checkUnion(type, value, path, faults);
  if (type.flags & ts.TypeFlags.Null) return value === null || faults.push(`${path}: ${show(value)} where null is expected`);
  if (type.flags & ts.TypeFlags.Undefined) return faults.push(`${path}: ${show(value)} where nothing is expected`);
  if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value || faults.push(`${path}: ${show(value)} instead of ${JSON.stringify(type.value)}`);
  if (type.flags & ts.TypeFlags.BooleanLiteral) return String(value) === checker.typeToString(type) || faults.push(`${path}: ${show(value)} instead of ${checker.typeToString(type)}`);
  if (type.flags & ts.TypeFlags.String) return typeof value === "string" || faults.push(`${path}: ${show(value)} instead of a text`);
  if (type.flags & ts.TypeFlags.Number) return typeof value === "number" || faults.push(`${path}: ${show(value)} instead of a number`);
  if (type.flags & ts.TypeFlags.Boolean) return typeof value === "boolean" || faults.push(`${path}: ${show(value)} instead of true or false`);
  if (checker.isArrayType(type)) {
    if (!Array.isArray(value)) return faults.push(`${path}: ${show(value)} instead of a list`);
    return value.forEach((entry) => check(checker.getTypeArguments(type)[0], entry, `${path}[]`, faults));
  }
  if (checker.typeToString(type) === "Decimal") return typeof value === "string" || faults.push(`${path}: ${show(value)} instead of a decimal text`);
  checkObject(type, value, path, faults);
}

function checkUnion(type, value, path, faults) {
  let best = null;
  for (const member of type.types) {
    if (member.flags & ts.TypeFlags.Undefined) continue;
    const found = [];
    check(member, value, path, found);
    if (found.length === 0) return;
    const fits = value !== null && typeof value === "object" && member.flags & ts.TypeFlags.Object;
    if (best === null || (fits && !best.fits) || (Boolean(fits) === Boolean(best.fits) && found.length < best.found.length)) best = { fits, found };
  }
  faults.push(...(best?.fits ? best.found : [`${path}: ${show(value)} fits none of ${checker.typeToString(type).slice(0, 80)}`]));
}

function checkObject(type, value, path, faults) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return faults.push(`${path}: ${show(value)} instead of an object`);
  const members = checker.getPropertiesOfType(type);
  const names = new Set(members.map((member) => member.name));
  for (const member of members) {
    if (member.flags & ts.SymbolFlags.Method) continue;
    const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
    if (!(member.name in value)) {
      if (!isOptional) faults.push(`${path}.${member.name}: missing`);
      continue;
    }
    const declared = checker.getTypeOfSymbol(member);
    check(isOptional ? checker.getNonOptionalType?.(declared) ?? declared : declared, value[member.name], `${path}.${member.name}`, faults);
  }
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  for (const name of Object.keys(value).filter((name) => !names.has(name))) {
    if (index) check(index, value[name], `${path}.*`, faults);
    else faults.push(`${path}.${name}: unknown`);
  }
}

function checkAnswer(answer, faults) {
  if (answer.object === "list" || answer.object === "search_result") return answer.data.forEach((entry) => checkAnswer(entry, faults));
  const name = answer.deleted === true ? `deleted ${answer.object}` : answer.object;
  const type = kinds.get(name);
  if (!type) return faults.push(`${name}: no such type`);
  counted.set(name, (counted.get(name) ?? 0) + 1);
  if (answer.object === "event") {
    checkAnswer(answer.data.object, faults);
    // What an event is about has its own type, and the older values of it are parts of that.
    check(type, { ...answer, data: { object: {} } }, "event", faults);
    return;
  }
  check(type, answer, name, faults);
}

const counted = new Map();
const faults = new Map();
for (const answer of JSON.parse(readFileSync(0, "utf8"))) {
  const found = [];
  checkAnswer(answer, found);
  for (const fault of found) faults.set(fault, (faults.get(fault) ?? 0) + 1);
}
console.log(JSON.stringify({ counted: Object.fromEntries(counted), faults: [...faults].map(([fault, times]) => `${fault} (${times} times)`) }));
