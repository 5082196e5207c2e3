// Loaded into a long-running program before its own code: when the process that started it is gone without a word
// (kill -9), the program stops as it would on SIGTERM, and no server is left behind.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
