// Calls of the official client that billing software makes, each counted as right, wrong or not offered by the sandbox.
import Stripe from "stripe";

const address = new URL(process.argv[2]);
const stripe = new Stripe(process.argv[3], { host: address.hostname, port: address.port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
const counted = { tried: 0, right: 0, wrong: [], notOffered: [] };

/** One call; right when the answer is what `fits` says, by default an object of that name. */
async function call(name, make, fits) {
  counted.tried++;
  try {
    const answer = await make();
    const word = name.split(" ")[0];
    if (fits ? fits(answer) : answer.object === word || answer.object === "list") counted.right++;
    else counted.wrong.push(`${name}: unexpected ${JSON.stringify(answer).slice(0, 200)}`);
    return answer;
  } catch (error) {
    if (error.statusCode === 404 && /Unrecognized request URL/.test(error.message)) counted.notOffered.push(name);
    else if (/not kept by this sandbox/.test(error.message)) counted.notOffered.push(name);
    else counted.wrong.push(`${name}: ${error.message}`);
    return {};
  }
}

const is = (member, value) => (answer) => answer[member] === value;

const clock = await call("test_helpers.test_clock create", () => stripe.testHelpers.testClocks.create({ frozen_time: 1767225600 }));
const customer = await call("customer create", () =>
  stripe.customers.create({ name: "Acme", email: "a@example.com", test_clock: clock.id, payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } }),
);
await call("customer update", () => stripe.customers.update(customer.id, { metadata: { a: "b" } }), (answer) => answer.metadata.a === "b");
await call("customer retrieve", () => stripe.customers.retrieve(customer.id));
await call("customer list", () => stripe.customers.list({ limit: 3 }));
await call("customer search", () => stripe.customers.search({ query: 'email:"a@example.com"' }), (answer) => answer.data.length === 1);
await call("customer payment methods", () => stripe.customers.listPaymentMethods(customer.id), (answer) => answer.data[0].card.last4 === "4242");
await call("customer_balance_transaction create", () => stripe.customers.createBalanceTransaction(customer.id, { amount: -500, currency: "usd" }));
await call("customer_balance_transaction list", () => stripe.customers.listBalanceTransactions(customer.id));
const product = await call("product create", () => stripe.products.create({ name: "Gold" }));
await call("product update", () => stripe.products.update(product.id, { description: "Good" }), is("description", "Good"));
await call("product list", () => stripe.products.list({ active: true }));
const monthly = await call("price create", () => stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 1000, recurring: { interval: "month" } }));
const once = await call("price create once", () => stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 700 }));
await call("price update", () => stripe.prices.update(monthly.id, { lookup_key: "gold" }), is("lookup_key", "gold"));
await call("price by key", () => stripe.prices.list({ lookup_keys: ["gold"] }), (answer) => answer.data[0].id === monthly.id);
await call("plan list", () => stripe.plans.list());
const coupon = await call("coupon create", () => stripe.coupons.create({ percent_off: 10, duration: "forever" }));
await call("promotion_code create", () => stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code: "TEN" }));
const meter = await call("billing.meter create", () =>
  stripe.billing.meters.create({ display_name: "Use", event_name: "use", default_aggregation: { formula: "sum" } }),
);
await call("billing.meter_event create", () => stripe.billing.meterEvents.create({ event_name: "use", payload: { stripe_customer_id: customer.id, value: "3" } }));
await call("billing.meter list", () => stripe.billing.meters.list());
const subscription = await call(
  "subscription create",
  () => stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id, quantity: 2 }], expand: ["latest_invoice"] }),
  (answer) => answer.status === "active" && answer.latest_invoice.amount_due === 1500,
);
const item = subscription.items?.data[0].id;
await call("invoice preview", () =>
  stripe.invoices.createPreview({ subscription: subscription.id, subscription_details: { items: [{ id: item, quantity: 5 }] } }),
  (answer) => answer.total === 8000, // the next month of five, and three more for this one
);
await call("subscription update", () => stripe.subscriptions.update(subscription.id, { items: [{ id: item, quantity: 3 }] }), (answer) => answer.items.data[0].quantity === 3);
await call("subscription_item list", () => stripe.subscriptionItems.list({ subscription: subscription.id }));
await call("subscription with tax", () => stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }], automatic_tax: { enabled: true } }));
const schedule = await call("subscription_schedule create", () =>
  stripe.subscriptionSchedules.create({ customer: customer.id, start_date: "now", phases: [{ items: [{ price: monthly.id }], duration: { interval: "year", interval_count: 1 } }] }),
);
await call("subscription_schedule release", () => stripe.subscriptionSchedules.release(schedule.id), is("status", "released"));
await call("invoiceitem create", () => stripe.invoiceItems.create({ customer: customer.id, pricing: { price: once.id } }));
const invoice = await call("invoice create", () => stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" }));
await call("invoice finalize", () => stripe.invoices.finalizeInvoice(invoice.id, { auto_advance: false }), is("status", "open"));
const paid = await call("invoice pay", () => stripe.invoices.pay(invoice.id, { expand: ["payments"] }), is("status", "paid"));
await call("invoice lines", () => stripe.invoices.listLineItems(invoice.id), (answer) => answer.data.length > 0);
await call("invoice list", () => stripe.invoices.list({ customer: customer.id, status: "paid" }), (answer) => answer.data.length > 0);
await call("invoice_payment list", () => stripe.invoicePayments.list({ invoice: invoice.id }));
const intent = paid.payments?.data[0].payment.payment_intent;
await call("payment_intent retrieve", () => stripe.paymentIntents.retrieve(intent, { expand: ["latest_charge"] }), is("status", "succeeded"));
await call("charge list", () => stripe.charges.list({ customer: customer.id }));
await call("refund create", () => stripe.refunds.create({ payment_intent: intent, amount: 100 }), is("amount", 100));
await call("refund list", () => stripe.refunds.list());
const setup = await call("setup_intent create", () => stripe.setupIntents.create({ customer: customer.id, payment_method: "pm_card_visa" }), is("status", "requires_confirmation"));
await call("setup_intent confirm", () => stripe.setupIntents.confirm(setup.id), is("status", "succeeded"));
const note = await call("credit_note create", () => stripe.creditNotes.create({ invoice: invoice.id, amount: 200, credit_amount: 200 }), is("post_payment_amount", 200));
await call("credit_note preview", () => stripe.creditNotes.preview({ invoice: invoice.id, amount: 100, out_of_band_amount: 100 }), is("total", 100));
await call("credit_note update", () => stripe.creditNotes.update(note.id, { memo: "Sorry" }), is("memo", "Sorry"));
await call("credit_note lines", () => stripe.creditNotes.listLineItems(note.id), (answer) => answer.data[0].amount === 200);
await call("payment_method declined", () => stripe.paymentMethods.attach("pm_card_visa_chargeDeclined", { customer: customer.id }).catch((error) => error), is("decline_code", "generic_decline"));
await call("subscription cancel", () => stripe.subscriptions.cancel(subscription.id), is("status", "canceled"));
await call("event list", () => stripe.events.list({ type: "invoice.paid" }), (answer) => answer.data.length > 0);
await call("webhook_endpoint create", () => stripe.webhookEndpoints.create({ url: "http://127.0.0.1:9/", enabled_events: ["*"] }));
await call("account retrieve", () => stripe.accounts.retrieveCurrent?.() ?? stripe.accounts.retrieve());
for (const [name, list] of Object.entries({
  setup_intent: stripe.setupIntents,
  credit_note: stripe.creditNotes,
  tax_rate: stripe.taxRates,
  quote: stripe.quotes,
  "checkout.session": stripe.checkout.sessions,
  payment_link: stripe.paymentLinks,
  dispute: stripe.disputes,
  "billing.credit_grant": stripe.billing.creditGrants,
})) {
  await call(`${name} list`, () => list.list());
}
await call("test_helpers.test_clock advance", () => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: 1767225600 + 86400 }));
console.log(JSON.stringify(counted));
