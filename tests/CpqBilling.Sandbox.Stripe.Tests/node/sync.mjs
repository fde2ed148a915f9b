// Supabase's sync engine copies everything of an account into PostgreSQL: first by lists, then by events. Each kind and each
// type of event is counted as right, wrong or not offered by the sandbox.
import Stripe from "stripe";
import { createRequire } from "node:module";

// Its build for modules does not find its own migrations.
const { StripeSync, runMigrations } = createRequire(import.meta.url)("@supabase/stripe-sync-engine");

const [where, key, databaseUrl] = process.argv.slice(2);
const address = new URL(where);
const stripe = new Stripe(key, { host: address.hostname, port: address.port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
const counted = { tried: 0, right: 0, wrong: [], notOffered: [], rows: {} };

/** One of everything that the sandbox has and the engine copies. */
async function live() {
  const product = await stripe.products.create({ name: "Gold" });
  const monthly = await stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 1000, recurring: { interval: "month" } });
  const customer = await stripe.customers.create({ name: "Acme", payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } });
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id, quantity: 2 }] });
  await stripe.subscriptions.update(subscription.id, { metadata: { a: "b" } });
  const phases = [{ items: [{ price: monthly.id }], duration: { interval: "month", interval_count: 3 } }];
  const schedule = await stripe.subscriptionSchedules.create({ customer: customer.id, start_date: "now", phases });
  await stripe.subscriptionSchedules.release(schedule.id);
  await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "usd" });
  const invoice = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
  await stripe.invoices.finalizeInvoice(invoice.id);
  const paid = await stripe.invoices.pay(invoice.id, { expand: ["payments"] });
  await stripe.refunds.create({ payment_intent: paid.payments.data[0].payment.payment_intent, amount: 100 });
  await stripe.setupIntents.create({ customer: customer.id, payment_method: "pm_card_mastercard", confirm: true });
  await stripe.creditNotes.create({ invoice: invoice.id, amount: 200, credit_amount: 200 });
  await stripe.subscriptions.cancel(subscription.id);
  await stripe.customers.del((await stripe.customers.create({ name: "Gone" })).id);
}

async function count(name, work, fits) {
  counted.tried++;
  try {
    const answer = await work();
    if (fits(answer)) counted.right++;
    else counted.wrong.push(`${name}: ${JSON.stringify(answer).slice(0, 200)}`);
  } catch (error) {
    if (/Unrecognized request URL/.test(error.message)) counted.notOffered.push(name);
    else counted.wrong.push(`${name}: ${error.message}`);
  }
}

const tables = {
  product: "products",
  price: "prices",
  plan: "plans",
  customer: "customers",
  subscription: "subscriptions",
  subscription_schedules: "subscription_schedules",
  invoice: "invoices",
  charge: "charges",
  payment_method: "payment_methods",
  payment_intent: "payment_intents",
  refund: "refunds",
  setup_intent: "setup_intents",
  tax_id: "tax_ids",
  credit_note: "credit_notes",
  dispute: "disputes",
  early_fraud_warning: "early_fraud_warnings",
  checkout_sessions: "checkout_sessions",
};

await runMigrations({ databaseUrl, schema: "stripe", logger: { info() {}, error: console.error } });
await live();
const sync = new StripeSync({ poolConfig: { connectionString: databaseUrl, max: 4 }, stripeSecretKey: key, stripeWebhookSecret: "whsec_x", autoExpandLists: true });
sync.stripe = stripe;
const rowsOf = async (table) => Number((await sync.postgresClient.query(`select count(*) as n from stripe."${table}"`, [])).rows[0].n);
for (const [object, table] of Object.entries(tables)) {
  await count(`backfill ${object}`, async () => {
    const before = await rowsOf(table);
    const { synced } = Object.values(await sync.syncBackfill({ object, created: { gte: 0 } })).find((result) => result !== undefined);
    counted.rows[table] = await rowsOf(table);
    return { synced, added: counted.rows[table] - before };
  }, ({ synced, added }) => synced > 0 && added === synced);
}

const events = [];
for await (const event of stripe.events.list({ limit: 100 })) events.unshift(event);
const types = new Map();
for (const event of events) types.set(event.type, [...(types.get(event.type) ?? []), event]);
for (const [type, told] of types) {
  counted.tried++;
  try {
    for (const event of told) await sync.processEvent(event);
    counted.right++;
  } catch (error) {
    // The engine itself does not know every type.
    if (/Unhandled webhook event/.test(error.message)) counted.tried--;
    else counted.wrong.push(`event ${type}: ${error.message}`);
  }
}

await sync.postgresClient.pool.end();
console.log(JSON.stringify(counted));
