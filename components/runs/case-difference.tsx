import { useMemo } from "react";
import { wordDiff } from "@/lib/core/text/word-diff";

/** What would turn the output into what was expected. Nothing where they are too long, or have nothing in common. */
export function CaseDifference({ output, expected }: { output: string; expected: string }) {
  const parts = useMemo(() => wordDiff(output.trim(), expected.trim()), [output, expected]);
  const related = parts?.some(({ kind, text }) => kind === "same" && text.trim() !== "") === true;
  if (parts === null || !related || parts.every(({ kind }) => kind === "same")) return null;
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-sm">From output to expected</h3>
      <p dir="auto" className="whitespace-pre-wrap break-words rounded-md border bg-panel p-2.5 font-mono text-xs">
        {parts.map(({ kind, text }, at) => {
          const key = `${at}-${kind}`;
          if (kind === "out") {
            return (
              <del key={key} className="tint-error rounded-[2px]">
                {text}
              </del>
            );
          }
          if (kind === "in") {
            return (
              <ins key={key} className="tint-call rounded-[2px] underline">
                {text}
              </ins>
            );
          }
          return <span key={key}>{text}</span>;
        })}
      </p>
    </section>
  );
}
