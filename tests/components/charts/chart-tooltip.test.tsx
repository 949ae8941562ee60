import { screen } from "@testing-library/react";
import { useEffect } from "react";
import { describe, expect, it } from "vitest";
import { ChartGroup, useChartGroup } from "@/components/charts/chart-group";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { LOOK } from "@/components/charts/series-look";
import { prepareTimeRows, type TimeRow } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";
import { show } from "../screen";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 60_000, originMs: T0 };
const bucket = bucketAt(T0, { samples: 2, started: 12, startedMin: 3, startedMax: 9, inFlight: 6, queued: 487 });
const [forming] = prepareTimeRows([bucket], 4000, window, true);
const series = [{ key: "started", label: "Started", look: LOOK.started, format: () => "6 rps" }];
const ofSeconds = ({ bucket: of }: TimeRow) => `busiest 1 s ${of?.startedMax} · quietest 1 s ${of?.startedMin}`;

/** The reader is in the chart. */
function Read({ inSeconds }: { inSeconds: boolean }) {
  const { enter } = useChartGroup();
  useEffect(() => enter("chart"), [enter]);
  return (
    <ChartTooltip
      chart="chart"
      row={forming}
      originMs={T0}
      series={series}
      ofSeconds={inSeconds ? ofSeconds : undefined}
    />
  );
}

const tooltip = (inSeconds: boolean) =>
  show(
    <ChartGroup live>
      <Read inSeconds={inSeconds} />
    </ChartGroup>,
  );

describe("the tooltip of a chart over time", () => {
  it("tells of single seconds, that a bucket still forms, and always limit, slots and queue", () => {
    tooltip(true);
    expect(screen.getAllByText("busiest 1 s 9 · quietest 1 s 3")).toHaveLength(1);
    expect(screen.getAllByText(/· so far$/)).toHaveLength(1);
    expect(screen.getAllByText("limit 5 rps · in flight 6/8 · queue 487")).toHaveLength(1);
  });

  it("says nothing of seconds where a bucket is one", () => {
    tooltip(false);
    expect(screen.getAllByText("6 rps")).toHaveLength(1);
    expect(screen.queryByText(/quietest/)).toBeNull();
  });
});
