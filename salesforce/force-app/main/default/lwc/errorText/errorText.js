import { labels } from "c/billingLabels";

/**
 * The sentence inside what a failed Apex call, a wire or a platform service hands over.
 * @param {*} error whatever was thrown or delivered
 * @returns {string} something to show to a user, never blank
 */
export function errorText(error) {
  const body = error?.body;
  if (Array.isArray(body) && body.length > 0) {
    return body.map((part) => part.message).join(" ");
  }
  return body?.message || error?.message || labels.somethingWrong;
}
