"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";
import { IconButton } from "./icon-button";

/** Copies a text and says so for two seconds. */
export function CopyButton({
  text,
  label = "Copy",
  iconOnly = true,
}: {
  text: string;
  label?: string;
  iconOnly?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => copyText(text, () => setCopied(true), "Select the text and copy it by hand.");
  const icon = copied ? <Check aria-hidden /> : <Copy aria-hidden />;
  if (iconOnly) {
    return (
      <IconButton label={copied ? "Copied" : label} onClick={copy}>
        {icon}
      </IconButton>
    );
  }
  return (
    <Button size="sm" onClick={copy}>
      {icon}
      {copied ? "Copied" : label}
    </Button>
  );
}
