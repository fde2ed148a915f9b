import { LightningElement, api } from "lwc";
import { NavigationMixin } from "lightning/navigation";
import { filled, labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import find from "@salesforce/apex/RelatedSyncRecords.find";

const STEP = 10;
// The server counts no further.
const COUNTED = 1000;
const ERRORS = ["Error"];
const ALL = ["Error", "Success", "Resolved", "Skipped"];
const THEMES = { Error: "slds-theme_error", Success: "slds-theme_success", Resolved: "slds-theme_success" };

function counted(rows) {
  return (rows ?? 0) >= COUNTED ? `${COUNTED}+` : `${rows ?? 0}`;
}

/** Sync Records that began with this record or are about it, newest first. */
export default class RelatedSyncRecords extends NavigationMixin(LightningElement) {
  @api recordId;
  labels = labels;
  onlyErrors = false;
  rowLimit = STEP;
  page;
  problem;
  latestLoad = 0;
  firstNewRow;

  connectedCallback() {
    this.load();
  }

  async load() {
    this.latestLoad += 1;
    const thisLoad = this.latestLoad;
    try {
      const page = await find({ recordId: this.recordId, statuses: this.statuses, rowLimit: this.rowLimit });
      this.receive(thisLoad, page, undefined);
    } catch (error) {
      this.receive(thisLoad, undefined, errorText(error));
    }
  }

  // Answers may overtake each other when somebody clicks quickly; only the last question counts.
  receive(load, page, problem) {
    if (load === this.latestLoad) {
      this.page = page;
      this.problem = problem;
    }
  }

  handleAll() {
    this.show(false);
  }

  handleErrors() {
    this.show(true);
  }

  handleOpen(event) {
    this[NavigationMixin.Navigate]({
      type: "standard__recordPage",
      attributes: { recordId: event.target.dataset.record, actionName: "view" }
    });
  }

  handleMore() {
    this.firstNewRow = this.rows.length;
    this.rowLimit += STEP;
    this.load();
  }

  // The button may be gone with the last rows, so whoever works by keyboard goes on at the first row that came.
  renderedCallback() {
    const row = this.template.querySelectorAll("[data-record]")[this.firstNewRow];
    if (row) {
      this.firstNewRow = undefined;
      row.focus();
    }
  }

  show(onlyErrors) {
    this.onlyErrors = onlyErrors;
    this.firstNewRow = undefined;
    this.rowLimit = STEP;
    this.load();
  }

  get statuses() {
    return this.onlyErrors ? ERRORS : ALL;
  }

  get rows() {
    return (this.page?.rows ?? []).map((row) => ({
      ...row,
      theme: THEMES[row.status] ?? "",
      message: row.status === "Error" ? row.message : undefined
    }));
  }

  get allLabel() {
    return filled(labels.all, counted(this.page?.total));
  }

  get errorsLabel() {
    return filled(labels.errors, counted(this.page?.errors));
  }

  get allVariant() {
    return this.onlyErrors ? "neutral" : "brand";
  }

  get errorsVariant() {
    return this.onlyErrors ? "brand" : "neutral";
  }

  get isEmpty() {
    return this.page !== undefined && this.rows.length === 0;
  }

  get emptyText() {
    return this.onlyErrors ? labels.noOpenErrors : labels.notSyncedYet;
  }

  get hasMore() {
    const available = this.onlyErrors ? this.page?.errors : this.page?.total;
    return this.rows.length < (available ?? 0);
  }
}
