import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { isUpload, readUpload, type Upload } from "@/lib/http/read-upload";

const directory = mkdtempSync(path.join(tmpdir(), "evalpace-upload-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const settings = { directory, limitBytes: 1000 };
const left = () => (existsSync(directory) ? readdirSync(directory) : []);

function upload(form: FormData): Request {
  return new Request("http://localhost/x", { method: "POST", body: form });
}
function formOf(parts: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.append(name, value);
  return form;
}
const file = (content: string, name = "cases.csv") => new File([content], name);
const contentOf = async (received: Upload) => ({ ...received, open: undefined, content: await text(received.open()) });

describe("an upload", () => {
  it("hands on the file and the fields, also those that come after it", async () => {
    const request = upload(formOf({ name: "first", file: file("a,b\n1,2\n"), mapping: '{"id":"a"}' }));
    expect(isUpload(request)).toBe(true);
    expect(await readUpload(request, settings, contentOf)).toMatchObject({
      fileName: "cases.csv",
      fields: { name: "first", mapping: '{"id":"a"}' },
      content: "a,b\n1,2\n",
    });
    expect(left()).toEqual([]);
  });

  it("leaves nothing behind where its use fails", async () => {
    const failing = readUpload(upload(formOf({ file: file("x") })), settings, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(left()).toEqual([]);
  });

  it.each([
    ["has no file", formOf({ name: "only a name" }), { code: "invalid-input", message: /no file/ }],
    ["is too large", formOf({ file: file("x".repeat(5000)) }), { code: "payload-too-large" }],
  ])("is refused where it %s", async (_, form, error) => {
    await expect(readUpload(upload(form), settings, contentOf)).rejects.toMatchObject(error);
    expect(left()).toEqual([]);
  });

  it("is refused where it ends early", async () => {
    const whole = upload(formOf({ file: file("a,b\n1,2\n") }));
    const type = whole.headers.get("content-type") ?? "";
    const cut = (await whole.text()).slice(0, 120);
    const request = new Request("http://localhost/x", { method: "POST", body: cut, headers: { "content-type": type } });
    await expect(readUpload(request, settings, contentOf)).rejects.toMatchObject({ code: "invalid-input" });
    expect(left()).toEqual([]);
  });

  it("is refused where its type names no boundary", async () => {
    const headers = { "content-type": "multipart/form-data" };
    const request = new Request("http://localhost/x", { method: "POST", body: "x", headers });
    await expect(readUpload(request, settings, contentOf)).rejects.toMatchObject({ code: "invalid-input" });
  });
});
