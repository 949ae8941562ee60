import { toast } from "./toast";

/** Puts a text on the clipboard, and says so where it did not work. `instead`: what to do by hand. */
export function copyText(text: string, onCopied: () => void, instead: string): void {
  const refuse = () => toast.error(`The browser did not allow copying. ${instead}`);
  write(text).then((isCopied) => (isCopied ? onCopied() : refuse()), refuse);
}

async function write(text: string): Promise<boolean> {
  // Not there over plain http, as on an address of the local network.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) return copySelected(text);
  return clipboard.writeText(text).then(
    () => true,
    () => copySelected(text),
  );
}

/** The older way: what is selected in the page is copied. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.style.cssText = "position:fixed;opacity:0;pointer-events:none";
  // Beside what has the focus: an open dialog takes it back from anywhere else.
  (before?.parentElement ?? document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}
