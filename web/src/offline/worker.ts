// The service worker of `/offline`: keeps the page's few files, so that it opens while the phone has no network.

/** Put in by the build. */
declare const OFFLINE_FILES: readonly string[];
declare const OFFLINE_VERSION: string;

/** What of a service worker's scope is used (W3C Service Workers §4.1); the pages' types know no worker. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: 'fetch', listener: (event: { request: Request; respondWith(response: Promise<Response>): void }) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

export {};

const scope = self as unknown as WorkerScope;
const prefix = 'latchkey-offline-';
const cacheName = prefix + OFFLINE_VERSION;

scope.addEventListener('install', (event) => event.waitUntil(keep()));
scope.addEventListener('activate', (event) => event.waitUntil(forgetOlder()));
scope.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin || !OFFLINE_FILES.includes(pathname)) return;
  event.respondWith(kept(event.request, pathname));
});

async function keep(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache, which may hold an older page.
  await cache.addAll(OFFLINE_FILES.map((file) => new Request(file, { cache: 'reload' })));
  await scope.skipWaiting();
}

async function forgetOlder(): Promise<void> {
  const older = (await caches.keys()).filter((known) => known.startsWith(prefix) && known !== cacheName);
  await Promise.all(older.map((known) => caches.delete(known)));
  await scope.clients.claim();
}

/** What is kept first: a network that is there but leads nowhere would take long to say so. */
const kept = async (request: Request, pathname: string): Promise<Response> => (await caches.match(pathname)) ?? fetch(request);
