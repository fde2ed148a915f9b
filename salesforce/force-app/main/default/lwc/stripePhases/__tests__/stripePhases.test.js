import { createElement } from "lwc";
import StripePhases from "c/stripePhases";

function shown(phases) {
  const element = createElement("c-stripe-phases", { is: StripePhases });
  element.phases = phases;
  document.body.appendChild(element);
  return element.shadowRoot;
}

describe("c-stripe-phases", () => {
  afterEach(() => document.body.replaceChildren());

  it("shows each phase with its dates and items", () => {
    const root = shown([
      {
        startDate: "2026-01-01",
        endDate: "2026-06-30",
        items: [{ name: "Licence", quantity: 2, amount: 365, currencyCode: "USD", interval: "month" }]
      },
      { startDate: "2026-07-01", endDate: null, items: [{ name: "Setup", quantity: 1, amount: 50, currencyCode: "USD" }] }
    ]);

    expect(root.querySelectorAll("section")).toHaveLength(2);
    const dates = [...root.querySelectorAll("lightning-formatted-date-time")].map((date) => date.value);
    expect(dates).toEqual(["2026-01-01", "2026-06-30", "2026-07-01"]);
    const cells = [...root.querySelectorAll("tbody tr")].map((row) => row.lastChild.textContent);
    expect(cells).toEqual(["per month", "once"]);
    const amount = root.querySelectorAll("lightning-formatted-number")[1];
    expect(amount.value).toBe(365);
    expect(amount.currencyCode).toBe("USD");
    expect(root.querySelectorAll("h3")[1].textContent).toContain("open end");
  });

  it("shows nothing without phases", () => {
    expect(shown(undefined).querySelector("section")).toBeNull();
  });

  it("can be read aloud", async () => {
    const item = { name: "Licence", quantity: 2, amount: 365, currencyCode: "USD", interval: "month" };

    await expect(shown([{ startDate: "2026-01-01", endDate: null, items: [item] }]).host).toBeAccessible();
  });
});
