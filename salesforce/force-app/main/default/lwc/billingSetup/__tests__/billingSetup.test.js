import { createElement } from "lwc";
import BillingSetup from "c/billingSetup";
import steps from "@salesforce/apex/BillingSetup.steps";

jest.mock("@salesforce/apex/BillingSetup.steps", () => ({ default: jest.fn() }), { virtual: true });

const settled = () => new Promise(process.nextTick);

async function page() {
  const element = createElement("c-billing-setup", { is: BillingSetup });
  document.body.appendChild(element);
  await settled();
  await settled();
  return element;
}

describe("c-billing-setup", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it("says of each step whether it is done, and what to do for the others", async () => {
    steps.mockResolvedValue([
      { name: "cpq", isDone: true },
      { name: "connector", isDone: false, problem: "The billing connector did not accept this org's key." },
      { name: "firstOrder", isDone: false }
    ]);

    const root = (await page()).shadowRoot;

    expect(root.querySelector("[data-id=summary]").textContent).toBe("1 of 3 steps are done.");
    const states = [...root.querySelectorAll("lightning-icon")].map((icon) => icon.alternativeText);
    expect(states).toEqual(["Done", "To do", "To do"]);
    expect(root.querySelector("[data-step=cpq] p")).toBeNull();
    expect(root.querySelector("[data-step=connector] [data-id=problem]").textContent).toContain("did not accept");
    expect(root.querySelector("[data-step=firstOrder] p").textContent).toContain("Activated");
  });

  it("looks again when asked to", async () => {
    steps.mockResolvedValue([{ name: "cpq", isDone: false }]);
    const element = await page();
    steps.mockResolvedValue([{ name: "cpq", isDone: true }]);

    element.shadowRoot.querySelector("lightning-button").click();
    await settled();
    await settled();

    expect(steps).toHaveBeenCalledTimes(2);
    expect(element.shadowRoot.querySelector("[data-id=summary]").textContent).toBe("1 of 1 steps are done.");
  });

  it("says why it cannot look", async () => {
    steps.mockRejectedValue({ body: { message: "You have no access to billing." } });

    const root = (await page()).shadowRoot;

    expect(root.querySelector("[role=alert]").textContent).toBe("You have no access to billing.");
  });

  it("can be read aloud", async () => {
    steps.mockResolvedValue([{ name: "cpq", isDone: true }]);

    await expect(await page()).toBeAccessible();
  });
});
