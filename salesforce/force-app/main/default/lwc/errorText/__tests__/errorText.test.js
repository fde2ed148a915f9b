import { errorText } from "c/errorText";

describe("errorText", () => {
  it.each([
    ["an Apex error", { body: { message: "No key." } }, "No key."],
    ["several errors of a wire", { body: [{ message: "One." }, { message: "Two." }] }, "One. Two."],
    ["a script error", new Error("Broken."), "Broken."],
    ["nothing", undefined, "Something went wrong. Try again."],
    ["a blank error", {}, "Something went wrong. Try again."]
  ])("reads %s", (_, error, expected) => {
    expect(errorText(error)).toBe(expected);
  });
});
