import { redirect } from "next/navigation";

/** Runs are the home page; without any, they show the first steps. */
export default function HomePage(): never {
  redirect("/runs");
}
