const NUMBER = String.raw`\d+(?:\.\d+)?`;
const EXPRESSION = new RegExp(String.raw`(?<![\d.])${NUMBER}(?:\s{0,3}(?:[-+*/×÷−]|x(?=\s))\s{0,3}${NUMBER})+`, "g");
const OPERATION = new RegExp(String.raw`([-+*/×÷−x])\s{0,3}(${NUMBER})`, "g");

/** Questions stand at the end of a prompt; what is before them is not searched. */
const SEARCHED_CHARACTERS = 4000;

/** The value of the last expression like `17 + 25` or `3 * 4 - 2` in a prompt; null where there is none. */
export function arithmeticAnswer(prompt: string): number | null {
  const expression = prompt.slice(-SEARCHED_CHARACTERS).match(EXPRESSION)?.at(-1);
  if (expression === undefined) return null;
  const value = evaluate(expression);
  return Number.isFinite(value) ? value : null;
}

/** Multiplication and division before addition and subtraction, each from left to right. */
function evaluate(expression: string): number {
  let sum = 0;
  let term = Number.parseFloat(expression);
  for (const [, operator, operand] of expression.matchAll(OPERATION)) {
    const value = Number(operand);
    if (operator === "*" || operator === "×" || operator === "x") term *= value;
    else if (operator === "/" || operator === "÷") term /= value;
    else {
      sum += term;
      term = operator === "+" ? value : -value;
    }
  }
  return sum + term;
}
