import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { PresetSelect } from "@/components/limit-fields/preset-select";
import { useScopeNotice } from "@/components/limit-fields/use-scope-notice";
import { Field } from "@/components/ui/field";
import { limitsSchema } from "@/lib/core/limits/limits";
import type { ScopedUse } from "@/lib/core/presets/preset-scope";
import { fakeApi } from "../fake-api";
import { pageWith } from "../launch/launch-api";
import { show } from "../screen";

const api = fakeApi();
const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });
const preset = (name: string, scope: object) => ({
  slug: name.toLowerCase(),
  name,
  scope: { provider: null, providerName: null, model: null, ...scope },
  latest: { ref: `${name.toLowerCase()}@1`, n: 1, limits: LIMITS },
});
const USE: ScopedUse = { providerId: "prv_1", providerKind: "openai", model: "gpt-4o" };

function Chooser({ value }: { value: string }) {
  return (
    <Field label="Preset" notices={useScopeNotice(value, USE)}>
      <PresetSelect value={value} onValueChange={() => {}} use={USE} />
    </Field>
  );
}

it("presets that are meant for something else stand below the others, and one that is chosen says so", async () => {
  const claude = preset("Claude", { provider: "anthropic", model: "claude-*" });
  api.answer("GET /api/v1/presets", () => ({
    status: 200,
    body: pageWith(claude, preset("Normal", {}), preset("Tier", { provider: "openai" })),
  }));
  show(<Chooser value="claude@1" />);
  expect((await screen.findByText(/Claude is meant for Anthropic · claude-\*/)).textContent).toContain("all the same");
  screen.getByRole("combobox", { name: "Preset" }).focus();
  await userEvent.setup().keyboard("{ArrowDown}");
  const options = (await screen.findAllByRole("option")).map((option) => option.textContent?.split(" ")[0]);
  expect(options).toEqual(["Normal", "Tier", "Claude"]);
  const others = screen.getByRole("group", { name: "For other providers or models" });
  expect(within(others).getAllByRole("option")).toHaveLength(1);
});

it("one that fits, or of which nothing is known, says nothing", async () => {
  api.answer("GET /api/v1/presets", () => ({ status: 200, body: pageWith(preset("Tier", { provider: "openai" })) }));
  show(<Chooser value="tier@1" />);
  expect(await screen.findByText("Tier · v1")).toBeTruthy();
  expect(screen.queryByText(/is meant for/)).toBeNull();
});
