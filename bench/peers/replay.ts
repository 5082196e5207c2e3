/**
 * The least that a server can do for a flow: node:http, the verification of the answer where there is one, and the very statements
 * that the product sent for each of its steps, with fresh values for what is new each time. RECORDING is the file with them,
 * PUBLIC_URL the page that the answers are for.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import pg from 'pg';
import type { RecordedStep, Recording } from '../stage/recording.ts';
import { announce } from './announce.ts';
import { bodyOf } from './body.ts';
import { poolSize } from './reads.ts';
import { freshValues } from './replay/freshValues.ts';

const publicUrl = process.env.PUBLIC_URL as string;
const { steps, tag: recordedTag } = JSON.parse(readFileSync(process.env.RECORDING as string, 'utf8')) as { steps: Recording; tag: string };
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: poolSize });
const renew = freshValues(steps, recordedTag);
const names = new Map<string, string>();

/** A name for a text, so that each connection plans it once. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}

/** What each flow that goes on has put in the place of what was recorded. */
const flows = new Map<string, Map<string, string>>();

const server = createServer(async (request, response) => {
  const { query, variables } = JSON.parse(await bodyOf(request));
  const mutation = /\{ (\w+)/.exec(query)?.[1] ?? '';
  const tag = String(request.headers['x-flow']);
  const fresh = flows.get(tag) ?? renew(tag);
  flows.set(tag, fresh);
  const payload = await answerOf(mutation, variables.input, tag);
  await run(steps[mutation] ?? [], fresh);
  const body = Buffer.from(JSON.stringify({ data: { [mutation]: payload } }));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
});

async function run(units: RecordedStep, fresh: Map<string, string>): Promise<void> {
  for (const unit of units) {
    const client = await pool.connect();
    try {
      if (unit.length > 1) await client.query('begin');
      for (const { text, values } of unit) {
        await client.query({ name: nameOf(text), text, values: values.map((value) => value && replaced(value, fresh)) });
      }
      if (unit.length > 1) await client.query('commit');
    } finally {
      client.release();
    }
  }
}

function replaced(value: string, fresh: Map<string, string>): string {
  const known = fresh.get(value);
  if (known) return known;
  let text = value;
  // An id in the middle of a JSON text, or a name with the tag in it.
  for (const [from, to] of fresh) if (text.includes(from)) text = text.replaceAll(from, to);
  return text;
}

// biome-ignore lint/suspicious/noExplicitAny: the input is the product's.
async function answerOf(mutation: string, input: any, tag: string): Promise<object> {
  if (mutation === 'createUser') return { activationLink: `${publicUrl}/activate#${tag}` };
  if (mutation === 'openActivation') return { activation: { id: tag } };
  if (mutation === 'beginKeyRegistration') return { options: await optionsFor(tag) };
  if (mutation === 'finishKeyRegistration') return { activation: { id: tag, status: await verified(input.credential) } };
  return { wizard: { id: tag, nextStep: 'DETAILS' } };
}

const optionsFor = (tag: string) =>
  generateRegistrationOptions({
    rpName: 'Latchkey',
    rpID: 'localhost',
    userName: tag,
    userID: randomBytes(30),
    attestationType: 'direct',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });

// biome-ignore lint/suspicious/noExplicitAny: as above.
async function verified(credential: any): Promise<string> {
  const { challenge } = JSON.parse(Buffer.from(credential.response.clientDataJSON, 'base64url').toString());
  const { verified } = await verifyRegistrationResponse({
    response: { ...credential, type: 'public-key' },
    expectedChallenge: challenge,
    expectedOrigin: publicUrl,
    expectedRPID: 'localhost',
    requireUserVerification: true,
  });
  if (!verified) throw new Error('A registration did not verify');
  return 'ACTIVATED';
}

await announce(server);
