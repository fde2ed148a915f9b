import { LightningElement } from "lwc";
import { filled, labels } from "c/billingLabels";
import { errorText } from "c/errorText";
import steps from "@salesforce/apex/BillingSetup.steps";

const TEXTS = {
  cpq: [labels.setupCpq, labels.setupCpqHelp],
  connector: [labels.setupConnector, labels.setupConnectorHelp],
  integrationUser: [labels.setupIntegrationUser, labels.setupIntegrationUserHelp],
  cpqForUser: [labels.setupCpqForUser, labels.setupCpqForUserHelp],
  syncManager: [labels.setupSyncManager, labels.setupSyncManagerHelp],
  stripeAccount: [labels.setupStripeAccount, labels.setupStripeAccountHelp],
  retention: [labels.setupRetention, labels.setupRetentionHelp],
  triggers: [labels.setupTriggers, labels.setupTriggersHelp],
  firstOrder: [labels.setupFirstOrder, labels.setupFirstOrderHelp]
};

/** What must be done until orders are billed, each step as it is now. */
export default class BillingSetup extends LightningElement {
  labels = labels;
  steps = [];
  problem;
  isLoading = false;

  connectedCallback() {
    this.look();
  }

  async look() {
    this.isLoading = true;
    this.problem = undefined;
    try {
      this.steps = (await steps()).map((step, index) => this.shown(step, index));
    } catch (error) {
      this.problem = errorText(error);
    } finally {
      this.isLoading = false;
    }
  }

  shown({ name, isDone, problem }, index) {
    const [title, help] = TEXTS[name];
    return {
      name,
      isDone,
      title: `${index + 1}. ${title}`,
      help: isDone ? undefined : help,
      problem: isDone ? undefined : problem,
      icon: isDone ? "utility:success" : "utility:warning",
      variant: isDone ? "success" : "warning",
      state: isDone ? labels.setupDone : labels.setupToDo
    };
  }

  get summary() {
    return filled(labels.setupProgress, this.steps.filter((step) => step.isDone).length, this.steps.length);
  }

  get hasSteps() {
    return this.steps.length > 0;
  }
}
