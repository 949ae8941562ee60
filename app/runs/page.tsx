import type { Metadata } from "next";
import { RunsList } from "@/components/runs/runs-list";
import { Welcome } from "@/components/welcome/welcome";

export const metadata: Metadata = { title: "Runs" };

export default function Page() {
  return <RunsList welcome={<Welcome />} />;
}
