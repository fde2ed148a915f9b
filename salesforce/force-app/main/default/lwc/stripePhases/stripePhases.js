import { LightningElement, api } from "lwc";

/** Draws phases of billing: one table per phase, one row per item. */
export default class StripePhases extends LightningElement {
  @api phases;

  get rows() {
    return (this.phases ?? []).map((phase, index) => ({
      key: `${index}-${phase.startDate}`,
      startDate: phase.startDate,
      endDate: phase.endDate,
      items: (phase.items ?? []).map((item, position) => ({
        key: `${index}-${position}`,
        name: item.name,
        quantity: item.quantity,
        amount: item.amount,
        currencyCode: item.currencyCode,
        rhythm: item.interval ? `per ${item.interval}` : "once"
      }))
    }));
  }
}
