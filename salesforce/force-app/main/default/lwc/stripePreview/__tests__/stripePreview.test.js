import { createElement } from "lwc";
import StripePreview from "c/stripePreview";
import preview from "@salesforce/apex/StripeOrderController.preview";
import previewOfQuote from "@salesforce/apex/StripeQuoteController.preview";

jest.mock("@salesforce/apex/StripeOrderController.preview", () => ({ default: jest.fn() }), { virtual: true });
jest.mock("@salesforce/apex/StripeQuoteController.preview", () => ({ default: jest.fn() }), { virtual: true });

const settled = () => new Promise(process.nextTick);

async function previewed() {
  const element = createElement("c-stripe-preview", { is: StripePreview });
  element.recordId = "801000000000001AAA";
  document.body.appendChild(element);
  element.shadowRoot.querySelector("lightning-button").click();
  await settled();
  return element.shadowRoot;
}

describe("c-stripe-preview", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it("asks only when told to", () => {
    document.body.appendChild(createElement("c-stripe-preview", { is: StripePreview }));

    expect(preview).not.toHaveBeenCalled();
  });

  it("previews the order of a quote on the quote's page", async () => {
    previewOfQuote.mockResolvedValue({ outcome: "skipped", reason: "Nothing to bill." });
    const element = createElement("c-stripe-preview", { is: StripePreview });
    element.recordId = "a0q000000000001AAA";
    element.objectApiName = "SBQQ__Quote__c";
    document.body.appendChild(element);

    element.shadowRoot.querySelector("lightning-button").click();
    await settled();

    expect(previewOfQuote).toHaveBeenCalledWith({ quoteId: "a0q000000000001AAA" });
    expect(preview).not.toHaveBeenCalled();
    expect(element.shadowRoot.querySelector("[data-id=skipped]").textContent).toContain("Nothing to bill.");
  });

  it("lists the changes and the phases", async () => {
    const phases = [{ startDate: "2026-01-01", endDate: "2026-12-31", items: [] }];
    preview.mockResolvedValue({ outcome: "translated", changes: ["Create a price", "Create a schedule"], phases });

    const root = await previewed();

    expect(preview).toHaveBeenCalledWith({ orderId: "801000000000001AAA" });
    const changes = [...root.querySelectorAll("[data-id=changes] li")].map((row) => row.textContent);
    expect(changes).toEqual(["Create a price", "Create a schedule"]);
    expect(root.querySelector("c-stripe-phases").phases).toEqual(phases);
  });

  it("says when Stripe needs no change", async () => {
    preview.mockResolvedValue({ outcome: "translated", changes: [], phases: [] });

    const root = await previewed();

    expect(root.querySelector("[data-id=unchanged]")).not.toBeNull();
  });

  it("lists every error with its code", async () => {
    preview.mockResolvedValue({ outcome: "rejected", errors: [{ code: "SYNC-1001", message: "Enter a start date." }] });

    const root = await previewed();

    expect(root.querySelector("[data-id=errors]").textContent).toBe("Enter a start date. (SYNC-1001)");
    expect(root.querySelector("c-stripe-phases")).toBeNull();
  });

  it("tells why an order is left out", async () => {
    preview.mockResolvedValue({ outcome: "skipped", reason: "it is a draft." });

    const root = await previewed();

    expect(root.querySelector("[data-id=skipped]").textContent).toContain("it is a draft.");
  });

  it("shows what went wrong", async () => {
    preview.mockRejectedValue({ body: { message: "No connection." } });

    const root = await previewed();

    expect(root.querySelector("[role=alert]").textContent).toBe("No connection.");
    expect(root.querySelector("lightning-button").disabled).toBe(false);
  });

  it("can be read aloud", async () => {
    preview.mockResolvedValue({ outcome: "rejected", errors: [{ code: "SYNC-1001", message: "Enter a start date." }] });

    await expect((await previewed()).host).toBeAccessible();
  });
});
