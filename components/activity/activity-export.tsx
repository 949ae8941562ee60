"use client";

import { Download } from "lucide-react";
import { type ActivityFilters, activityExportPath } from "@/lib/client/activity";
import { Button } from "../ui/button";
import { DropdownMenu, MenuItem } from "../ui/dropdown-menu";

/** Downloads all lines that match the filters, not only those in view. */
export function ActivityExport({ filters }: { filters: ActivityFilters }) {
  return (
    <DropdownMenu
      trigger={
        <Button>
          <Download aria-hidden />
          Export
        </Button>
      }
    >
      {(["csv", "ndjson"] as const).map((format) => (
        <MenuItem key={format} asChild>
          <a href={activityExportPath(filters, format)} download>
            {format.toUpperCase()}
          </a>
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
