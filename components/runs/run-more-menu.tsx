"use client";

import { MoreHorizontal } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { copyPageLink } from "../ui/copy-page-link";
import { DropdownMenu, MenuItem, MenuSeparator } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { DeleteRunDialog } from "./late-dialogs";

/** What is seldom done with a run. */
export function RunMoreMenu({ run }: { run: Pick<RunResponse, "id" | "name" | "counts" | "state"> }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton label="More actions">
            <MoreHorizontal aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={copyPageLink}>Copy link</MenuItem>
        {isTerminal(run.state) && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setAsking(true)}>
              Delete run…
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      <DeleteRunDialog run={run} open={asking} onOpenChange={setAsking} onDeleted={() => router.push("/runs")} />
    </>
  );
}
