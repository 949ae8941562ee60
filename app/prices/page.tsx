import type { Metadata } from "next";
import { PricePage } from "@/components/prices/price-page";

export const metadata: Metadata = { title: "Prices" };

export default function PricesPage() {
  return <PricePage />;
}
