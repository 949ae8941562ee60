import type { Metadata } from "next";
import { NewProvider } from "@/components/providers/new-provider";

export const metadata: Metadata = { title: "New provider" };

export default function NewProviderPage() {
  return <NewProvider />;
}
