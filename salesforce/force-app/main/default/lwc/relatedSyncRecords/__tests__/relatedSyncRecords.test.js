import { createElement } from "lwc";
import RelatedSyncRecords from "c/relatedSyncRecords";
import find from "@salesforce/apex/RelatedSyncRecords.find";

jest.mock("@salesforce/apex/RelatedSyncRecords.find", () => ({ default: jest.fn() }), { virtual: true });

const mockNavigate = jest.fn();
jest.mock(
  "lightning/navigation",
  () => {
    const Navigate = Symbol("Navigate");
    const NavigationMixin = (Base) =>
      class extends Base {
        [Navigate](target) {
          mockNavigate(target);
        }
      };
    NavigationMixin.Navigate = Navigate;
    return { NavigationMixin };
  },
  { virtual: true }
);

const ALL = ["Error", "Success", "Resolved", "Skipped"];
const settled = () => new Promise(process.nextTick);

function rows(count, status) {
  return Array.from({ length: count }, (_, index) => ({
    id: `a0000000000000${index}`,
    name: `SR-00000${index}`,
    status,
    message: "Enter a start date.",
    changedAt: "2026-01-01T00:00:00.000Z"
  }));
}

async function shown() {
  const element = createElement("c-related-sync-records", { is: RelatedSyncRecords });
  element.recordId = "801000000000001AAA";
  document.body.appendChild(element);
  await settled();
  return element.shadowRoot;
}

async function press(root, id) {
  root.querySelector(`[data-id=${id}]`).click();
  await settled();
}

describe("c-related-sync-records", () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it("lists rows with their counts", async () => {
    find.mockResolvedValue({ rows: rows(2, "Success"), total: 2, errors: 0 });

    const root = await shown();

    expect(find).toHaveBeenCalledWith({ recordId: "801000000000001AAA", statuses: ALL, rowLimit: 10 });
    expect(root.querySelectorAll("li")).toHaveLength(2);
    expect(root.querySelector("[data-id=all]").label).toBe("All (2)");
    expect(root.querySelector("[data-id=errors]").label).toBe("Errors (0)");
    expect(root.querySelector("[data-id=message]")).toBeNull();
    expect(root.querySelector("[data-id=more]")).toBeNull();
  });

  it("opens a row in the app", async () => {
    find.mockResolvedValue({ rows: rows(2, "Success"), total: 2, errors: 0 });
    const root = await shown();

    const buttons = [...root.querySelectorAll("li lightning-button")];
    buttons[1].click();

    expect(buttons.map((button) => button.label)).toEqual(["SR-000000", "SR-000001"]);
    expect(mockNavigate).toHaveBeenCalledWith({
      type: "standard__recordPage",
      attributes: { recordId: "a00000000000001", actionName: "view" }
    });
  });

  it("goes on at the first row that came, for whoever works by keyboard", async () => {
    find.mockResolvedValueOnce({ rows: rows(10, "Success"), total: 12, errors: 0 });
    find.mockResolvedValueOnce({ rows: rows(12, "Success"), total: 12, errors: 0 });
    const root = await shown();
    const focused = [];
    const focus = jest.spyOn(HTMLElement.prototype, "focus").mockImplementation(function remember() {
      focused.push(this.label);
    });

    await press(root, "more");
    await settled();
    focus.mockRestore();

    expect(root.querySelectorAll("li")).toHaveLength(12);
    expect(focused).toEqual(["SR-0000010"]);
  });

  it("can be read aloud", async () => {
    find.mockResolvedValue({ rows: rows(2, "Error"), total: 2, errors: 2 });

    await expect((await shown()).host).toBeAccessible();
  });

  it("says that there are more than it counted", async () => {
    find.mockResolvedValue({ rows: rows(10, "Success"), total: 1000, errors: 3 });

    const root = await shown();

    expect(root.querySelector("[data-id=all]").label).toBe("All (1000+)");
    expect(root.querySelector("[data-id=errors]").label).toBe("Errors (3)");
  });

  it("shows the messages of errors", async () => {
    find.mockResolvedValue({ rows: rows(1, "Error"), total: 1, errors: 1 });

    const root = await shown();

    expect(root.querySelector("[data-id=message]").textContent).toBe("Enter a start date.");
  });

  it("asks for errors only, and says when there are none", async () => {
    find.mockResolvedValueOnce({ rows: rows(2, "Success"), total: 2, errors: 0 });
    find.mockResolvedValueOnce({ rows: [], total: 2, errors: 0 });
    const root = await shown();

    await press(root, "errors");

    expect(find).toHaveBeenLastCalledWith({ recordId: "801000000000001AAA", statuses: ["Error"], rowLimit: 10 });
    expect(root.querySelector("[data-id=empty]").textContent).toBe("No open errors.");
  });

  it("loads ten more", async () => {
    find.mockResolvedValueOnce({ rows: rows(10, "Success"), total: 12, errors: 0 });
    find.mockResolvedValueOnce({ rows: rows(12, "Success"), total: 12, errors: 0 });
    const root = await shown();

    await press(root, "more");

    expect(find).toHaveBeenLastCalledWith({ recordId: "801000000000001AAA", statuses: ALL, rowLimit: 20 });
    expect(root.querySelectorAll("li")).toHaveLength(12);
    expect(root.querySelector("[data-id=more]")).toBeNull();
  });

  it("ignores an answer that was overtaken", async () => {
    let answerFirst;
    find.mockReturnValueOnce(new Promise((resolve) => (answerFirst = resolve)));
    find.mockResolvedValueOnce({ rows: rows(1, "Error"), total: 3, errors: 1 });
    const root = await shown();

    await press(root, "errors");
    answerFirst({ rows: rows(3, "Success"), total: 3, errors: 1 });
    await settled();

    expect(root.querySelectorAll("li")).toHaveLength(1);
  });

  it("shows what went wrong", async () => {
    find.mockRejectedValue({ body: { message: "You may not see Sync Records." } });

    const root = await shown();

    expect(root.querySelector("[role=alert]").textContent).toBe("You may not see Sync Records.");
  });
});
