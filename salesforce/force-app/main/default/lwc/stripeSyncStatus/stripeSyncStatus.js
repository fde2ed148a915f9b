import { LightningElement, api, wire } from "lwc";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { getFieldValue, getRecord, notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import DEFAULT_CURRENCY from "@salesforce/i18n/currency";
import { labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import syncNow from "@salesforce/apex/StripeOrderController.syncNow";
import NUMBER from "@salesforce/schema/Order.OrderNumber";
import STATUS from "@salesforce/schema/Order.Stripe_Sync_Status__c";
import STRIPE_ID from "@salesforce/schema/Order.Stripe_ID__c";
import DASHBOARD_LINK from "@salesforce/schema/Order.Stripe_Dashboard_Link__c";
import PAYMENT_LINK from "@salesforce/schema/Order.Stripe_Invoice_Payment_Link__c";
import SUBSCRIPTION_STATUS from "@salesforce/schema/Order.Stripe_Subscription_Status__c";
import INVOICE_STATUS from "@salesforce/schema/Order.Stripe_Latest_Invoice_Status__c";
import AMOUNT_DUE from "@salesforce/schema/Order.Stripe_Amount_Due__c";
import PAID_THROUGH from "@salesforce/schema/Order.Stripe_Paid_Through__c";

// A string, for the field exists only in orgs with several currencies.
const CURRENCY = "Order.CurrencyIsoCode";
// Everybody who sees an order sees its number; the package's fields are there for those who have one of its permission sets.
const FIELDS = [NUMBER];
const OPTIONAL_FIELDS = [
  STRIPE_ID,
  STATUS,
  DASHBOARD_LINK,
  PAYMENT_LINK,
  SUBSCRIPTION_STATUS,
  INVOICE_STATUS,
  AMOUNT_DUE,
  PAID_THROUGH,
  CURRENCY
];
const REFRESH_MS = 3000;
const REFRESHES = 10;
const LOOKS = {
  Pending: { label: labels.statusPending, theme: "slds-theme_info" },
  Waiting: { label: labels.statusWaiting, theme: "slds-theme_warning" },
  Synced: { label: labels.statusSynced, theme: "slds-theme_success" },
  Error: { label: labels.statusError, theme: "slds-theme_error" },
  Skipped: { label: labels.statusSkipped, theme: "" },
  "Needs Relink": { label: labels.statusNeedsRelink, theme: "slds-theme_warning" }
};

/** Where this order stands in Stripe, with a button that syncs it now. */
export default class StripeSyncStatus extends LightningElement {
  @api recordId;
  labels = labels;
  order;
  problem;
  isSyncing = false;
  refreshTimer;

  @wire(getRecord, { recordId: "$recordId", fields: FIELDS, optionalFields: OPTIONAL_FIELDS })
  receive({ data, error }) {
    if (data) {
      const isPermitted = STRIPE_ID.fieldApiName in data.fields;
      this.order = isPermitted ? data : undefined;
      this.problem = isPermitted ? undefined : labels.noAccess;
    } else if (error) {
      this.problem = errorText(error);
    }
  }

  disconnectedCallback() {
    clearInterval(this.refreshTimer);
  }

  async handleSync() {
    this.isSyncing = true;
    try {
      await syncNow({ orderId: this.recordId });
      this.toast(labels.syncRequested, labels.syncRequestedText, "success");
      this.watch();
    } catch (error) {
      this.toast(labels.notSynced, errorText(error), "error");
    } finally {
      this.isSyncing = false;
    }
  }

  // The connector writes its result into the order; a few looks bring it onto the page without a reload.
  watch() {
    clearInterval(this.refreshTimer);
    if (!this.isConnected) {
      // Somebody left the page before the answer came: a timer begun now would never end.
      return;
    }
    let left = REFRESHES;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- it ends by itself, or with the component
    this.refreshTimer = setInterval(() => {
      notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
      left -= 1;
      if (left === 0) {
        clearInterval(this.refreshTimer);
      }
    }, REFRESH_MS);
  }

  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get look() {
    const status = getFieldValue(this.order, STATUS);
    if (status) {
      return LOOKS[status] ?? { label: status, theme: "" };
    }
    return this.stripeId ? LOOKS.Synced : { label: labels.notInStripeYet, theme: "" };
  }

  get statusLabel() {
    return this.look.label;
  }

  get badgeClass() {
    return this.look.theme;
  }

  get stripeId() {
    return getFieldValue(this.order, STRIPE_ID);
  }

  get dashboardLink() {
    return getFieldValue(this.order, DASHBOARD_LINK);
  }

  get paymentLink() {
    return getFieldValue(this.order, PAYMENT_LINK);
  }

  get subscriptionStatus() {
    return getFieldValue(this.order, SUBSCRIPTION_STATUS);
  }

  get invoiceStatus() {
    return getFieldValue(this.order, INVOICE_STATUS);
  }

  get amountDue() {
    return getFieldValue(this.order, AMOUNT_DUE);
  }

  get currencyCode() {
    return getFieldValue(this.order, CURRENCY) ?? DEFAULT_CURRENCY;
  }

  get hasAmountDue() {
    return this.amountDue !== undefined && this.amountDue !== null;
  }

  get paidThrough() {
    return getFieldValue(this.order, PAID_THROUGH);
  }
}
