import { filled, labels } from "c/billingLabels";

describe("billingLabels", () => {
  it("has a text for each label", () => {
    expect(labels.syncNow).toBe("Sync now");
    expect(Object.values(labels).filter((text) => !text)).toEqual([]);
  });

  it("fills places in order and leaves what it has no value for", () => {
    expect(filled("All ({0})", 12)).toBe("All (12)");
    expect(filled("{1} of {0}", "b", "a")).toBe("a of b");
    expect(filled("{0}")).toBe("{0}");
  });
});
