// The integration user can read every field that the connector selects: its lists of fields against the permission set. And who
// looks after billing can read what the components and the code that runs in their name ask for, and may use the connector's key.
// Fields of CPQ come from the permission sets of CPQ in many orgs; here they are granted again, so that one assignment is enough.
import fs from "node:fs";
import path from "node:path";
import { check, report } from "./tally.mjs";

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const connector = path.resolve(import.meta.dirname, "..", "..", "src", "CpqBilling.Salesforce", "Reading", "ContractFields.cs");
const set = path.join(root, "force-app", "main", "default", "permissionsets", "CpqBilling_Integration_User.permissionset-meta.xml");

// The connector's lists, and the object that each is selected from.
const OBJECTS = {
  Order: "Order",
  Account: "Account",
  Quote: "SBQQ__Quote__c",
  Opportunity: "Opportunity",
  Contract: "Contract",
  OrderItem: "OrderItem",
  Product: "Product2",
  PricebookEntry: "PricebookEntry",
  QuoteLine: "SBQQ__QuoteLine__c",
  LineSchedule: "SBQQ__OrderItemConsumptionSchedule__c",
  LineRate: "SBQQ__OrderItemConsumptionRate__c",
  ProductSchedule: "ProductConsumptionSchedule",
  Schedule: "ConsumptionSchedule",
  Rate: "ConsumptionRate",
  QuoteCoupon: "Quote_Stripe_Coupon__c",
  OrderCoupon: "Order_Stripe_Coupon__c"
};

// Salesforce has no field-level security for these: system fields, names, fields that every record must have, and parents of details.
// A permission set that names one of them does not deploy.
const SYSTEM = ["Id", "Name", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp", "CurrencyIsoCode"];
const WITHOUT_SECURITY = {
  Order: ["AccountId", "OrderNumber", "Status", "EffectiveDate", "Pricebook2Id", "TotalAmount"],
  Opportunity: ["StageName", "CloseDate"],
  Contract: ["AccountId", "Status"],
  OrderItem: ["OrderId", "Product2Id", "PricebookEntryId", "Quantity", "UnitPrice"],
  PricebookEntry: ["Pricebook2Id", "Product2Id", "UnitPrice", "IsActive"],
  ProductConsumptionSchedule: ["ProductId", "ConsumptionScheduleId"],
  ConsumptionSchedule: ["Type", "BillingTerm", "BillingTermUnit", "RatingMethod", "NumberOfRates", "IsActive"],
  ConsumptionRate: ["ConsumptionScheduleId", "PricingMethod", "ProcessingOrder", "LowerBound", "UpperBound", "Price"],
  SBQQ__QuoteLine__c: ["SBQQ__Quote__c"],
  SBQQ__OrderItemConsumptionSchedule__c: ["SBQQ__OrderItem__c"],
  SBQQ__OrderItemConsumptionRate__c: ["SBQQ__OrderItemConsumptionSchedule__c"],
  Order_Stripe_Coupon__c: ["Duration__c", "Quote_Stripe_Coupon_Id__c"],
  Quote_Stripe_Coupon__c: ["Duration__c"]
};
// Access to these follows from access to another object; permission sets do not know them.
const WITHOUT_PERMISSION = { OrderItem: "Order", PricebookEntry: "Pricebook2" };
// Security stands on the whole address, not on its parts.
const COMPOUND = [[/^Billing(Street|City|State|PostalCode|Country)$/, "BillingAddress"], [/^Shipping(Street|City|State|PostalCode|Country)$/, "ShippingAddress"]];

const source = fs.readFileSync(connector, "utf8");
const lists = new Map();
for (const [, name, body] of source.matchAll(/IReadOnlyList<string> (\w+) \{ get; \} =\s*\[([^\]]*)\];/g)) {
  const inherited = [...body.matchAll(/\.\. (\w+)/g)].flatMap(([, other]) => lists.get(other) ?? []);
  lists.set(name, [...inherited, ...[...body.matchAll(/"(\w+)"/g)].map(([, field]) => field)]);
}

const text = fs.readFileSync(set, "utf8");
const readableIn = (granted) => new Set([...granted.matchAll(/<field>([\w.]+)<\/field>\s*<readable>true<\/readable>/g)].map(([, field]) => field));
const objectsIn = (granted) =>
  new Map([...granted.matchAll(/<objectPermissions>([\s\S]*?)<\/objectPermissions>/g)].map(([, body]) => [/<object>(\w+)</.exec(body)[1], body]));
const readable = readableIn(text);
const objects = objectsIn(text);

for (const [list, object] of Object.entries(OBJECTS)) {
  const fields = lists.get(list) ?? [];
  check(fields.length > 0, `the connector has no list of fields called ${list}`);
  const rights = objects.get(WITHOUT_PERMISSION[object] ?? object);
  check(rights?.includes("<allowRead>true") === true, `integration user: cannot read ${object}`);
  for (const field of fields.filter((name) => !SYSTEM.includes(name) && !WITHOUT_SECURITY[object]?.includes(name))) {
    const secured = COMPOUND.find(([part]) => part.test(field))?.[1] ?? field;
    check(readable.has(`${object}.${secured}`), `integration user: cannot read ${object}.${secured}`);
  }
}
for (const [object, fields] of Object.entries(WITHOUT_SECURITY)) {
  for (const field of [...SYSTEM, ...fields]) {
    check(!readable.has(`${object}.${field}`), `integration user: ${object}.${field} has no field-level security, so it may not be granted`);
  }
}
// Ids of prices are written to price-book entries, and editing them needs editing price books.
check(objects.get("Pricebook2")?.includes("<allowEdit>true") === true, "integration user: cannot edit price-book entries");
check(objects.get("SBQQ__Subscription__c")?.includes("<allowRead>true") === true, "integration user: cannot read SBQQ__Subscription__c");

// ---- who looks after billing
const managers = fs.readFileSync(set.replace("Integration_User", "Sync_Manager"), "utf8");
const readableByManagers = readableIn(managers);
const objectsOfManagers = objectsIn(managers);
const codeFolder = path.join(root, "force-app", "main", "default");
const files = fs.readdirSync(codeFolder, { recursive: true }).filter((name) => /\.(cls|js)$/.test(name) && !/Test\.cls$|__tests__/.test(name));
const asked = new Set();
for (const file of files) {
  const code = fs.readFileSync(path.join(codeFolder, file), "utf8");
  for (const [, fields, object, rest] of code.matchAll(/\[\s*SELECT\s+([^[\]]+?)\s+FROM\s+(\w+)([^\]]*WITH USER_MODE[^\]]*)\]/g)) {
    asked.add(`${object}.Id`);
    const conditions = rest.match(/\b\w+(?=\s*(?:=|!=|IN\b))/g) ?? [];
    [...fields.split(",").map((field) => field.trim()), ...conditions].filter((field) => /^\w+$/.test(field)).forEach((field) => asked.add(`${object}.${field}`));
  }
  [...code.matchAll(/@salesforce\/schema\/(\w+\.\w+)/g)].forEach(([, field]) => asked.add(field));
}
check(asked.size > 20, "no code asks for anything in the name of its user");
for (const each of asked) {
  const [object, field] = each.split(".");
  check(objectsOfManagers.get(object)?.includes("<allowRead>true") === true, `sync manager: cannot read ${object}`);
  const isOpen = SYSTEM.includes(field) || WITHOUT_SECURITY[object]?.includes(field);
  check(isOpen || readableByManagers.has(each), `sync manager: cannot read ${each}`);
}
check(managers.includes("<externalCredentialPrincipal>CpqBilling-Connector<"), "sync manager: may not use the connector's key");
check(objectsOfManagers.get("UserExternalCredential")?.includes("<allowRead>true") === true, "sync manager: cannot read user external credentials, so calls out in vain");

// ---- what CPQ itself asks of the integration user, told to the administrator
const guide = fs.readFileSync(path.join(import.meta.dirname, "..", "README.md"), "utf8");
for (const name of ["Salesforce CPQ License", "Salesforce CPQ User", "Salesforce CPQ User Access"]) {
  check(guide.includes(`*${name}*`), `README: does not name ${name}, which the integration user needs`);
}

report("access");
