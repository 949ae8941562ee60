"use client";

import { X } from "lucide-react";
import Link from "next/link";
import type { RunListItem } from "@/lib/contracts/runs";
import { formatPlural } from "@/lib/format";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";

/** So many runs fit into one comparison. */
const COMPARED_MAX = 8;

/** The list is narrowed to the runs of one matrix: they can be compared, or the rest be shown again. */
export function GroupFilter({ runs, onClear }: { runs: readonly RunListItem[]; onClear: () => void }) {
  // The matrix in its own order: the newest stands first in the list.
  const ids = [...runs].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).map(({ id }) => id);
  return (
    <>
      <Badge className="h-7 gap-0.5 pl-2 pr-0.5">
        One matrix{runs.length > 0 && `, ${formatPlural(runs.length, "run")}`}
        <IconButton label="Show the runs of all matrices" className="h-6 w-6" onClick={onClear}>
          <X aria-hidden />
        </IconButton>
      </Badge>
      {ids.length >= 2 && ids.length <= COMPARED_MAX && (
        <Button asChild size="sm">
          <Link href={`/compare?runs=${ids.map(encodeURIComponent).join(",")}`}>Compare these {ids.length}</Link>
        </Button>
      )}
    </>
  );
}
