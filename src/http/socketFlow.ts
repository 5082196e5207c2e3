import type { WebSocket } from 'ws';

const keepAlive = 12_000;
/** How many bytes may wait for a client to read them. */
const backlogLimit = 4 * 1_048_576;

/** Whether more can be sent. A client that reads nothing is ended rather than fed from memory. */
export function canTake(socket: WebSocket): boolean {
  // Asked before, so that one large answer is no reason.
  if (socket.bufferedAmount > backlogLimit) socket.terminate();
  return socket.readyState === socket.OPEN;
}

/** Hands over an open socket's messages, `atOnce` at a time; while there are more, nothing is read from it. */
export function receive(socket: WebSocket, atOnce: number, handle: (text: string) => Promise<void>): void {
  // What came in one read with the last message that could begin.
  const waiting: string[] = [];
  let running = 0;
  // A client that was sent away may talk on until it answers that, and is not heard.
  const isOpen = () => socket.readyState === socket.OPEN;
  const begin = async (text: string): Promise<void> => {
    running += 1;
    await handle(text);
    running -= 1;
    const next = waiting.shift();
    if (next !== undefined && isOpen()) return void begin(next);
    if (socket.isPaused) socket.resume();
  };
  socket.on('message', (bytes) => {
    if (!isOpen()) return;
    if (running < atOnce) return void begin(String(bytes));
    waiting.push(String(bytes));
    socket.pause();
  });
}

/** Pings a socket, and ends it when the last ping found no answer. */
export function pingRegularly(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  // ws answers a client's own pings, which need not read the answers.
  socket.on('ping', () => canTake(socket));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, keepAlive);
  return () => clearInterval(timer);
}
