import { createElement } from "lwc";
import RetrySync from "c/retrySync";
import retry from "@salesforce/apex/RetrySync.retry";

jest.mock("@salesforce/apex/RetrySync.retry", () => ({ default: jest.fn() }), { virtual: true });

function action() {
  const element = createElement("c-retry-sync", { is: RetrySync });
  element.recordId = "a00000000000001AAA";
  const toasts = [];
  element.addEventListener("lightning__showtoast", (event) => toasts.push(event.detail));
  document.body.appendChild(element);
  return { element, toasts };
}

describe("c-retry-sync", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it("asks for another sync", async () => {
    retry.mockResolvedValue(undefined);
    const { element, toasts } = action();

    await element.invoke();

    expect(retry).toHaveBeenCalledWith({ syncRecordId: "a00000000000001AAA" });
    expect(toasts.map((toast) => toast.variant)).toEqual(["success"]);
  });

  it("ignores a second click while the first is under way", async () => {
    let answer;
    retry.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const { element } = action();

    const first = element.invoke();
    await element.invoke();
    answer();
    await first;

    expect(retry).toHaveBeenCalledTimes(1);
  });

  it("says why not", async () => {
    retry.mockRejectedValue({ body: { message: "This record did not begin with an order." } });
    const { element, toasts } = action();

    await element.invoke();

    expect(toasts).toEqual([
      expect.objectContaining({ variant: "error", message: "This record did not begin with an order." })
    ]);
  });
});
