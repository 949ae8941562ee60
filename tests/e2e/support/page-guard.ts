import type { BrowserContext, ConsoleMessage, Page } from "@playwright/test";

/** Watches every page of a context for what must never happen; a test names what it brings about on purpose. */
export class PageGuard {
  readonly #faults: string[] = [];
  readonly #allowed: RegExp[] = [];

  constructor(private readonly origin: string) {}

  /** The test provokes this: e.g. the browser's own line about a request that the server refuses. */
  allow(...patterns: readonly RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** What happened that was not allowed. */
  get faults(): readonly string[] {
    return this.#faults.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }

  async watch(context: BrowserContext): Promise<void> {
    for (const page of context.pages()) this.#watchPage(page);
    context.on("page", (page) => this.#watchPage(page));
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(this.origin) && !/^(data|blob):/.test(url))
        this.#faults.push(`request to another place: ${url}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 500) this.#faults.push(`answer ${response.status()} from ${response.url()}`);
    });
    // Reported as a console line too, but not for every directive.
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`content security policy: ${event.violatedDirective} blocked ${event.blockedURI}`),
      );
    });
  }

  #watchPage(page: Page): void {
    page.on("pageerror", (error) => this.#faults.push(`error in the page: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      if (isFault(message))
        this.#faults.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
  }
}

function isFault(message: ConsoleMessage): boolean {
  return message.type() === "error" || (message.type() === "warning" && /react|hydrat|deprecat/i.test(message.text()));
}
