import stripe from "@salesforce/label/c.Billing_Stripe";
import syncNow from "@salesforce/label/c.Billing_SyncNow";
import syncRequested from "@salesforce/label/c.Billing_SyncRequested";
import syncRequestedText from "@salesforce/label/c.Billing_SyncRequestedText";
import retryRequestedText from "@salesforce/label/c.Billing_RetryRequestedText";
import notSynced from "@salesforce/label/c.Billing_NotSynced";
import notInStripeYet from "@salesforce/label/c.Billing_NotInStripeYet";
import statusPending from "@salesforce/label/c.Billing_StatusPending";
import statusWaiting from "@salesforce/label/c.Billing_StatusWaiting";
import statusSynced from "@salesforce/label/c.Billing_StatusSynced";
import statusError from "@salesforce/label/c.Billing_StatusError";
import statusSkipped from "@salesforce/label/c.Billing_StatusSkipped";
import statusNeedsRelink from "@salesforce/label/c.Billing_StatusNeedsRelink";
import stripeId from "@salesforce/label/c.Billing_StripeId";
import invoice from "@salesforce/label/c.Billing_Invoice";
import paymentPage from "@salesforce/label/c.Billing_PaymentPage";
import subscription from "@salesforce/label/c.Billing_Subscription";
import latestInvoice from "@salesforce/label/c.Billing_LatestInvoice";
import amountDue from "@salesforce/label/c.Billing_AmountDue";
import paidThrough from "@salesforce/label/c.Billing_PaidThrough";
import billingTimeline from "@salesforce/label/c.Billing_BillingTimeline";
import refresh from "@salesforce/label/c.Billing_Refresh";
import loading from "@salesforce/label/c.Billing_Loading";
import nothingInStripe from "@salesforce/label/c.Billing_NothingInStripe";
import openInStripe from "@salesforce/label/c.Billing_OpenInStripe";
import previewTitle from "@salesforce/label/c.Billing_PreviewTitle";
import preview from "@salesforce/label/c.Billing_Preview";
import wouldNotBeSent from "@salesforce/label/c.Billing_WouldNotBeSent";
import cannotBeBilled from "@salesforce/label/c.Billing_CannotBeBilled";
import nothingToChange from "@salesforce/label/c.Billing_NothingToChange";
import item from "@salesforce/label/c.Billing_Item";
import quantity from "@salesforce/label/c.Billing_Quantity";
import amount from "@salesforce/label/c.Billing_Amount";
import billed from "@salesforce/label/c.Billing_Billed";
import openEnd from "@salesforce/label/c.Billing_OpenEnd";
import phasesFrom from "@salesforce/label/c.Billing_PhasesFrom";
import perInterval from "@salesforce/label/c.Billing_PerInterval";
import once from "@salesforce/label/c.Billing_Once";
import syncRecords from "@salesforce/label/c.Billing_SyncRecords";
import all from "@salesforce/label/c.Billing_All";
import errors from "@salesforce/label/c.Billing_Errors";
import noOpenErrors from "@salesforce/label/c.Billing_NoOpenErrors";
import notSyncedYet from "@salesforce/label/c.Billing_NotSyncedYet";
import loadMore from "@salesforce/label/c.Billing_LoadMore";
import whatToDo from "@salesforce/label/c.Billing_WhatToDo";
import somethingWrong from "@salesforce/label/c.Billing_SomethingWrong";

/** Every text of the components, translatable in Setup. */
export const labels = {
  stripe,
  syncNow,
  syncRequested,
  syncRequestedText,
  retryRequestedText,
  notSynced,
  notInStripeYet,
  statusPending,
  statusWaiting,
  statusSynced,
  statusError,
  statusSkipped,
  statusNeedsRelink,
  stripeId,
  invoice,
  paymentPage,
  subscription,
  latestInvoice,
  amountDue,
  paidThrough,
  billingTimeline,
  refresh,
  loading,
  nothingInStripe,
  openInStripe,
  previewTitle,
  preview,
  wouldNotBeSent,
  cannotBeBilled,
  nothingToChange,
  item,
  quantity,
  amount,
  billed,
  openEnd,
  phasesFrom,
  perInterval,
  once,
  syncRecords,
  all,
  errors,
  noOpenErrors,
  notSyncedYet,
  loadMore,
  whatToDo,
  somethingWrong
};

/**
 * A text with its places {0}, {1} … filled.
 * @param {string} text one of the labels
 * @param {...*} values in order
 * @returns {string} the text for the page
 */
export function filled(text, ...values) {
  return text.replace(/\{(\d+)\}/g, (place, index) => values[index] ?? place);
}
