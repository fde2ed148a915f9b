import { LightningElement, api } from "lwc";
import { filled, labels } from "c/billingLabels";

/** Draws phases of billing: one table per phase, one row per item. */
export default class StripePhases extends LightningElement {
  @api phases;
  labels = labels;

  get rows() {
    return (this.phases ?? []).map((phase, index) => ({
      key: `${index}-${phase.startDate}`,
      startDate: phase.startDate,
      endDate: phase.endDate,
      caption: filled(labels.phasesFrom, phase.startDate),
      items: (phase.items ?? []).map((item, position) => ({
        key: `${index}-${position}`,
        name: item.name,
        quantity: item.quantity,
        amount: item.amount,
        currencyCode: item.currencyCode,
        rhythm: item.interval ? filled(labels.perInterval, item.interval) : labels.once
      }))
    }));
  }
}
