"use client";

import { alertDialogCode } from "../ui/alert-dialog";
import { dialogCode } from "../ui/dialog";
import { lateOverlay } from "../ui/late-overlay";

// The dialogs of a run, each from a file of its own, fetched together with the window that it stands in.

export const CancelRunDialog = lateOverlay(async () => {
  const [file] = await Promise.all([import("./cancel-run-dialog"), alertDialogCode.load()]);
  return file.CancelRunDialog;
});

export const RequeueDialog = lateOverlay(async () => {
  const [file] = await Promise.all([import("./requeue-dialog"), dialogCode.load()]);
  return file.RequeueDialog;
});

export const BudgetDialog = lateOverlay(async () => {
  const [file] = await Promise.all([import("./budget-dialog"), dialogCode.load()]);
  return file.BudgetDialog;
});

export const AddNoteDialog = lateOverlay(async () => {
  const [file] = await Promise.all([import("./add-note-dialog"), dialogCode.load()]);
  return file.AddNoteDialog;
});

export const DeleteRunDialog = lateOverlay(async () => {
  const [file] = await Promise.all([import("./delete-run-dialog"), alertDialogCode.load()]);
  return file.DeleteRunDialog;
});
