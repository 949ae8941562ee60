import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { copyText } from "@/components/ui/copy-text";
import { deliverToasts } from "@/components/ui/toast";

const said: string[] = [];
const onCopied = vi.fn();
let end: () => void;

beforeEach(() => {
  onCopied.mockClear();
  end = deliverToasts(({ text }) => void said.push(text));
  said.length = 0;
});
afterEach(() => {
  end();
  Reflect.deleteProperty(navigator, "clipboard");
  Reflect.deleteProperty(document, "execCommand");
});

const withClipboard = (writeText: () => Promise<void>) =>
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
const withCommand = (execCommand: () => boolean) =>
  Object.defineProperty(document, "execCommand", { value: execCommand, configurable: true });
const refuse = () => Promise.reject(new Error("denied"));
const copy = () => copyText("the text", onCopied, "Copy it by hand.");

describe("copying", () => {
  it("goes by the clipboard where there is one", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    withClipboard(writeText);
    copy();
    await vi.waitFor(() => expect(onCopied).toHaveBeenCalledTimes(1));
    expect(writeText).toHaveBeenCalledWith("the text");
  });

  it.each([
    ["is not there, as over plain http", () => {}],
    ["is refused", () => withClipboard(refuse)],
  ])("selects and copies where the clipboard %s", async (_, prepare) => {
    prepare();
    const button = document.body.appendChild(document.createElement("button"));
    button.focus();
    let selected = "";
    withCommand(() => {
      const area = document.activeElement;
      selected = area instanceof HTMLTextAreaElement ? area.value : "";
      return true;
    });
    copy();
    await vi.waitFor(() => expect(onCopied).toHaveBeenCalledTimes(1));
    expect(selected).toBe("the text");
    expect(document.activeElement).toBe(button);
    expect(document.querySelector("textarea")).toBeNull();
    expect(said).toEqual([]);
  });

  it("says so where neither works", async () => {
    withCommand(() => false);
    copy();
    await vi.waitFor(() => expect(said).toEqual(["The browser did not allow copying. Copy it by hand."]));
    expect(onCopied).not.toHaveBeenCalled();
  });
});
