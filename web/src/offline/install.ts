/** Has the browser keep the page `/offline` for when there is no network. @returns whether it does */
export async function keepOfflinePage(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  try {
    const registration = await navigator.serviceWorker.register('/offline-worker.js', { scope: '/offline' });
    await becomesActive(registration);
    return true;
  } catch {
    // A private window, or a browser that was told not to keep anything.
    return false;
  }
}

/** Unlike `ready`, also on a page that the worker is not for. @throws Error where it could not be installed */
function becomesActive({ installing, waiting, active }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting ?? active;
  return new Promise((done, fail) => {
    const look = () => {
      if (worker?.state === 'activated') done();
      if (!worker || worker.state === 'redundant') fail(new Error('The page could not be kept.'));
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}
