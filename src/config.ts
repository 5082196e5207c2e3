import { z } from 'zod';

const isLocal = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://keys.example.org' })
  .refine((text) => new URL(text).pathname === '/' && !new URL(text).search, 'must be an address without a path')
  // Browsers have WebAuthn on https and on localhost alone, and a link must never carry a token over plain http.
  .refine((text) => text.startsWith('https:') || isLocal(new URL(text).hostname), 'must be https, save for localhost')
  .transform((text) => new URL(text).origin);

const secrets = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => part.length >= 32), 'must be 32 characters or more each, separated by commas');

const environment = z.object({
  PORT: z.coerce.number('must be a port').int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be postgres://…')
    .optional(),
  BUS_URL: z
    .string()
    .regex(/^(nats|rediss?):\/\//, 'must be nats://… or redis://…')
    .optional(),
  PUBLIC_URL: publicUrl.optional(),
  RP_ID: z
    .string()
    .regex(/^[a-z0-9.-]+$/, 'must be a domain, in small letters')
    .optional(),
  LATCHKEY_SECRET: secrets.optional(),
  LATCHKEY_OPERATOR_TOKEN: z.string().min(32, 'must be 32 characters or more').optional(),
  METRICS_TOKEN: z.string().min(32, 'must be 32 characters or more').optional(),
  LATCHKEY_OWNER_EMAIL: z.email('must be an email address').optional(),
  LATCHKEY_ORGANISATION: z.string().optional(),
  RESEND_API_KEY: z.string().min(1).optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be smtp://… or smtps://…')
    .optional(),
  MAIL_FROM: z.string().min(3).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an address such as http://localhost:4318' }).optional(),
  OTEL_SERVICE_NAME: z.string().default('latchkey'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('must be a number').min(0).max(1, 'must be between 0 and 1').default(1),
  TRUSTED_PROXY_HOPS: z.coerce.number('must be a number').int().min(0).max(10).default(0),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be one of fatal, error, warn, info, debug, trace, silent')
    .default('warn'),
});

/** How mail goes. */
export type MailConfig =
  | { transport: 'resend'; apiKey: string; from: string }
  | { transport: 'smtp'; url: string; from: string }
  | { transport: 'mailbox' };

/** Where traces go, and of which share of the requests. */
export interface TracingConfig {
  url: string;
  service: string;
  ratio: number;
}

/** What the environment asks for, checked. */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** A PostgreSQL of the operator's own; null for the embedded one. */
  databaseUrl: string | null;
  /** What carries news between nodes; null where this one is alone. */
  busUrl: string | null;
  /** Null until the port is known: then http://localhost and the port. */
  publicUrl: string | null;
  rpId: string | null;
  /** The first wraps, the others still open. Null for the one in the data folder. */
  secrets: readonly string[] | null;
  operatorToken: string | null;
  metricsToken: string | null;
  /** Null where nobody collects traces. */
  tracing: TracingConfig | null;
  owner: { email: string; organisation: string } | null;
  mail: MailConfig;
  trustedProxyHops: number;
  logLevel: string;
}

/** A value of the environment that does not fit; its message is for people, one line a value. */
export class ConfigError extends Error {}

/**
 * Reads the environment. An empty value counts as none.
 * @throws ConfigError with one line a value; no line repeats the value, which may be a secret
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'));
  }
  const e = parsed.data;
  if (e.RP_ID && !belongsTo(new URL(e.PUBLIC_URL ?? 'http://localhost').hostname, e.RP_ID)) {
    throw new ConfigError('RP_ID must be the host of PUBLIC_URL, or a domain above it.');
  }
  return {
    port: e.PORT,
    host: e.HOST,
    dataDir: e.DATA_DIR,
    databaseUrl: e.DATABASE_URL ?? null,
    busUrl: e.BUS_URL ?? null,
    publicUrl: e.PUBLIC_URL ?? null,
    rpId: e.RP_ID ?? null,
    secrets: e.LATCHKEY_SECRET ?? null,
    operatorToken: e.LATCHKEY_OPERATOR_TOKEN ?? null,
    metricsToken: e.METRICS_TOKEN ?? null,
    tracing: tracingConfig(e),
    owner: e.LATCHKEY_OWNER_EMAIL ? { email: e.LATCHKEY_OWNER_EMAIL, organisation: e.LATCHKEY_ORGANISATION ?? 'Latchkey' } : null,
    mail: mailConfig(e),
    trustedProxyHops: e.TRUSTED_PROXY_HOPS,
    logLevel: e.LOG_LEVEL,
  };
}

function mailConfig({ RESEND_API_KEY, SMTP_URL, MAIL_FROM }: z.output<typeof environment>): MailConfig {
  if (RESEND_API_KEY && SMTP_URL) throw new ConfigError('Set RESEND_API_KEY or SMTP_URL, not both.');
  if (!RESEND_API_KEY && !SMTP_URL) return { transport: 'mailbox' };
  if (!MAIL_FROM) throw new ConfigError('MAIL_FROM must be set: the address that mail comes from, such as Keys <keys@example.org>.');
  return RESEND_API_KEY
    ? { transport: 'resend', apiKey: RESEND_API_KEY, from: MAIL_FROM }
    : { transport: 'smtp', url: SMTP_URL ?? '', from: MAIL_FROM };
}

function tracingConfig(e: z.output<typeof environment>): TracingConfig | null {
  if (!e.OTEL_EXPORTER_OTLP_ENDPOINT) return null;
  const url = `${e.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/$/, '')}/v1/traces`;
  return { url, service: e.OTEL_SERVICE_NAME, ratio: e.OTEL_TRACES_SAMPLER_ARG };
}

const belongsTo = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
