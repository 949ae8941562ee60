import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ImportErrors } from "@/components/datasets/import-errors";
import { ApiError } from "@/lib/client/api-client";
import { show } from "../screen";

const refused = new ApiError(
  "invalid-input",
  "Line 5: the id is taken. There are 2 faults in all. Nothing was imported.",
  400,
  [
    { path: "file", line: 5, message: 'the id "2" is that of line 3 already' },
    { path: "file", line: 1234, message: "the row has 3 cells and the header has 4" },
  ],
);

describe("what an import refuses", () => {
  it("lists every bad row with its line and says that nothing was imported", () => {
    show(<ImportErrors error={refused} source="bad.csv" />);
    const head = screen.getByRole("heading", { name: "Nothing was imported: 2 problems in bad.csv" });
    expect(document.activeElement).toBe(head);
    const rows = screen.getAllByRole("row").slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      '5the id "2" is that of line 3 already',
      "1,234the row has 3 cells and the header has 4",
    ]);
  });

  it("leads to a line of what was pasted", async () => {
    const onShowLine = vi.fn();
    show(<ImportErrors error={refused} source="the pasted data" onShowLine={onShowLine} />);
    await userEvent.setup().click(screen.getByRole("button", { name: "1,234" }));
    expect(onShowLine).toHaveBeenCalledWith(1234);
  });

  it("tells a failure without lines in full", () => {
    const error = new ApiError("network", "The server did not answer.", 0);
    show(<ImportErrors error={error} source="bad.csv" />);
    expect(screen.getByRole("alert").textContent).toBe("Nothing was imported. The server did not answer.");
  });
});
