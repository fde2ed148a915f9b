import { createElement } from "lwc";
import { getRecord, notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import StripeSyncStatus from "c/stripeSyncStatus";
import syncNow from "@salesforce/apex/StripeOrderController.syncNow";

jest.mock("@salesforce/apex/StripeOrderController.syncNow", () => ({ default: jest.fn() }), { virtual: true });

jest.mock("@salesforce/i18n/currency", () => ({ default: "USD" }), { virtual: true });

const settled = () => new Promise(process.nextTick);

function order(values) {
  const fields = { Stripe_ID__c: { value: null } };
  for (const [name, value] of Object.entries(values)) {
    fields[name] = { value };
  }
  return { apiName: "Order", fields };
}

function card() {
  const element = createElement("c-stripe-sync-status", { is: StripeSyncStatus });
  element.recordId = "801000000000001AAA";
  document.body.appendChild(element);
  return element;
}

async function shown(values) {
  const element = card();
  getRecord.emit(order(values));
  await settled();
  return element.shadowRoot;
}

describe("c-stripe-sync-status", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
    jest.useRealTimers();
  });

  it.each([
    [{}, "Not in Stripe yet"],
    [{ Stripe_ID__c: "sub_sched_1" }, "Synced"],
    [{ Stripe_Sync_Status__c: "Error", Stripe_ID__c: "sub_sched_1" }, "Error"],
    [{ Stripe_Sync_Status__c: "Waiting" }, "Waiting"],
    [{ Stripe_Sync_Status__c: "Needs Relink" }, "Needs re-linking"],
    [{ Stripe_Sync_Status__c: "Held" }, "Held"]
  ])("names the status of %j", async (values, label) => {
    const root = await shown(values);

    expect(root.querySelector("lightning-badge").label).toBe(label);
  });

  it("shows what Stripe wrote back", async () => {
    const root = await shown({
      Stripe_ID__c: "sub_sched_1",
      Stripe_Dashboard_Link__c: "https://dashboard.stripe.com/id/sub_sched_1",
      Stripe_Subscription_Status__c: "active",
      Stripe_Latest_Invoice_Status__c: "paid",
      Stripe_Amount_Due__c: 0,
      Stripe_Paid_Through__c: "2026-12-31"
    });

    expect(root.querySelector("lightning-formatted-url").label).toBe("sub_sched_1");
    expect(root.querySelector("[data-id=subscription]").textContent).toBe("active");
    expect(root.querySelector("[data-id=invoice]").textContent).toBe("paid");
    expect(root.querySelector("lightning-formatted-number").value).toBe(0);
    expect(root.querySelector("lightning-formatted-date-time").value).toBe("2026-12-31");
  });

  it("requests a sync and looks for the result ten times", async () => {
    syncNow.mockResolvedValue({ state: "queued" });
    const element = card();
    const toasts = [];
    element.addEventListener("lightning__showtoast", (event) => toasts.push(event.detail));
    jest.useFakeTimers({ doNotFake: ["nextTick"] });

    element.shadowRoot.querySelector("lightning-button").click();
    await settled();
    jest.advanceTimersByTime(60000);

    expect(syncNow).toHaveBeenCalledWith({ orderId: "801000000000001AAA" });
    expect(toasts.map((toast) => toast.variant)).toEqual(["success"]);
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledTimes(10);
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: "801000000000001AAA" }]);
  });

  it("starts no timer on a page that was left", async () => {
    let answer;
    syncNow.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const element = card();
    jest.useFakeTimers({ doNotFake: ["nextTick"] });
    element.shadowRoot.querySelector("lightning-button").click();
    element.remove();

    answer({ state: "queued" });
    await settled();
    jest.advanceTimersByTime(60000);

    expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
  });

  it.each([
    [{}, "USD"],
    [{ CurrencyIsoCode: "EUR" }, "EUR"]
  ])("shows the amount due in the currency of the order %j", async (more, code) => {
    const root = await shown({ Stripe_Amount_Due__c: 12.5, ...more });

    const amount = root.querySelector("lightning-formatted-number");
    expect([amount.value, amount.formatStyle, amount.currencyCode]).toEqual([12.5, "currency", code]);
  });

  it("can be read aloud", async () => {
    await expect((await shown({ Stripe_ID__c: "sub_sched_1" })).host).toBeAccessible();
  });

  it("says why a sync was not possible", async () => {
    syncNow.mockRejectedValue({ body: { message: "The key is not valid." } });
    const element = card();
    const toasts = [];
    element.addEventListener("lightning__showtoast", (event) => toasts.push(event.detail));

    element.shadowRoot.querySelector("lightning-button").click();
    await settled();

    expect(toasts).toEqual([expect.objectContaining({ variant: "error", message: "The key is not valid." })]);
    expect(element.shadowRoot.querySelector("lightning-button").disabled).toBe(false);
  });

  it("names the permission set to somebody who may not see the billing fields", async () => {
    const element = card();
    getRecord.emit({ apiName: "Order", fields: { OrderNumber: { value: "00000100" } } });
    await settled();

    expect(element.shadowRoot.querySelector("[role=alert]").textContent).toContain("CpqBilling Sync Manager");
    expect(element.shadowRoot.querySelector("lightning-badge")).toBeNull();
  });

  it("shows why the order could not be read", async () => {
    const element = card();
    getRecord.error({ message: "No access." });
    await settled();

    expect(element.shadowRoot.querySelector("[role=alert]").textContent).toBe("No access.");
  });
});
