import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";
import { KnownSecrets } from "./known-secrets";

/** Names of fields that may hold a secret, wherever they stand up to three levels deep. */
const SECRET_FIELDS = [
  "apiKey",
  "apiKeyCipher",
  "authorization",
  "Authorization",
  "x-api-key",
  "x-goog-api-key",
  "cookie",
  "set-cookie",
  "password",
  "secret",
];

function redactPaths(): string[] {
  return SECRET_FIELDS.flatMap((field) => {
    const name = /^\w+$/.test(field) ? `.${field}` : `["${field}"]`;
    return [name.replace(/^\./, ""), `*${name}`, `*.*${name}`, `*.*.*${name}`];
  });
}

/**
 * JSON lines on stdout, or to `destination`. Fields that may hold a secret are replaced by name, and each line passes
 * `secrets` before it is written: keys also stand in the messages of errors, in URLs and in what providers echo.
 */
export function createLogger(
  level: string,
  secrets: KnownSecrets = new KnownSecrets(),
  destination: DestinationStream = pino.destination(1),
): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    redact: { paths: redactPaths(), censor: "[redacted]" },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, { write: (line) => void destination.write(secrets.strike(line)) });
}
