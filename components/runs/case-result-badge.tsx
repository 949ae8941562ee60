import { LoaderCircle } from "lucide-react";
import type { CaseResponse } from "@/lib/contracts/run-cases";
import { Badge } from "../ui/badge";
import { ResultBadge } from "../ui/result-badge";

const ACTIVITY: Record<NonNullable<CaseResponse["activity"]>, string> = {
  "waiting-for-slot": "waiting for a slot",
  "waiting-for-permit": "waiting for a permit",
  calling: "calling",
  "backing-off": "backing off",
  judging: "with its judges",
};

/** What became of a case, or what it does now. */
export function CaseResultBadge({ item }: { item: Pick<CaseResponse, "state" | "result" | "activity" | "output"> }) {
  if (item.state === "pending") {
    return <Badge tone="outline">{item.output === null ? "pending" : "waits for its verdict"}</Badge>;
  }
  if (item.state === "running") {
    return (
      <Badge tone={item.activity === "backing-off" ? "backoff" : item.activity === "calling" ? "call" : "wait"}>
        <LoaderCircle aria-hidden />
        {item.activity === null ? "running" : ACTIVITY[item.activity]}
      </Badge>
    );
  }
  return <ResultBadge result={item.result} />;
}
