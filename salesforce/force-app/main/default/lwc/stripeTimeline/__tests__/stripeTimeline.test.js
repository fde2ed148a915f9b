import { createElement } from "lwc";
import StripeTimeline from "c/stripeTimeline";
import timeline from "@salesforce/apex/StripeOrderController.timeline";

jest.mock("@salesforce/apex/StripeOrderController.timeline", () => ({ default: jest.fn() }), { virtual: true });

const settled = () => new Promise(process.nextTick);

async function shown() {
  const element = createElement("c-stripe-timeline", { is: StripeTimeline });
  element.recordId = "801000000000001AAA";
  document.body.appendChild(element);
  await settled();
  return element.shadowRoot;
}

describe("c-stripe-timeline", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it("asks for this order and shows its phases", async () => {
    const phases = [{ startDate: "2026-01-01", endDate: "2026-12-31", items: [] }];
    timeline.mockResolvedValue({ phases, dashboardUrl: "https://dashboard.stripe.com/test/id/sub_sched_1" });

    const root = await shown();

    expect(timeline).toHaveBeenCalledWith({ orderId: "801000000000001AAA" });
    expect(root.querySelector("c-stripe-phases").phases).toEqual(phases);
    expect(root.querySelector("lightning-formatted-url").value).toBe("https://dashboard.stripe.com/test/id/sub_sched_1");
  });

  it("says that nothing is there", async () => {
    timeline.mockResolvedValue({ phases: [] });

    const root = await shown();

    expect(root.querySelector("[data-id=empty]").textContent).toBe("Nothing in Stripe yet.");
  });

  it("shows what went wrong, and recovers on refresh", async () => {
    timeline.mockRejectedValueOnce({ body: { message: "The connector could not be reached." } });
    const root = await shown();
    expect(root.querySelector("[role=alert]").textContent).toBe("The connector could not be reached.");

    timeline.mockResolvedValue({ phases: [] });
    root.querySelector("lightning-button-icon").click();
    await settled();

    expect(root.querySelector("[role=alert]")).toBeNull();
  });

  it("can be read aloud", async () => {
    timeline.mockResolvedValue({ phases: [] });

    await expect((await shown()).host).toBeAccessible();
  });
});
