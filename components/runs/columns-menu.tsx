"use client";

import { Columns3 } from "lucide-react";
import { Button } from "../ui/button";
import { DropdownMenu, MenuCheckItem, MenuItem, MenuLabel, MenuSeparator } from "../ui/dropdown-menu";
import { COLUMN_LOOKS, RUN_COLUMNS, type RunColumn, withColumn } from "./run-columns";

/** Which columns the table has. A narrow screen has a layout of its own, and no choice. */
export function ColumnsMenu({
  shown,
  byDefault,
  onChange,
}: {
  shown: readonly RunColumn[];
  byDefault: readonly RunColumn[];
  /** Null: as it is by default. */
  onChange: (columns: RunColumn[] | null) => void;
}) {
  return (
    <DropdownMenu
      trigger={
        <Button size="sm" className="max-md:hidden">
          <Columns3 aria-hidden />
          Columns
        </Button>
      }
    >
      <MenuLabel>State and name are always shown</MenuLabel>
      {RUN_COLUMNS.map((column) => (
        <MenuCheckItem
          key={column}
          checked={shown.includes(column)}
          onCheckedChange={(on) => onChange(withColumn(shown, column, on, byDefault))}
        >
          {COLUMN_LOOKS[column].word}
        </MenuCheckItem>
      ))}
      <MenuSeparator />
      <MenuItem disabled={shown.join() === byDefault.join()} onSelect={() => onChange(null)}>
        Reset
      </MenuItem>
    </DropdownMenu>
  );
}
