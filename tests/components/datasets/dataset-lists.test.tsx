import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter, type UrlUpdateEvent } from "nuqs/adapters/testing";
import { describe, expect, it } from "vitest";
import { DatasetCases } from "@/components/datasets/dataset-cases";
import { DatasetList } from "@/components/datasets/dataset-list";
import { fakeApi } from "../fake-api";
import { DATASET, pageWith } from "../launch/launch-api";
import { show } from "../screen";

const api = fakeApi();

describe("the list of datasets", () => {
  const open = () =>
    show(
      <NuqsTestingAdapter>
        <DatasetList />
      </NuqsTestingAdapter>,
    );

  it("says when each was last used", async () => {
    const lastUsedAt = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const sets = [
      { ...DATASET, id: "ds_1", name: "Used", lastUsedAt },
      { ...DATASET, id: "ds_2", name: "Fresh" },
    ];
    api.answer("GET /api/v1/datasets?limit=500", () => ({ status: 200, body: pageWith(...sets) }));
    open();
    expect((await screen.findByRole("row", { name: /Used/ })).textContent).toMatch(/3\sh ago/);
    expect(screen.getByRole("row", { name: /Fresh/ }).textContent).toContain("never");
  });

  it("offers the sample set where there is none", async () => {
    api.answer("GET /api/v1/datasets?limit=500", () => ({ status: 200, body: pageWith() }));
    api.answer("POST /api/v1/sample-dataset", () => {
      api.answer("GET /api/v1/datasets?limit=500", () => ({ status: 200, body: pageWith(DATASET) }));
      return { status: 200, body: DATASET };
    });
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Add the sample set" }));
    expect(await screen.findByRole("link", { name: DATASET.name })).toBeTruthy();
  });
});

describe("the cases of a dataset", () => {
  it("are walked by keys, and a step in the drawer is none for Back", async () => {
    const items = [0, 1, 2].map((ord) => ({ ord, id: `case-${ord}`, vars: {}, expected: null, metadata: {} }));
    const path = `GET /api/v1/datasets/${DATASET.id}/cases?limit=100`;
    api.answer(path, () => ({ status: 200, body: pageWith(...items) }));
    const moves: (string | undefined)[] = [];
    const onUrlUpdate = ({ queryString, options }: UrlUpdateEvent) =>
      void moves.push(`${options.history} ${queryString}`);
    show(
      <NuqsTestingAdapter hasMemory onUrlUpdate={onUrlUpdate}>
        <DatasetCases dataset={DATASET} />
      </NuqsTestingAdapter>,
    );
    const user = userEvent.setup();
    await screen.findByRole("button", { name: "case-0" });
    await user.keyboard("jj{ArrowUp}");
    expect(document.activeElement?.textContent).toBe("case-0");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("dialog", { name: "case-0" })).toBeTruthy();
    await user.keyboard("j");
    expect(await screen.findByRole("dialog", { name: "case-1" })).toBeTruthy();
    await waitFor(() => expect(moves).toEqual(["push ?case=0", "replace ?case=1"]));
  });
});
