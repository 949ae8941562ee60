import { screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProgressChart } from "@/components/charts/progress-chart";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";
import { show } from "../screen";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 115_000, originMs: T0 };
const buckets = Array.from({ length: 95 }, (_, at) => bucketAt(T0 + at * 1000, { finished: 1 }));
const input = { rows: prepareTimeRows(buckets, 1000, window, false), window, bands: [], marks: [] };

describe("the caption of progress against forecast", () => {
  // The test's document has no sizes, and the chart library says so.
  beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));
  afterEach(() => vi.restoreAllMocks());

  it.each([
    [245_000, /^95 of 300 done; 1 min 46 s behind the launch's forecast of 30 s, about 4 min 10 s left\.$/],
    [null, /^95 of 300 done; 1 min 46 s behind the launch's forecast of 30 s\.$/],
  ])("tells the time left of %s ms that the run's tile tells, too", (etaMs, caption) => {
    show(
      <ProgressChart
        input={{ ...input, bucketMs: 1000, ofRange: null, loading: false }}
        done={95}
        total={300}
        doneBefore={0}
        activeMs={115_000}
        nowMs={T0 + 115_000}
        expectedMs={30_000}
        etaMs={etaMs}
      />,
    );
    const figure = screen.getByRole("figure", { name: /Progress against forecast/ });
    const sentences = [...figure.querySelectorAll("p")].map((each) => each.textContent?.replace(/\s/g, " "));
    expect(sentences).toContainEqual(expect.stringMatching(caption));
  });
});
