export const texts = {
  title: 'Trial mailbox',
  banner:
    'This mailbox is for the operator of this server alone. Mails lie here while no mail transport is set, and each look is recorded in the log.',
  transport: 'To send mail to people, set RESEND_API_KEY, or SMTP_URL, and start the server again. The mailbox is gone from then on.',
  look: 'Look again',
  looked: (count: number) => (count === 0 ? 'No mail yet.' : count === 1 ? '1 mail' : `${count} mails`),
  empty: 'Invite somebody, then look again.',
  list: 'Mails',
  to: 'To',
  openLink: 'Open the link',
  noSubject: 'No subject',
  noLink: {
    title: 'Open the mailbox link',
    text: 'This page needs the operator’s link, and it is not in the address any more: it is taken out at once, so that nobody reads it over your shoulder.',
    next: 'Use the link once more: the server prints it when it starts without a mail transport.',
  },
  refused: {
    title: 'This link does not open the mailbox',
    next: 'Use the link that the server printed when it was last started. Where a mail transport is set, there is no mailbox.',
  },
};
