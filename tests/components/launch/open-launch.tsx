import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { LaunchForm } from "@/components/launch/launch-form";
import { show } from "../screen";

/** The launch form at an address. */
export function openLaunch(search: string) {
  show(
    <NuqsTestingAdapter searchParams={search} hasMemory>
      <LaunchForm />
    </NuqsTestingAdapter>,
  );
  return userEvent.setup();
}

export const box = (name: string | RegExp) => screen.getByRole("textbox", { name });
export const setTo = (name: string | RegExp, text: string) => fireEvent.change(box(name), { target: { value: text } });
export const forecast = () => screen.getByRole("status").textContent ?? "";
export const startButton = () => screen.getByRole("button", { name: "Start run" });
