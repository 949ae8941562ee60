import type { Metadata } from "next";
import { ProviderPage } from "@/components/providers/provider-page";

export const metadata: Metadata = { title: "Provider" };

export default async function OneProviderPage({ params }: { params: Promise<{ providerId: string }> }) {
  const { providerId } = await params;
  return <ProviderPage id={providerId} />;
}
