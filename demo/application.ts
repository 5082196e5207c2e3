import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import * as client from 'openid-client';

/** A sample application: what its operator copies from Latchkey, and where it is. */
export interface ApplicationSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Its own address, such as http://localhost:3000. */
  address: string;
}

/** What the application keeps of a browser that it sent to sign in, until it comes back. */
interface Waiting {
  verifier: string;
  state: string;
  nonce: string;
}

/** Listens on a port of this machine, and answers once `connect` tells it who it is. */
export async function listenApplication(
  port = 0,
): Promise<{ address: string; connect(settings: Omit<ApplicationSettings, 'address'>): Promise<void>; stop(): void }> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = `http://localhost:${(http.address() as AddressInfo).port}`;
  return {
    address,
    connect: async (settings) => {
      const answer = await application({ ...settings, address });
      http.on('request', (request, response) => {
        answer(request, response).catch((error) => send(response, 400, `That did not work: ${(error as Error).message}\n`));
      });
    },
    stop: () => {
      http.close();
      http.closeAllConnections();
    },
  };
}

/** The application itself: `/` signs the person in, `/callback` shows what it learnt. */
async function application({ issuer, clientId, clientSecret, address }: ApplicationSettings) {
  // Plain http is for this machine alone; elsewhere the issuer is https, and the option goes.
  const execute = issuer.startsWith('http://localhost') ? [client.allowInsecureRequests] : [];
  const config = await client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretBasic(clientSecret), { execute });
  const redirect_uri = `${address}/callback`;
  const waiting = new Map<string, Waiting>();

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', address);
    if (url.pathname === '/') {
      const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
      waiting.set(state, { verifier, state, nonce });
      const code_challenge = await client.calculatePKCECodeChallenge(verifier);
      const asked = { redirect_uri, scope: 'openid profile email groups', code_challenge, code_challenge_method: 'S256', state, nonce };
      // The cookie ties the answer to this browser: a code that somebody passes on signs nobody else in.
      const cookie = `state=${state}; HttpOnly; SameSite=Lax; Path=/`;
      response.writeHead(303, { location: client.buildAuthorizationUrl(config, asked).href, 'set-cookie': cookie }).end();
      return;
    }
    if (url.pathname !== '/callback') return send(response, 404, 'There is nothing here.\n');
    const state = /(?:^|; )state=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const mine = waiting.get(state);
    if (!mine) return send(response, 400, 'This browser was not sent to sign in. Start again at /.\n');
    waiting.delete(state);
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: mine.verifier,
      expectedState: mine.state,
      expectedNonce: mine.nonce,
      idTokenExpected: true,
    });
    send(response, 200, `${JSON.stringify(tokens.claims(), null, 2)}\n`, 'application/json');
  };
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(text);
}

if (import.meta.main) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { issuer: text, 'client-id': text, 'client-secret': text, port: { ...text, default: '3000' } } });
  const { issuer = 'http://localhost:4000/oidc', 'client-id': clientId, 'client-secret': clientSecret = process.env.CLIENT_SECRET } = values;
  if (!clientId || !clientSecret) {
    console.error('Say --client-id app_…, and --client-secret or CLIENT_SECRET.');
    process.exit(1);
  }
  const { address, connect } = await listenApplication(Number(values.port));
  await connect({ issuer, clientId, clientSecret });
  console.log(`Open ${address} and sign in with your key.`);
}
