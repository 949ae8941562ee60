import { CODE_TARGETS } from "@/lib/core/presets/code-targets";
import { expect, test } from "../support/test";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("check 20: a preset is edited to v8, compared with v7, applied to two of three runs, copied as code, and taken back", async ({
  page,
  api,
  tag,
}) => {
  const slug = `apply-${tag}`;
  const limits = { requestsPerSecond: 0.02, burst: 1, concurrency: 1 };
  await api.createPreset({ name: `Apply ${tag}`, slug, limits: { ...limits, requestsPerSecond: 0.01 } });
  for (let n = 2; n <= 7; n++) {
    const version = { limits: { ...limits, requestsPerSecond: n === 7 ? 0.02 : 1 + n }, message: `Version ${n}` };
    const saved = await api.request("POST", `/api/v1/presets/${slug}/versions`, version);
    expect(saved.ok, `v${n}`).toBe(true);
  }
  // So slow that none of them ends.
  const provider = await api.createSimulated(`Shared ${tag}`, { requestsPerSecond: 0.1, burst: 1, concurrency: 4 });
  const dataset = await api.createDataset(`Slow ${tag}`, 5);
  const start = async (name: string) => {
    const body = { name: `${name} ${tag}`, datasetId: dataset.id, providerId: provider.id, preset: `${slug}@7` };
    return api.runIn((await api.startRun(body)).id, ["running"]);
  };
  const [first, second, edited] = [await start("First"), await start("Second"), await start("Edited")];
  await api.editLimits(edited.id, { limits: { requestsPerSecond: 0.03 }, revision: 1 });
  await page.goto(`/presets/${slug}`);

  await test.step("edit makes v8", async () => {
    await page.getByRole("button", { name: "Edit (makes v8)" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("Requests per second").fill("0.05");
    await sheet.getByLabel(/Message|Why/).fill("The tier went up");
    await sheet.getByRole("button", { name: "Save v8" }).click();
    await expect(sheet).toHaveCount(0);
    await expect(page.getByRole("navigation", { name: "Versions" })).toContainText("The tier went up");
  });

  await test.step("v7 and v8 differ by the changed row, with its effect", async () => {
    await page.getByLabel("Compare with").click();
    await page.getByRole("option", { name: "Compare with v7" }).click();
    await expect(page).toHaveURL(/diff\?from=7&to=8/);
    const diff = page.getByRole("table", { name: "v7 and v8 compared" });
    await expect(diff.getByRole("row")).toHaveCount(2);
    await expect(diff.getByRole("row").nth(1)).toContainText(
      /±.*Requests per second.*0\.02.*0\.05.*1,200 cases: .*bounded by rate/,
    );
    await page.goBack();
  });

  await test.step("v8 is applied to the runs as they are, not to the one that was edited", async () => {
    await page.getByRole("button", { name: "Apply v8 to running…" }).click();
    const dialog = page.getByRole("dialog");
    const row = (name: string) => dialog.getByRole("row", { name: new RegExp(name) });
    await expect(row("First").getByRole("checkbox")).toBeChecked();
    await expect(row("Second").getByRole("checkbox")).toBeChecked();
    await expect(row("Edited").getByRole("checkbox")).not.toBeChecked();
    await expect(row("Edited")).toContainText("edited by Local owner: 0.02→0.03 rps");
    await expect(dialog.getByRole("status")).toHaveText(/2 of 3 runs; sum 0\.13 rps exceeds the limit of Shared/);
    await dialog.getByRole("button", { name: "Apply to 2 runs" }).click();
    await expect(dialog.getByRole("list", { name: "Runs" }).getByRole("listitem")).toHaveCount(2);
    for (const { id } of [first, second]) {
      const now = { limits: { requestsPerSecond: 0.05 }, preset: `${slug}@8`, presetEdited: false };
      expect(await api.run(id)).toMatchObject(now);
    }
    const asEdited = { limits: { requestsPerSecond: 0.03 }, preset: `${slug}@7`, presetEdited: true };
    expect(await api.run(edited.id)).toMatchObject(asEdited);

    await dialog.getByRole("button", { name: "Undo all 2 changes" }).click();
    await expect(dialog.getByRole("list", { name: "Taken back" }).getByRole("listitem")).toHaveCount(2);
    for (const { id } of [first, second]) {
      expect(await api.run(id)).toMatchObject({
        limits: { requestsPerSecond: 0.02 },
        limitsRevision: 3,
        preset: `${slug}@7`,
      });
    }
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step("TypeScript and Python are copied as they are generated", async () => {
    const { slug: name, history } = await api.preset(slug);
    const [newest] = history;
    if (newest === undefined) throw new Error("the preset has no version");
    // That the TypeScript keeps the limit, retries included, is run against the provider in running-code.test.ts. Python's
    // own compiler and the values in its calls are what generated-code.test.ts holds the Python to.
    for (const lang of ["ts", "py"]) {
      const target = CODE_TARGETS.find(({ id }) => id === lang);
      if (target === undefined) throw new Error(`no code for ${lang}`);
      await page.goto(`/presets/${slug}?tab=code&lang=${lang}`);
      await expect(page.getByRole("region", { name: `${target.name} code` })).toContainText(`${slug} v8`);
      await page.getByRole("button", { name: "Copy code" }).click();
      const { text } = target.generate({
        ...newest,
        slug: name,
        link: new URL(`/presets/${slug}?v=8`, page.url()).href,
      });
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    }
  });
  for (const { id } of [first, second, edited]) await api.act(id, "cancel");
});
