import { Ban, Check, X } from "lucide-react";
import { Badge } from "./badge";

/** How a case was scored. Not scored is never shown as failed. */
export function ResultBadge({ result }: { result: "passed" | "failed" | "not-scored" | null }) {
  if (result === "passed") {
    return (
      <Badge tone="call">
        <Check aria-hidden />
        passed
      </Badge>
    );
  }
  if (result === "failed") {
    return (
      <Badge tone="error">
        <X aria-hidden />
        failed
      </Badge>
    );
  }
  return (
    <Badge tone="idle">
      <Ban aria-hidden />
      not scored
    </Badge>
  );
}
