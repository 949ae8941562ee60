import { toast } from "./toast";

/** Copies the address of the page as it stands now, and says so. */
export function copyPageLink(): void {
  navigator.clipboard.writeText(window.location.href).then(
    () => toast("Link copied."),
    () => toast.error("The browser did not allow copying. Copy the address from its bar."),
  );
}
