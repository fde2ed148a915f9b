import { createElement } from "lwc";
import SupportDownload from "c/supportDownload";
import contentOf from "@salesforce/apex/SupportFile.contentOf";

jest.mock("@salesforce/apex/SupportFile.contentOf", () => ({ default: jest.fn() }), { virtual: true });

const settled = () => new Promise(process.nextTick);

function card() {
  const element = createElement("c-support-download", { is: SupportDownload });
  element.recordId = "a00000000000001AAA";
  const toasts = [];
  element.addEventListener("lightning__showtoast", (event) => toasts.push(event.detail));
  document.body.appendChild(element);
  return { element, toasts };
}

describe("c-support-download", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.restoreAllMocks();
  });

  it("saves the file", async () => {
    contentOf.mockResolvedValue('{"org":{}}');
    const saved = [];
    jest.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click() {
      saved.push([this.download, decodeURIComponent(this.href.split(",")[1])]);
    });
    const { element } = card();

    element.shadowRoot.querySelector("lightning-button").click();
    await settled();

    expect(contentOf).toHaveBeenCalledWith({ syncRecordId: "a00000000000001AAA" });
    expect(saved).toEqual([["billing-support-a00000000000001AAA.json", '{"org":{}}']]);
  });

  it("says why not", async () => {
    contentOf.mockRejectedValue({ body: { message: "There is no such Sync Record, or you may not see it." } });
    const { element, toasts } = card();

    element.shadowRoot.querySelector("lightning-button").click();
    await settled();

    expect(toasts).toEqual([expect.objectContaining({ variant: "error", message: "There is no such Sync Record, or you may not see it." })]);
  });

  it("can be read aloud", async () => {
    await expect(card().element).toBeAccessible();
  });
});
