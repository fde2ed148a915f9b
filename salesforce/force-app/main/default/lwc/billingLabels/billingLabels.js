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
import noAccess from "@salesforce/label/c.Billing_NoAccess";
import setupTitle from "@salesforce/label/c.Billing_SetupTitle";
import setupCheckAgain from "@salesforce/label/c.Billing_SetupCheckAgain";
import setupProgress from "@salesforce/label/c.Billing_SetupProgress";
import setupDone from "@salesforce/label/c.Billing_SetupDone";
import setupToDo from "@salesforce/label/c.Billing_SetupToDo";
import setupCpq from "@salesforce/label/c.Billing_SetupCpq";
import setupCpqHelp from "@salesforce/label/c.Billing_SetupCpqHelp";
import setupConnector from "@salesforce/label/c.Billing_SetupConnector";
import setupConnectorHelp from "@salesforce/label/c.Billing_SetupConnectorHelp";
import setupIntegrationUser from "@salesforce/label/c.Billing_SetupIntegrationUser";
import setupIntegrationUserHelp from "@salesforce/label/c.Billing_SetupIntegrationUserHelp";
import setupCpqForUser from "@salesforce/label/c.Billing_SetupCpqForUser";
import setupCpqForUserHelp from "@salesforce/label/c.Billing_SetupCpqForUserHelp";
import setupSyncManager from "@salesforce/label/c.Billing_SetupSyncManager";
import setupSyncManagerHelp from "@salesforce/label/c.Billing_SetupSyncManagerHelp";
import setupStripeAccount from "@salesforce/label/c.Billing_SetupStripeAccount";
import setupStripeAccountHelp from "@salesforce/label/c.Billing_SetupStripeAccountHelp";
import setupRetention from "@salesforce/label/c.Billing_SetupRetention";
import setupRetentionHelp from "@salesforce/label/c.Billing_SetupRetentionHelp";
import setupTriggers from "@salesforce/label/c.Billing_SetupTriggers";
import setupTriggersHelp from "@salesforce/label/c.Billing_SetupTriggersHelp";
import setupFirstOrder from "@salesforce/label/c.Billing_SetupFirstOrder";
import setupFirstOrderHelp from "@salesforce/label/c.Billing_SetupFirstOrderHelp";
import supportTitle from "@salesforce/label/c.Billing_SupportTitle";
import supportText from "@salesforce/label/c.Billing_SupportText";
import supportDownload from "@salesforce/label/c.Billing_SupportDownload";
import supportFailed from "@salesforce/label/c.Billing_SupportFailed";

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
  somethingWrong,
  noAccess,
  setupTitle,
  setupCheckAgain,
  setupProgress,
  setupDone,
  setupToDo,
  setupCpq,
  setupCpqHelp,
  setupConnector,
  setupConnectorHelp,
  setupIntegrationUser,
  setupIntegrationUserHelp,
  setupCpqForUser,
  setupCpqForUserHelp,
  setupSyncManager,
  setupSyncManagerHelp,
  setupStripeAccount,
  setupStripeAccountHelp,
  setupRetention,
  setupRetentionHelp,
  setupTriggers,
  setupTriggersHelp,
  setupFirstOrder,
  setupFirstOrderHelp,
  supportTitle,
  supportText,
  supportDownload,
  supportFailed
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
