import { redirect } from "next/navigation";

/** A short address of one case: the drawer over its run's list. */
export default async function CasePage({ params }: { params: Promise<{ runId: string; caseId: string }> }) {
  const { runId, caseId } = await params;
  // Both come as they stand in the address, escaped already.
  redirect(`/runs/${runId}?tab=cases&case=${caseId}`);
}
