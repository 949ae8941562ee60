import { describe, expect, it } from "vitest";
import { escapeText, html } from "@/lib/report/markup";

describe("the markup of a report", () => {
  it("holds values as the texts that they are", () => {
    const evil = `<script>alert("x")</script>&'`;
    expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;</p>',
    );
  });

  it("holds markup as markup, lists in order, and nothing for what is not there", () => {
    expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}</ul>${null}${undefined}${html`<br>`}`.text).toBe(
      "<ul><li>1</li><li>2</li></ul><br>",
    );
  });

  it("marks what no document may hold", () => {
    expect(escapeText("a\u0000b\u001fc\ud800d\te\nf")).toBe("a\ufffdb\ufffdc\ufffdd\te\nf");
  });
});
