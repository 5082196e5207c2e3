import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { auth, requiresAuth } from 'express-openid-connect';
import type { TestApplication } from '../support/scenarios.ts';

/** An application as somebody writes it with Express and its OpenID Connect middleware. */
export interface ExpressApplication {
  address: string;
  close(): Promise<void>;
}

/** Listens first, so that its address can be registered; `connect` tells it who it is. */
export async function listenExpress(): Promise<ExpressApplication & { connect(issuer: string, application: TestApplication): void }> {
  const app = express();
  const server: Server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    address,
    connect: (issuer, { id, secret }) => {
      app.use(
        auth({
          issuerBaseURL: issuer,
          baseURL: address,
          clientID: id,
          clientSecret: secret ?? '',
          secret: 'what the application seals its own cookie by',
          authRequired: false,
          idpLogout: true,
          authorizationParams: { response_type: 'code', scope: 'openid profile email groups' },
        }),
      );
      // Browsers ask for it by themselves.
      app.get('/favicon.ico', (_, response) => void response.sendStatus(204));
      app.get('/', (request, response) => void response.send(request.oidc.isAuthenticated() ? 'You are in' : 'You are out'));
      app.get('/profile', requiresAuth(), (request, response) => void response.json(request.oidc.user));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
