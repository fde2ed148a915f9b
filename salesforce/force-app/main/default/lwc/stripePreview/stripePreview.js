import { LightningElement, api } from "lwc";
import { filled, labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import preview from "@salesforce/apex/StripeOrderController.preview";
import previewOfQuote from "@salesforce/apex/StripeQuoteController.preview";

const QUOTE = "SBQQ__Quote__c";

/** Shows what a sync of this order, or of this quote's order, would do, without doing it. Works on draft orders too. */
export default class StripePreview extends LightningElement {
  @api recordId;
  @api objectApiName;
  labels = labels;
  result;
  problem;
  isLoading = false;

  async handlePreview() {
    this.isLoading = true;
    this.problem = undefined;
    this.result = undefined;
    try {
      this.result = await (this.objectApiName === QUOTE ? previewOfQuote({ quoteId: this.recordId }) : preview({ orderId: this.recordId }));
    } catch (error) {
      this.problem = errorText(error);
    } finally {
      this.isLoading = false;
    }
  }

  get isSkipped() {
    return this.result?.outcome === "skipped";
  }

  get skippedText() {
    return filled(labels.wouldNotBeSent, this.result.reason);
  }

  get isRejected() {
    return this.result?.outcome === "rejected";
  }

  get isTranslated() {
    return this.result?.outcome === "translated";
  }

  get errors() {
    return (this.result?.errors ?? []).map((error, index) => ({ ...error, key: `${index}-${error.code}` }));
  }

  get changes() {
    return (this.result?.changes ?? []).map((text, index) => ({ key: `${index}`, text }));
  }

  get hasNoChanges() {
    return this.changes.length === 0;
  }
}
