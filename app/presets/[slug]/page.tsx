import type { Metadata } from "next";
import { PresetPage } from "@/components/presets/preset-page";

export const metadata: Metadata = { title: "Preset" };

export default async function OnePresetPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <PresetPage slug={slug} />;
}
