import { LightningElement, api } from "lwc";
import { labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import timeline from "@salesforce/apex/StripeOrderController.timeline";

/** What Stripe bills for this order's contract, phase by phase. */
export default class StripeTimeline extends LightningElement {
  @api recordId;
  labels = labels;
  phases;
  dashboardUrl;
  problem;
  isLoading = false;

  connectedCallback() {
    this.load();
  }

  async load() {
    this.isLoading = true;
    try {
      const found = await timeline({ orderId: this.recordId });
      this.phases = found.phases ?? [];
      this.dashboardUrl = found.dashboardUrl;
      this.problem = undefined;
    } catch (error) {
      this.problem = errorText(error);
    } finally {
      this.isLoading = false;
    }
  }

  get isEmpty() {
    return !this.isLoading && !this.problem && this.phases?.length === 0;
  }
}
