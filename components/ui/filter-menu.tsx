"use client";

import { ListFilter } from "lucide-react";
import { Button } from "./button";
import { DropdownMenu, MenuCheckItem } from "./dropdown-menu";

/** Several of a few values. The button says what is chosen. The first of a page opens with the key F. */
export function FilterMenu<V extends string>({
  label,
  values,
  chosen,
  word = (value) => value,
  onChange,
}: {
  label: string;
  values: readonly V[];
  chosen: readonly V[];
  word?: (value: V) => string;
  onChange: (chosen: V[]) => void;
}) {
  const text = chosen.length === 0 ? label : `${label}: ${chosen.map(word).join(", ")}`;
  return (
    <DropdownMenu
      align="start"
      trigger={
        <Button size="sm" className="max-w-64" aria-label={text} data-filter-menu>
          <ListFilter aria-hidden />
          <span className="truncate">{text}</span>
        </Button>
      }
    >
      {values.map((value) => (
        <MenuCheckItem
          key={value}
          checked={chosen.includes(value)}
          onCheckedChange={(on) => onChange(values.filter((v) => (v === value ? on : chosen.includes(v))))}
        >
          {word(value)}
        </MenuCheckItem>
      ))}
    </DropdownMenu>
  );
}
