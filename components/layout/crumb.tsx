"use client";

import {
  createContext,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
  useContext,
  useEffect,
  useState,
} from "react";

const LabelContext = createContext<string | null>(null);
const SetLabelContext = createContext<Dispatch<SetStateAction<string | null>>>(() => {});

export function CrumbProvider({ children }: { children: ReactNode }) {
  const [label, setLabel] = useState<string | null>(null);
  return (
    <SetLabelContext.Provider value={setLabel}>
      <LabelContext.Provider value={label}>{children}</LabelContext.Provider>
    </SetLabelContext.Provider>
  );
}

/** Names the last part of the breadcrumb (a run's name in place of its id) while the page is open. */
export function useCrumb(label: string | null | undefined): void {
  const setLabel = useContext(SetLabelContext);
  useEffect(() => {
    setLabel(label ?? null);
    return () => setLabel(null);
  }, [label, setLabel]);
}

/** The name that the open page gave itself. */
export function useCrumbLabel(): string | null {
  return useContext(LabelContext);
}
