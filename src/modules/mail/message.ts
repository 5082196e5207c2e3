/** A mail as it is sealed in the outbox and handed to a transport. */
export interface Message {
  to: string;
  toName: string;
  subject: string;
  text: string;
  html: string;
}
