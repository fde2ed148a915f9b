import { errorText } from "c/errorText";

describe("errorText", () => {
  it.each([
    ["an Apex error", { body: { message: "No key." } }, "No key."],
    ["several errors of a wire", { body: [{ message: "One." }, { message: "Two." }] }, "One. Two."],
    ["a script error", new Error("Broken."), "Broken."],
    [
      "a class that Salesforce does not let the user call",
      { body: { message: "You do not have access to the Apex class named 'RelatedSyncRecords'." } },
      "You have no access to billing. Ask an administrator for the permission set CpqBilling Sync Manager."
    ],
    ["nothing", undefined, "Something went wrong. Try again."],
    ["a blank error", {}, "Something went wrong. Try again."]
  ])("reads %s", (_, error, expected) => {
    expect(errorText(error)).toBe(expected);
  });
});
