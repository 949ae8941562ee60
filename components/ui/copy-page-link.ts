import { copyText } from "./copy-text";
import { toast } from "./toast";

/** Copies the address of the page as it stands now, and says so. */
export function copyPageLink(): void {
  copyText(window.location.href, () => toast("Link copied."), "Copy the address from its bar.");
}
