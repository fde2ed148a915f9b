import { labels } from "c/billingLabels";

// Without the package's permission set Salesforce refuses before any class runs, and names the Apex class in the user's language.
const REFUSED_BY_SALESFORCE = /\bApex\b.*'\w+'/;

/**
 * The sentence inside what a failed Apex call, a wire or a platform service hands over.
 * @param {*} error whatever was thrown or delivered
 * @returns {string} something to show to a user, never blank
 */
export function errorText(error) {
  const body = error?.body;
  const text = Array.isArray(body) && body.length > 0 ? body.map((part) => part.message).join(" ") : body?.message || error?.message;
  return REFUSED_BY_SALESFORCE.test(text) ? labels.noAccess : text || labels.somethingWrong;
}
