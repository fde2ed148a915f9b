import { LightningElement, api } from "lwc";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import contentOf from "@salesforce/apex/SupportFile.contentOf";

/** Puts what support needs about a Sync Record into a file. */
export default class SupportDownload extends LightningElement {
  @api recordId;
  labels = labels;
  isLoading = false;

  async handleDownload() {
    this.isLoading = true;
    try {
      this.save(await contentOf({ syncRecordId: this.recordId }));
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: labels.supportFailed, message: errorText(error), variant: "error" }));
    } finally {
      this.isLoading = false;
    }
  }

  // A link with the content inside works under every rule of Lightning about where scripts may write.
  save(content) {
    const link = document.createElement("a");
    link.href = `data:application/json;charset=utf-8,${encodeURIComponent(content)}`;
    link.download = `billing-support-${this.recordId}.json`;
    link.click();
  }
}
