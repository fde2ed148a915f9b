import { LightningElement, api } from "lwc";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import retry from "@salesforce/apex/RetrySync.retry";

/** Quick action on a Sync Record: syncs the order it began with once more. */
export default class RetrySync extends LightningElement {
  @api recordId;
  isRunning = false;

  @api async invoke() {
    if (this.isRunning) {
      return;
    }
    this.isRunning = true;
    try {
      await retry({ syncRecordId: this.recordId });
      this.toast(labels.syncRequested, labels.retryRequestedText, "success");
    } catch (error) {
      this.toast(labels.notSynced, errorText(error), "error");
    } finally {
      this.isRunning = false;
    }
  }

  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }
}
