import { formatPercent } from "@/lib/format";
import { ProgressBar } from "../ui/progress-bar";

/** How much of the file has gone; then the server checks and stores the last rows. */
export function UploadProgress({ share }: { share: number }) {
  const sent = Math.floor(share * 100);
  return (
    <div role="status" className="flex flex-col gap-1">
      <p className="text-xs tabular-nums">
        {share < 1 ? `Sending, ${formatPercent(sent / 100)}` : "Sent. The rows are checked and stored…"}
      </p>
      <ProgressBar label="Upload" total={100} segments={[{ label: "% sent", value: sent, tone: "call" }]} />
    </div>
  );
}
