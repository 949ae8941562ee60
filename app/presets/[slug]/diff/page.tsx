import type { Metadata } from "next";
import { PresetDiff } from "@/components/presets/preset-diff";

export const metadata: Metadata = { title: "Compare versions" };

export default async function PresetDiffPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <PresetDiff slug={slug} />;
}
