/** Marks that something was asked for whose code is on its way: single keys are not for the page then. */
export const OPENING = "data-opening";
