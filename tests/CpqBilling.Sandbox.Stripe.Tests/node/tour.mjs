// Walks through the main calls with Stripe's own client for Node. Prints one JSON line with what it saw.
import assert from 'node:assert/strict';
import http from 'node:http';
import Stripe from 'stripe';

const address = new URL(process.argv[2]);
const jan1 = 1767225600;
const stripe = new Stripe(process.argv[3], { host: address.hostname, port: address.port, protocol: 'http', telemetry: false });

const received = [];
let secret;
const receiver = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    received.push(stripe.webhooks.constructEvent(Buffer.concat(chunks), request.headers['stripe-signature'], secret));
    response.end('ok');
  });
});
await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening));

async function advance(clock, to) {
  let state = await stripe.testHelpers.testClocks.advance(clock, { frozen_time: to });
  assert.equal(state.status, 'advancing');
  while (state.status !== 'ready') {
    state = await stripe.testHelpers.testClocks.retrieve(clock);
  }
}

try {
  const endpoint = await stripe.webhookEndpoints.create({ url: `http://127.0.0.1:${receiver.address().port}/`, enabled_events: ['invoice.finalized'] });
  secret = endpoint.secret;

  const product = await stripe.products.create({ name: 'Gold', metadata: { sf_product: '01t1' } });
  const setup = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 50000 });
  const monthly = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount_decimal: '1000.5', recurring: { interval: 'month' }, lookup_key: 'gold_month' });
  assert.equal(monthly.unit_amount, null);
  assert.equal(String(monthly.unit_amount_decimal), '1000.5');
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: jan1, name: 'Tour' });
  const customer = await stripe.customers.create({ name: 'Acme', email: 'billing@acme.example', test_clock: clock.id, metadata: { sf_account: '001A' } });
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'repeating', duration_in_months: 2 });

  const schedule = await stripe.subscriptionSchedules.create(
    {
      customer: customer.id,
      start_date: 'now',
      end_behavior: 'release',
      default_settings: { collection_method: 'send_invoice', invoice_settings: { days_until_due: 30 } },
      phases: [
        { items: [{ price: monthly.id, quantity: 2 }], discounts: [{ coupon: coupon.id }], duration: { interval: 'month', interval_count: 2 } },
        { items: [{ price: monthly.id, quantity: 5 }], add_invoice_items: [{ price: setup.id }], proration_behavior: 'none', duration: { interval: 'month', interval_count: 10 } },
      ],
      metadata: { sf_order: '801A' },
    },
    { idempotencyKey: 'tour-schedule' },
  );
  const again = await stripe.subscriptionSchedules.retrieve(schedule.id, { expand: ['subscription.latest_invoice'] });
  assert.equal(again.subscription.latest_invoice.total, 1601);
  await advance(clock.id, jan1 + 31 * 86400);
  await advance(clock.id, jan1 + 60 * 86400);

  const invoices = [];
  for await (const invoice of stripe.invoices.list({ customer: customer.id, limit: 2 })) {
    invoices.push({ status: invoice.status, total: invoice.total, lines: invoice.lines.data.length });
  }

  const draft = await stripe.invoices.create({ customer: customer.id, collection_method: 'send_invoice', days_until_due: 10 });
  await stripe.invoiceItems.create({ customer: customer.id, invoice: draft.id, amount: 700, currency: 'usd', description: 'Training' });
  const open = await stripe.invoices.finalizeInvoice(draft.id);
  const paid = await stripe.invoices.pay(open.id, { paid_out_of_band: true });
  const found = await stripe.customers.search({ query: "metadata['sf_account']:'001A'" });
  const preview = await stripe.invoices.createPreview({ customer: customer.id, schedule: schedule.id });
  const released = await stripe.subscriptionSchedules.release(schedule.id);
  const refusal = await stripe.prices.create({ product: 'prod_none', currency: 'usd', unit_amount: 1 }).catch((error) => error);
  assert.ok(refusal instanceof Stripe.errors.StripeInvalidRequestError);
  while (received.length < 4) {
    await new Promise((turn) => setImmediate(turn));
  }

  console.log(
    JSON.stringify({
      invoices,
      paid: paid.status,
      found: found.data.map((customer) => customer.name),
      preview: preview.total,
      released: released.status,
      refusal: refusal.code,
      events: [...new Set(received.map((event) => event.type))],
    }),
  );
} finally {
  receiver.closeAllConnections();
  receiver.close();
}
