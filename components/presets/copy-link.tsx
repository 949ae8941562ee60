"use client";

import { Check, Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button";
import { copyText } from "../ui/copy-text";

/** Copies the address of the page as it stands: version, tab and language are part of it. */
export function CopyLink() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => copyText(window.location.href, () => setCopied(true), "Copy the link from the address bar.");
  return (
    <Button onClick={copy}>
      {copied ? <Check aria-hidden /> : <Link2 aria-hidden />}
      {copied ? "Link copied" : "Copy link"}
    </Button>
  );
}
