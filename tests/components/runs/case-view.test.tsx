import { render, screen } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { expect, it } from "vitest";
import { ROW_HEIGHTS, useCaseView } from "@/components/runs/run-url-state";
import { PreferencesProvider } from "@/components/ui/preferences";
import { DEFAULT_PREFERENCES, type Density } from "@/components/ui/preferences-cookie";
import "../screen";

function Height() {
  const [view] = useCaseView();
  return <p>{ROW_HEIGHTS[view.rows]} px</p>;
}

it.each<[string, Density, number]>([
  ["", "compact", 28],
  ["", "normal", 32],
  ["", "comfortable", 40],
  ["?rows=compact", "comfortable", 28],
])("with %s in the address the rows of somebody who likes %s ones are %i px high", (search, density, height) => {
  render(
    <NuqsTestingAdapter searchParams={search}>
      <PreferencesProvider initial={{ ...DEFAULT_PREFERENCES, density }}>
        <Height />
      </PreferencesProvider>
    </NuqsTestingAdapter>,
  );
  expect(screen.getByText(`${height} px`)).toBeTruthy();
});
